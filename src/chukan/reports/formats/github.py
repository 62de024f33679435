"""Workflow commands of GitHub Actions: an annotation for each kind of finding, at its first place.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from chukan.reports.causes import Cause
from chukan.reports.formats.view import View, of_cause, remedy, sentence
from chukan.reports.labels import verdict_means
from chukan.severity import Severity
from chukan.verification.result import Finding, Verification
from chukan.verification.verdict import VERDICT_JA

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def to_github(view: View) -> str:
    """Return one line for each rule, item and severity of a file: GitHub shows ten of a level only."""
    first: dict[tuple[str, str, str | None, Severity], Finding] = {}
    for f in view.findings:
        if f.waived:
            continue
        first.setdefault((f.file, f.rule, f.item, f.severity), f)
    totals = {
        (file.path, c.rule, c.item, c.severity): c.count - c.waived
        for file in view.verification.files
        for c in file.counts
    }
    rows = sorted(first.items(), key=lambda row: -row[1].severity.weight)
    causes = "".join(_cause(view, cause) for cause in view.causes)
    return _unchecked(view.verification) + causes + "".join(_line(view, f, totals.get(key, 1)) for key, f in rows)


def _unchecked(v: Verification) -> str:
    """Return the line by which a verdict without findings is seen: nothing, or not all, was checked."""
    if v.verdict != "not_checked":
        return ""
    why = "".join(f" {r.rule} {r.title}: {r.why}" for r in v.rules if r.state == "could_not_run")
    return f"::error title={VERDICT_JA[v.verdict]}::{_data(verdict_means(v) + why)}\n"


def _cause(view: View, cause: Cause) -> str:
    file = _property(f"{view.base}{cause.file}")
    return f"::{_LEVELS[cause.severity]} file={file},title=まず直すところ::{_data(of_cause(cause))}\n"


def _line(view: View, finding: Finding, count: int) -> str:
    properties = {"file": view.path(finding), "line": finding.line or "", "title": f"{finding.rule}（{count:,} 件）"}
    written = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items() if value)
    text = f"{sentence(finding)} 直し方: {remedy(finding.rule)}"
    return f"::{_LEVELS[finding.severity]} {written}::{_data(text)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
