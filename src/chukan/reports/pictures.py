"""Which charts a verification has, for HTML, Excel and Word alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from chukan.output.charts import Bars, Heat, Pattern, Series
from chukan.output.colours import SEVERITY
from chukan.output.text import visible
from chukan.reports.labels import SEVERITY_SIGN
from chukan.reports.summary import Summary
from chukan.severity import Severity
from chukan.verification.result import FileResult

#: Files and rules in a chart of bars, so that it fits on a page; all of them are in the tables.
FILES, RULES = 12, 24
#: So that a copy in black and white still distinguishes the severities.
_PATTERNS: dict[str, Pattern] = {"error": "plain", "warning": "stripes", "info": "dots"}


def overview(summary: Summary) -> Bars | Heat:
    """By rule and business; by rule alone where there is only one business."""
    several = sum(bool(b.files) for b in summary.businesses) > 1
    return by_rule_and_business(summary) if several else by_rule(summary)


def by_rule(summary: Summary) -> Bars:
    """How often each rule does not hold."""
    rows = [r for r in summary.found if r.files][:RULES]
    return Bars(
        title="検査項目ごとの指摘の件数",
        labels=tuple(f"{r.rule} {r.title}" for r in rows),
        series=_by_severity([{s: r.numbers.of(s) for s in Severity} for r in rows]),
    )


def by_rule_and_business(summary: Summary) -> Heat:
    """How often each rule does not hold in each business; a row's colour is its gravest severity."""
    rows = [r for r in summary.found if r.files]
    businesses = [b for b in summary.businesses if any(_number(summary, r.rule, b.business) for r in rows)]
    return Heat(
        title="業務ごと・検査項目ごとの指摘の件数",
        rows=tuple(f"{SEVERITY_SIGN[r.gravest]} {r.rule} {r.title}" for r in rows),
        columns=tuple(visible(b.name, 40) for b in businesses),
        values=tuple(tuple(_number(summary, r.rule, b.business) for b in businesses) for r in rows),
        colours=tuple(SEVERITY[r.gravest] for r in rows),
    )


def by_file_and_severity(summary: Summary, name: Callable[[FileResult], str] = lambda f: f.path) -> Bars:
    """Errors, warnings and infos of the worst files.

    Args:
        summary: The verification.
        name: What a file is called: a report names its path, a paper what it holds.
    """
    files = [f for f in summary.worst_files if f.number()][:FILES]
    return Bars(
        title="ファイルごとの指摘の件数",
        labels=tuple(visible(name(f), 200) for f in files),
        series=_by_severity([{s: f.number(s) for s in Severity} for f in files]),
    )


def _by_severity(numbers: Sequence[Mapping[Severity, int]]) -> tuple[Series, ...]:
    return tuple(
        Series(f"{SEVERITY_SIGN[s]} {s.ja}", tuple(n[s] for n in numbers), SEVERITY[s], _PATTERNS[s])
        for s in Severity
        if any(n[s] for n in numbers)
    )


def _number(summary: Summary, rule: str, business: str) -> int:
    numbers = summary.by_cell.get((rule, business))
    return numbers.total - numbers.waived if numbers else 0
