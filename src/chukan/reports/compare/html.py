"""`comparison.html`: one self-contained page in the look of the report."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment

from chukan.output.html import page_environment
from chukan.reports.compare import lines
from chukan.reports.compare.model import STATE_JA, Comparison
from chukan.reports.labels import SEVERITY_SIGN, VERDICT_SIGN
from chukan.severity import Severity
from chukan.verification.verdict import VERDICT_JA

#: Rows beyond these are in the workbook only: a page with all of them would open slowly.
ROWS, FINDINGS = 500, 300


def to_html(comparison: Comparison) -> str:
    """Return the page."""
    findings = [m for m in comparison.findings if m.state in ("new", "unknown", "unseen")]
    return (
        _environment()
        .get_template("comparison.html.j2")
        .render(
            c=comparison,
            version=comparison.tool.get("version", ""),
            headline=list(lines.headline(comparison)),
            rows=comparison.rows[:ROWS],
            rows_left=max(len(comparison.rows) - ROWS, 0),
            findings=findings[:FINDINGS],
            findings_left=max(len(findings) - FINDINGS, 0),
        )
    )


@cache
def _environment() -> Environment:
    environment = page_environment(Path(__file__).parent / "templates")
    environment.globals |= {
        "words": lines,
        "heads": [[name, "n"] for name in lines.HEADINGS],
        "STATE_JA": STATE_JA,
        "VERDICT_JA": VERDICT_JA,
        "VERDICT_SIGN": VERDICT_SIGN,
        "SEVERITY_SIGN": SEVERITY_SIGN,
        "TOGGLES": [(s.value, SEVERITY_SIGN[s], s.ja) for s in Severity],
    }
    return environment
