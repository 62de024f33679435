"""JSON Lines: one object a finding, with the columns of `findings.parquet`."""

from __future__ import annotations

import json
from dataclasses import asdict

from chukan.reports.findings import ACTORS, who
from chukan.reports.formats.view import View


def to_jsonl(view: View) -> str:
    """Return the findings, one JSON object a line, in the order of `findings.csv`."""
    return "".join(json.dumps({**asdict(f), ACTORS: who(f)}, ensure_ascii=False) + "\n" for f in view.findings)
