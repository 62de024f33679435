"""Which chart a reduction has, for HTML, Excel and Word alike: records by year of their event, stacked by class."""

from __future__ import annotations

from collections.abc import Sequence

from chukan.output.charts import Pattern, Series, Stacked
from chukan.reduction.report.tables import Classes, Line
from chukan.reduction.rules.reasons import CANDIDATE, CHECK, CLASS_JA, MUST

#: One colour a class; each is shown with its word and its own pattern, never alone.
COLOURS = {MUST: "#5b6b7b", CHECK: "#d9a300", CANDIDATE: "#1b7f8c"}
_PATTERNS: dict[int, Pattern] = {MUST: "plain", CHECK: "dots", CANDIDATE: "stripes"}
#: From the bottom of a column to its top.
ORDER = (MUST, CHECK, CANDIDATE)
#: Columns side by side; older years are drawn as one, and so are those after the day of the check.
MOST = 40


def by_year(lines: Sequence[Line], as_of: str) -> Stacked:
    """Return one column a year without gaps, what has no year last; the oldest years together when there are too many.

    Years after the day of the check are together, too: one wrong year must not push all others out of the picture.
    Records that stay and have no date (a resident, a running account) are left out: they would dwarf the others.

    Args:
        lines: from `chukan.reduction.report.tables.by_year`.
        as_of: the day of the check, ISO.
    """
    dated = {int(line.names[0]): line.classes for line in lines if line.names[0]}
    undated = next((line.classes for line in lines if not line.names[0]), None)
    columns: list[tuple[str, dict[int, int]]] = []
    last = int(as_of[:4])
    past = [year for year in dated if year <= last]
    years = range(max(min(past), max(past) - MOST + 1), max(past) + 1) if past else range(0)
    if older := [dated[year] for year in past if year < years.start]:
        columns.append((f"〜{years.start - 1}", _records(*older)))
    columns += [(str(y), _records(*([dated[y]] if y in dated else []))) for y in years]
    if later := [c for year, c in dated.items() if year > last]:
        columns.append((f"{last + 1}〜", _records(*later)))
    if undated is not None and undated.check.records + undated.candidate.records:
        columns.append(("不明", {**_records(undated), MUST: 0}))
    return Stacked(
        title="事由の生じた年ごとの件数と分類",
        labels=tuple(label for label, _ in columns),
        series=tuple(
            Series(CLASS_JA[level], tuple(records[level] for _, records in columns), COLOURS[level], _PATTERNS[level])
            for level in ORDER
        ),
    )


def _records(*classes: Classes) -> dict[int, int]:
    """Add up the records of several lines, by class."""
    return {
        MUST: sum(c.must.records for c in classes),
        CHECK: sum(c.check.records for c in classes),
        CANDIDATE: sum(c.candidate.records for c in classes),
    }
