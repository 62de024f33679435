"""`chukan rules`: the whole catalogue, as a table, as JSON and as the page of the documents."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from chukan.rules.catalogue import RULES

Chukan = Callable[..., Any]
PAGE = Path(__file__).parents[2] / "docs" / "rules.md"


def test_the_table_has_every_rule(chukan: Chukan) -> None:
    answer = chukan("rules")

    assert answer.code == 0
    assert [rule for rule in RULES if rule not in answer.out] == []


def test_json_has_every_rule_in_order(chukan: Chukan) -> None:
    answer = chukan("rules", "--json")

    assert [rule["id"] for rule in json.loads(answer.out)] == list(RULES)


def test_the_page_of_the_documents(chukan: Chukan) -> None:
    answer = chukan("rules", "--markdown")

    assert answer.out == PAGE.read_text(encoding="utf-8")
