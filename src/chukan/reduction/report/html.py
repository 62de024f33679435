"""`reduction.html`: one self-contained page in the look of the verification report."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from chukan.output.html import page_environment, svg
from chukan.reduction.report import tables
from chukan.reduction.report.charts import by_year
from chukan.reduction.report.report import Report
from chukan.reduction.rules.model import KIND_JA
from chukan.reduction.rules.reasons import CANDIDATE, CHECK, CLASS_JA, MUST
from chukan.verification.verdict import VERDICT_JA

_HERE = Path(__file__).parent
#: Rows beyond these are in the workbook only: a page with all of them would open slowly.
FILES, STANDING, YEARS = 500, 300, 200


def to_html(report: Report) -> str:
    """Return the page."""
    return _environment().get_template("reduction.html.j2").render(_context(report))


def _context(report: Report) -> dict[str, Any]:
    years = tables.by_year(report)
    layouts = tables.by_layout(report)
    standing = tables.standing(report)
    return {
        "r": report,
        "version": report.tool["version"],
        "style": Markup((_HERE / "reduction.css").read_text(encoding="utf-8")),  # noqa: S704 - our own file
        "all": tables.whole(report),
        "businesses": tables.by_business(report),
        "layouts": layouts[:FILES],
        "layouts_left": max(len(layouts) - FILES, 0),
        "years": years[-YEARS:],
        "years_left": max(len(years) - YEARS, 0),
        "picture": svg(by_year(years, report.as_of), "years"),
        "cuts": tables.cuts(report),
        "standing": standing[:STANDING],
        "standing_left": max(len(standing) - STANDING, 0),
        "within": tables.within(report),
        "open": tables.decisions(report, opened=True),
        "taken": tables.decisions(report, opened=False),
        "kinds": len({f.business for f in report.files}),
        "towns": len(tables.towns_of(report)),
        "statements": tuple(dict.fromkeys(f.statement for f in report.files if f.statement)),
        "own": report.scenarios[0],
    }


@cache
def _environment() -> Environment:
    environment = page_environment(_HERE / "templates")
    environment.globals |= {
        "CLASS_JA": CLASS_JA,
        "CLASS_MEANS": tables.CLASS_MEANS,
        "KIND_JA": KIND_JA,
        "CANDIDATE": CANDIDATE,
        "CHECK": CHECK,
        "MUST": MUST,
        "ground": tables.ground,
        "years_of": tables.years,
        "PROVENANCE_JA": tables.PROVENANCE_JA,
        "VERDICT_JA": VERDICT_JA,
    }
    return environment
