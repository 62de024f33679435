"""`comparison.json`: the comparison as a document."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from chukan.reports.compare.model import Comparison, Range, Row
from chukan.severity import Severity

FILE_NAME = "comparison.json"
SCHEMA_VERSION = "1.0"


def to_json(comparison: Comparison) -> str:
    """Return the document: every number exact, or with its bounds ``low`` and ``high``."""
    c = comparison
    document = {
        "schema_version": SCHEMA_VERSION,
        "tool": c.tool,
        "group": c.group,
        "old": asdict(c.old),
        "new": asdict(c.new),
        "differences": list(c.differences),
        "totals": {"all": of_row(c.total())} | {s.value: of_row(c.total(s)) for s in Severity},
        "by_rule": [of_row(r) for r in c.by_rule()],
        "by_item": [of_row(r) for r in c.by_item()],
        "by_file": [of_row(r) for r in c.by_file()],
        "rows": [of_row(r) for r in c.rows],
        "findings": [{"state": m.state, **asdict(m.finding)} for m in c.findings],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def of_row(row: Row) -> dict[str, Any]:
    """Return a row, or a sum of rows, as plain values."""
    names = ("municipality_name", "business_name", "layout_name", "rule", "title", "item")
    return {
        **{name: getattr(row, name) for name in names if getattr(row, name)},
        **({"files": list(row.files)} if row.files else {}),
        "severity": row.severity.value,
        "count": {"old": row.old, "new": row.new, "waived": row.waived},
        "solved": _range(row.solved),
        "still": _range(row.still),
        "new": _range(row.added),
        "unseen": _range(row.unseen),
        **({"why": row.why} if row.why else {}),
        "first_time": row.first,
    }


def _range(number: Range) -> dict[str, int]:
    return {"low": number.low, "high": number.high}
