"""Declarations against the items and layouts that exist."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.authoring.conftest import BODY, lint

from chukan.authoring.lint import lint_folder

MakePack = Callable[..., Path]


@pytest.mark.parametrize(
    ("more", "rule", "line", "what"),
    [
        ("      名前: 1 = 1\n", "L18", 8, "「名前」がありません"),
        ("    references:\n      - {items: [宛名], to: person, key: [宛名番号]}\n", "L14", 9, "参照の項目「宛名」"),
        ("    references:\n      - {items: [宛名番号], to: house}\n", "L14", 9, "参照先「house」"),
        ("    references:\n      - {items: [宛名番号], to: town/house}\n", "L14", 9, "参照先「town/house」"),
        (
            "    references:\n      - {items: [宛名番号], to: person, key: [番号]}\n",
            "L14",
            9,
            "項目「番号」がありません",
        ),
        (
            "    references:\n      - {items: [宛名番号], to: person, key: [宛名番号, 氏名]}\n",
            "L14",
            9,
            "数が合いません",
        ),
        ("    references:\n      - {items: [宛名番号], to: person, key: [生年月日]}\n", "L14", 9, "型が違います"),
        (
            "    references:\n      - items: [宛名番号]\n        to: person\n        when: 性 = '1'\n",
            "L16",
            11,
            "「性」",
        ),
        ("    history: {of: [宛名番号], number: 履歴}\n", "L15", 8, "履歴の項目「履歴」"),
        ("    history: {of: [宛名番号], number: 旧氏}\n", "L15", 8, "ない版があります（1）"),
        ("    household: {number: 世帯, person: 宛名番号, relation: 性別, heads: ['1']}\n", "L15", 8, "「世帯」"),
        ("    exclusive:\n      - {items: [宛名番号], with: house}\n", "L15", 9, "排他の相手「house」"),
        ("    exclusive:\n      - {items: [宛名番号], with: person, key: [番]}\n", "L15", 9, "「番」がありません"),
        ("    unique:\n      - {items: [番]}\n", "L15", 9, "一意の項目「番」"),
        ("    rules:\n      - {id: a, assert: 性別 =, items: [性別], message: m}\n", "L16", 9, "式として読めません"),
        (
            "    rules:\n      - {id: a, assert: 性別 || '1', items: [性別], message: m}\n",
            "L16",
            9,
            "真偽の式ではありません",
        ),
        (
            "    rules:\n      - {id: a, assert: 性 = '1', items: [性別], message: m}\n",
            "L16",
            9,
            "「性」は定義にありません",
        ),
        (
            "    rules:\n      - {id: a, assert: 生年月日 < current_date, items: [性別], message: m}\n",
            "L16",
            9,
            "今日の日付",
        ),
        (
            "    rules:\n      - {id: a, assert: \"read_text('x') = ''\", items: [性別], message: m}\n",
            "L16",
            9,
            "使えません",
        ),
        ("    rules:\n      - {id: a, assert: 生年月日 < 氏名 + 1, items: [性別], message: m}\n", "L16", 9, "式「"),
        ("    rules:\n      - {id: a, assert: 1 = 1, items: [性], message: m}\n", "L17", 9, "「性」がありません"),
        ("    rules:\n      - {id: a, assert: 1 = 1, message: m}\n", "L17", 9, "items がありません"),
        (
            "    rules:\n      - {id: a, assert: 1 = 1, items: [性別], message: m}\n      - {id: a, assert: 1 = 1, items: [性別], message: m}\n",
            "L02",
            10,
            "二度",
        ),
    ],
)
def test_bodies(make_pack: MakePack, more: str, rule: str, line: int, what: str) -> None:
    findings = [f for f in lint_folder(make_pack({"town/business.yaml": BODY + more})) if f.rule != "L09"]

    (finding,) = findings
    assert finding.rule == rule
    assert what in finding.message
    assert finding.place.endswith(f"business.yaml:{line}")


def test_expressions_must_be_conditions_over_the_items(make_pack: MakePack) -> None:
    more = "    rules:\n      - {id: a, assert: 性 = '1', items: [性別], message: m}\n      - {id: b, assert: 'TRUE; SELECT 1', items: [性別], message: m}\n"

    found = [f for f in lint_folder(make_pack({"town/business.yaml": BODY + more})) if f.rule == "L16"]

    assert len(found) == 2


def test_an_item_of_a_later_edition_in_an_expression(make_pack: MakePack) -> None:
    more = "    rules:\n      - {id: a, assert: 旧氏 <> '', items: [性別], message: m}\n"

    (finding,) = lint(make_pack, {"town/business.yaml": BODY + more})

    assert (finding.rule, finding.severity) == ("L16", "warning")
    assert "（版 1）" in finding.message


def test_a_rule_whose_items_come_later_is_no_mistake(make_pack: MakePack) -> None:
    more = "    rules:\n      - {id: a, assert: 旧氏 <> '', items: [旧氏], message: m}\n"

    assert lint(make_pack, {"town/business.yaml": BODY + more}) == []
