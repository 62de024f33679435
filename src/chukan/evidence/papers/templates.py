"""Where the templates are: those of the municipality where it has some, else the ones that chukan carries."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from chukan.errors import OutputError, ProjectError, did_you_mean, reason
from chukan.evidence.papers.fields import PAPERS, Paper, listing

BUILTIN = Path(__file__).with_name("templates")
LISTING = "差込項目一覧.txt"


@dataclass(frozen=True)
class Templates:
    """The template of each paper.

    Raises:
        ProjectError: the folder is not there, or holds a Word or Excel file that is no paper's template.
    """

    folder: Path | None = None

    def __post_init__(self) -> None:
        if self.folder is None:
            return
        if not self.folder.is_dir():
            raise ProjectError(
                "様式のフォルダがありません",
                place=str(self.folder),
                hint="「chukan evidence templates --out DIR」で付属の様式を書き出せます。",
            )
        known = [p.template for p in PAPERS]
        for path in sorted(self.folder.iterdir()):
            # ~$ is Word's and Excel's own, while the file is open
            if (
                path.suffix.lower() in (".docx", ".xlsx", ".xlsm", ".doc", ".xls")
                and not path.name.startswith("~$")
                and path.name not in known
            ):
                hint = did_you_mean(path.name, known) or f"様式の名前: {'、'.join(known)}"
                raise ProjectError(f"様式の名前ではありません: {path.name}", place=str(self.folder), hint=hint)

    def of(self, paper: Paper) -> Path:
        """Return the template's path."""
        own = self.folder / paper.template if self.folder else None
        return own if own is not None and own.exists() else BUILTIN / paper.template

    @property
    def own(self) -> tuple[str, ...]:
        """The templates that are the municipality's."""
        return tuple(p.template for p in PAPERS if self.folder and (self.folder / p.template).exists())


def copy_templates(out: Path) -> list[Path]:
    """Put the templates that chukan carries, and the list of their placeholders, into `out`.

    Raises:
        OutputError: `out` can't be written, or holds a template already: nobody's own work is written over.
    """
    files = {p.template: (BUILTIN / p.template).read_bytes() for p in PAPERS}
    files[LISTING] = listing().replace("\n", "\r\n").encode("utf-8-sig")
    there = [name for name in files if (out / name).exists() and name != LISTING]
    if there:
        raise OutputError(
            f"様式が既にあります: {'、'.join(there)}", place=str(out), hint="別のフォルダを --out で指定してください。"
        )
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (out / name).write_bytes(data)
    except OSError as e:
        raise OutputError(f"書けません: {reason(e)}", place=str(out)) from None
    return [out / name for name in files]
