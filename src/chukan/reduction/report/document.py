"""`reduction.json`: the report as data."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from chukan.reduction.report.report import Report
from chukan.reduction.report.tables import whole
from chukan.reduction.rules.reasons import CLASS_NAME

FILE_NAME = "reduction.json"


def to_json(report: Report) -> str:
    """Return the report as JSON: sums first, then files, cells, rules, decisions, scenarios, split."""
    return json.dumps(to_dict(report), ensure_ascii=False, indent=1) + "\n"


def to_dict(report: Report) -> dict[str, Any]:
    """Return the report as plain data; classes by name."""
    data = asdict(report)
    classes = whole(report)
    totals = {name: asdict(getattr(classes, name)) for name in ("candidate", "check", "must", "rejected", "total")}
    for cell in data["cells"]:
        cell["class"] = CLASS_NAME[cell.pop("level")]
    head = ("schema_version", "tool", "group", "as_of", "started", "finished", "project_sha256")
    return {k: data[k] for k in head} | {"totals": totals} | {k: v for k, v in data.items() if k not in head}
