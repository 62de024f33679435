"""`reduction.html`: one self-contained page in the look of the verification report."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from chukan import reports
from chukan.output import text
from chukan.reduction.report import tables
from chukan.reduction.report.charts import svg
from chukan.reduction.report.report import Report
from chukan.reduction.rules.model import KIND_JA
from chukan.reduction.rules.reasons import CANDIDATE, CHECK, CLASS_JA, MUST

_HERE = Path(__file__).parent
_REPORTS = Path(reports.__file__).parent
#: Rows beyond these stand in the workbook only: a page with all of them would open slowly.
FILES, STANDING, YEARS = 500, 300, 200


def to_html(report: Report) -> str:
    """The page."""
    return _environment().get_template("reduction.html.j2").render(_context(report))


def _context(report: Report) -> dict[str, Any]:
    script = (_REPORTS / "table.js").read_text(encoding="utf-8")
    style = (_REPORTS / "style.css").read_text(encoding="utf-8") + (_HERE / "reduction.css").read_text(encoding="utf-8")
    years = tables.by_year(report)
    layouts = tables.by_layout(report)
    standing = tables.standing(report)
    picture = svg(years, "事由の生じた年ごとの記録の件数")
    return {
        "r": report,
        "style": Markup(style),  # noqa: S704 - our own files
        "script": Markup(script),  # noqa: S704 - our own file
        "script_hash": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        "all": tables.whole(report),
        "businesses": tables.by_business(report),
        "layouts": layouts[:FILES],
        "layouts_left": max(len(layouts) - FILES, 0),
        "years": years[-YEARS:],
        "picture": Markup(picture),  # noqa: S704 - texts are escaped
        "cuts": tables.cuts(report),
        "standing": standing[:STANDING],
        "standing_left": max(len(standing) - STANDING, 0),
        "open": tables.decisions(report, opened=True),
        "taken": tables.decisions(report, opened=False),
        "kinds": len({f.business for f in report.files}),
        "towns": len(tables.towns_of(report)),
        "statements": tuple(dict.fromkeys(f.statement for f in report.files if f.statement)),
        "own": report.scenarios[0],
        "bar": text.percent,
    }


@cache
def _environment() -> Environment:
    """Everything is escaped; a name that a template misspells is an error."""
    environment = Environment(
        loader=FileSystemLoader([_HERE / "templates", _REPORTS / "templates"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"number": text.number, "size": text.size, "visible": text.visible}
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
    }
    return environment
