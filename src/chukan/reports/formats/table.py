"""The formats for programs: a new one is a module and an entry here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chukan.errors import UsageError, did_you_mean
from chukan.reports.formats.github import to_github
from chukan.reports.formats.jsonl import to_jsonl
from chukan.reports.formats.junit import to_junit
from chukan.reports.formats.markdown import to_markdown
from chukan.reports.formats.sarif import to_sarif
from chukan.reports.formats.view import View


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    Attributes:
        file: What it is called in a folder of results; "" = it is never a file, only printed.
        render: Makes the text.
    """

    file: str
    render: Callable[[View], str]


FORMATS: dict[str, Format] = {
    "junit": Format("junit.xml", to_junit),
    "sarif": Format("findings.sarif", to_sarif),
    "github": Format("", to_github),
    "jsonl": Format("findings.jsonl", to_jsonl),
    "markdown": Format("summary.md", to_markdown),
}


def format_of(name: str) -> Format:
    """Return a format by its name.

    Raises:
        UsageError: there is none of this name; names the nearest.
    """
    if name not in FORMATS:
        hint = did_you_mean(name, FORMATS) or f"使える値: {'、'.join(FORMATS)}"
        raise UsageError(f"--format の「{name}」は使えません", hint=hint)
    return FORMATS[name]
