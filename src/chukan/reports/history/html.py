"""`summary.html`: one self-contained page over many verifications."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from chukan.output.charts import Series as Drawn
from chukan.output.charts import Stacked
from chukan.output.colours import SEVERITY
from chukan.output.html import page_environment, svg
from chukan.reports.compare.lines import changed, numbers
from chukan.reports.history.history import RunHistory, RunSeries, headline, since_words
from chukan.reports.labels import SEVERITY_SIGN, VERDICT_SIGN
from chukan.severity import Severity
from chukan.verification.verdict import VERDICT_JA, worst

#: Runs in a chart, and rows of what changed; the table has all runs, `chukan compare` all rows.
CHARTED, ROWS = 20, 30


def to_html(history: RunHistory) -> str:
    """Return the page."""
    return (
        _environment()
        .get_template("summary.html.j2")
        .render(
            h=history,
            version=history.tool.get("version", ""),
            headline=headline(history),
            worst="fail" if history.failed else worst([s.latest.verification.verdict for s in history.series]),
            pictures=[_picture(s, f"series{i}") for i, s in enumerate(history.series)],
        )
    )


def _picture(series: RunSeries, name: str) -> Markup:
    """Draw the findings of the last runs; nothing where there is one run only."""
    runs = series.runs[-CHARTED:]
    if len(runs) < 2:
        return Markup()
    values = {s: tuple(_number(run.verification.totals, s) for run in runs) for s in Severity}
    drawn = tuple(Drawn(f"{SEVERITY_SIGN[s]} {s.ja}", values[s], SEVERITY[s]) for s in Severity if any(values[s]))
    days = tuple(run.verification.started[5:10].replace("-", "/") for run in runs)
    labels = days if len(set(days)) > 1 else tuple(run.verification.started[11:16] for run in runs)
    return svg(Stacked(title="検証ごとの指摘の件数", labels=labels, series=drawn), name) if drawn else Markup()


def _number(totals: object, severity: Severity) -> int:
    return int(getattr(totals, {"error": "errors", "warning": "warnings", "info": "infos"}[severity]))


@cache
def _environment() -> Environment:
    environment = page_environment(Path(__file__).parent / "templates")
    environment.globals |= {
        "VERDICT_JA": VERDICT_JA,
        "VERDICT_SIGN": VERDICT_SIGN,
        "CHARTED": CHARTED,
        "ROWS": ROWS,
        "since": since_words,
        "numbers": numbers,
        "changed": changed,
    }
    return environment
