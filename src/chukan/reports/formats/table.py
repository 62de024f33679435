"""The formats for programs: a new one is a module and an entry here."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from chukan.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from chukan.reports.formats.view import View


@dataclass(frozen=True, slots=True)
class ReportFormat:
    """One format.

    Attributes:
        name: What the command line calls it; the module of the same name has its function ``to_NAME``.
        file: What it is called in a folder of results; "" = it is never a file, only printed.
    """

    name: str
    file: str

    def render(self, view: View) -> str:
        """Return the text. The module is loaded now: most runs are asked for no format."""
        module = import_module(f"chukan.reports.formats.{self.name}")
        return str(getattr(module, f"to_{self.name}")(view))


FORMATS: dict[str, ReportFormat] = {
    one.name: one
    for one in (
        ReportFormat("junit", "junit.xml"),
        ReportFormat("sarif", "findings.sarif"),
        ReportFormat("github", ""),
        ReportFormat("jsonl", "findings.jsonl"),
        ReportFormat("markdown", "summary.md"),
    )
}


def format_of(name: str) -> ReportFormat:
    """Return a format by its name.

    Raises:
        UsageError: there is none of this name; names the nearest.
    """
    if name not in FORMATS:
        hint = did_you_mean(name, FORMATS) or f"使える値: {'、'.join(FORMATS)}"
        raise UsageError(f"--format の「{name}」は使えません", hint=hint)
    return FORMATS[name]
