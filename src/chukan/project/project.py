"""An opened project: its file with the packs, the waivers, the day and the job that follow from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from functools import cached_property, partial
from pathlib import Path

from chukan.errors import PackError
from chukan.layouts.library import Library
from chukan.project.decided import Decided
from chukan.project.folder import ProjectFolder
from chukan.project.jobs import to_job
from chukan.project.secret import project_secret
from chukan.verification.decisions.model import NO_DECISIONS, Waiver
from chukan.verification.job import Job


class Project(ProjectFolder):
    """A project (移行プロジェクト) with all that hangs on its file.

    Args:
        path: the project file: YAML, or a workbook of the same content (see `chukan init`).
        packs: folders of packs beside those that the project names; an earlier one wins.
        allow_outside: paths in the project file may leave its folder.

    Attributes:
        path: the project file.
        folder: the folder that its paths are relative to.
        file: what the project file holds.
        sha256: SHA-256 of the project file, in hexadecimal.
        library: the packs at hand: `packs`, the project's own, and those that chukan carries.

    Raises:
        ProjectError: the file, or something that it names, is wrong; names the line and the nearest key.
        PackError: a folder of packs is missing or wrong.

    Examples:
        >>> from chukan import Project
        >>> project = Project.open("project.yaml")
        >>> project.file.group.name
        'みほん協議会'
        >>> [target.shown for target in project.job(municipality="試験町").targets][:1]
        ['139980/resident_register_household.csv']
    """

    def __init__(self, path: str | Path, *, packs: Iterable[str | Path] = (), allow_outside: bool = False) -> None:
        super().__init__(Path(path), allow_outside=allow_outside)
        own = [self.resolve(pack, "packs", i) for i, pack in enumerate(self.file.packs)]
        for i, (written, folder) in enumerate(zip(self.file.packs, own, strict=True)):
            if not folder.is_dir():
                raise PackError(
                    f"レイアウト集のフォルダがありません（{written}）",
                    place=self.lines.at("packs", i),
                    hint="プロジェクトの packs のパスを確かめてください。",
                )
        self.library = Library.of([*packs, *own])

    @classmethod
    def open(cls, path: str | Path, *, packs: Iterable[str | Path] = (), allow_outside: bool = False) -> Project:
        """Open a project file; the arguments are those of the class."""
        return cls(path, packs=packs, allow_outside=allow_outside)

    def __repr__(self) -> str:
        return f"<Project {self.file.group.name}: {len(self.file.municipalities)} municipalities, {self.path}>"

    @cached_property
    def decided(self) -> Decided:
        """What the sheets that the project names say: waivers of the whole, and decisions on single findings."""
        return self.with_sheets(())

    @property
    def waivers(self) -> tuple[Waiver, ...]:
        """The rows of the waiver sheets that the project names; none where it names no sheet."""
        return self.decided.waivers

    def with_sheets(self, sheets: Collection[Path], *, reconciliation: bool = False) -> Decided:
        """Return what the project's sheets say, and further sheets of findings with it.

        Args:
            sheets: such as ``report.xlsx`` of an earlier run.
            reconciliation: True = of reconciliations, False = of verifications.

        Raises:
            InputError: a file can't be read as a workbook.
            ProjectError: a sheet was changed, is another project's, older than one that was taken in, or of the other kind.
        """
        named = self.file.waivers or ()
        own = [self.document(path, "waivers") for path in ((named,) if isinstance(named, str) else named)]
        if not own and not sheets:
            return Decided()
        from chukan.project.decisions import load_decided  # it loads openpyxl, a tenth of a second

        secret = partial(project_secret, self.folder)
        return load_decided(own, self.folder, secret, reconciliation=reconciliation, given=sheets)

    def day(self, given: dt.date | None = None) -> dt.date:
        """Return the day to check as of: `given`, else the project's own, else today."""
        return given or self.file.as_of or dt.date.today()

    def job(
        self,
        *,
        municipality: str | None = None,
        business: str | None = None,
        waived: bool = True,
        sheets: Iterable[str | Path] = (),
    ) -> Job:
        """Return what there is to check, as a job.

        Args:
            municipality: only this one, by code or name.
            business: only this one, by slug or name.
            waived: whether what was decided belongs to it.
            sheets: sheets of findings with decisions, beside those that the project names.

        Raises:
            ProjectError: something that the project names is not there, or a sheet is wrong.
            InputError: a sheet can't be read as a workbook.
        """
        given = [Path(sheet) for sheet in sheets]
        decided = self.with_sheets(given) if given else self.decided if waived else None
        return to_job(
            self,
            self.library,
            municipality=municipality,
            business=business,
            waivers=decided.waivers if decided else (),
            decisions=decided.decisions if decided else NO_DECISIONS,
        )
