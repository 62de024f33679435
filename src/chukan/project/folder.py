"""A project file in its folder: its paths, its agreement, its local rules."""

from __future__ import annotations

import hashlib
from pathlib import Path

from chukan.agreement import Agreement, load_agreement
from chukan.documents import load, load_lines
from chukan.errors import AgreementError, ProjectError
from chukan.intake.source.open_source import Source
from chukan.layouts.declarations import RecordRule
from chukan.paths import real_path
from chukan.project.opening import load_project
from chukan.project.project_file import LocalRules
from chukan.yaml_text import Lines


class ProjectFolder:
    """A project file and its folder: what the paths in it mean.

    Args:
        path: the project file.
        allow_outside: paths in it may leave its folder.

    Raises:
        ProjectError: the file is wrong; names the line and the nearest key.
    """

    def __init__(self, path: Path, *, allow_outside: bool = False) -> None:
        self.path = path
        self.folder = real_path(path).parent
        self.allow_outside = allow_outside
        self.file, self.lines = load_project(path)
        self.sha256 = hashlib.sha256(path.read_bytes()).hexdigest()

    def resolve(self, text: str, *loc: str | int) -> Path:
        """Return the place that a path in the project file means.

        Args:
            text: the path, as it is written.
            loc: the way to it in the file, for the message.

        Returns:
            The place; of a URI, a path that `chukan.intake.source.open_source.Source` knows.

        Raises:
            ProjectError: it leaves the project's folder, and that was not allowed.
        """
        elsewhere = Source.of(text).is_remote
        path = Path(text) if elsewhere else real_path(self.folder / text)
        if not self.allow_outside and (elsewhere or not path.is_relative_to(self.folder)):
            raise ProjectError(
                f"「{text}」はプロジェクトのフォルダの外です",
                place=self.lines.at(*loc),
                hint="フォルダの中に置くか、--allow-outside を付けてください。",
            )
        return path

    def document(self, text: str, *loc: str | int) -> Path:
        """Return the place of a document that the project names, as it is reached from where chukan runs.

        What is wrong in it is told with its place, also in summaries that leave this machine: a project that was opened by
        a relative path names its documents so, too.

        Args:
            text: the path, as it is written.
            loc: the way to it in the file, for the message.

        Raises:
            ProjectError: it leaves the project's folder, and that was not allowed.
        """
        self.resolve(text, *loc)
        return self.path.parent / text

    def agreement(self) -> Agreement:
        """Return the project's agreement: from the file that it names, or inline.

        Raises:
            AgreementError: the agreement is wrong; names the nearest known key.
        """
        given = self.file.agreement
        if isinstance(given, str):
            agreed = load_agreement(self.document(given, "agreement"))
        else:
            agreed = Agreement().merged(given, place=self.lines.below("agreement"))
        if self.file.estimates is None or agreed.estimates is not None:
            return agreed
        return agreed.merged({"estimates": self.file.estimates}, place=self.lines)

    def agreement_lines(self) -> Lines:
        """Return where the values of the project's agreement stand."""
        given = self.file.agreement
        if isinstance(given, str):
            return load_lines(self.document(given, "agreement"), Agreement, AgreementError)[1]
        return self.lines.below("agreement")

    def local_rules(self) -> dict[str, tuple[RecordRule, ...]]:
        """Return the municipality's own record rules, by layout as it wrote them.

        Raises:
            ProjectError: the file is missing or wrong.
        """
        if self.file.local_rules is None:
            return {}
        return load(self.document(self.file.local_rules, "local_rules"), LocalRules, ProjectError).rules

    def local_rules_sha256(self) -> str:
        """Return the SHA-256 of the file with them; "" = there is none."""
        if self.file.local_rules is None:
            return ""
        return hashlib.sha256(self.resolve(self.file.local_rules, "local_rules").read_bytes()).hexdigest()
