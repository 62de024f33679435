"""JSON Lines: every finding, one object each."""

from __future__ import annotations

import json

from chukan.reports.formats.jsonl import to_jsonl
from chukan.reports.formats.view import View
from chukan.verification.result import Finding, Verification

Made = tuple[Verification, list[Finding]]


def test_json_lines_has_every_finding(made: Made) -> None:
    rows = [json.loads(line) for line in to_jsonl(View(*made)).splitlines()]

    assert len(rows) == len(made[1])
    assert rows[2]["rule"] == made[1][2].rule
    assert rows[2]["record"] == made[1][2].record
