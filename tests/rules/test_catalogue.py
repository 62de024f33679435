from __future__ import annotations

import re
from pathlib import Path

from chukan.rules.catalogue import FAMILIES, RULES
from chukan.rules.markdown import page

DOCS = Path(__file__).parents[2] / "docs" / "rules.md"


def test_every_rule_is_there_once_and_whole() -> None:
    expected = [f"F{n:02}" for n in range(1, 12)] + [f"V{n:02}" for n in range(1, 14)] + ["R01", "R02"]
    expected += [f"K{n:02}" for n in range(1, 8)] + ["S01", "S02", "A01", "A02", "W01", "U01"]
    expected += [f"M{n:02}" for n in range(1, 12)]

    assert list(RULES) == expected
    assert all(all((r.title, r.title_en, r.checks, r.why, r.example, r.remedy)) for r in RULES.values())
    assert {r.family for r in RULES.values()} == set(FAMILIES)


def test_the_successor_s_classes() -> None:
    classes = {r.id: r.error_class for r in RULES.values() if r.error_class}

    assert classes == {"V01": "E0001", "V02": "E0002", "V03": "E0003", "R01": "E0004", "R02": "E0004"}


def test_explanations_name_the_rule_and_how_to_mend() -> None:
    for rule in RULES.values():
        text = rule.explanation()
        assert text.startswith(rule.id)
        assert rule.remedy in text


def test_every_rule_says_who_acts() -> None:
    known = {"移行元", "移行先", "団体"}

    assert [r.id for r in RULES.values() if not r.actors or not {*r.actors} <= known] == []
    others = {r.id: r.who for r in RULES.values() if "移行元" not in r.actors and r.family != "M"}
    assert others == {"V10": "団体・移行先", "V12": "団体・移行先", "K04": "団体", "W01": "団体"}
    assert all("移行先" in r.actors for r in RULES.values() if r.family == "M")  # what was loaded
    assert all(f"対応する人    {r.who}" in r.explanation() for r in RULES.values())


def test_examples_hold_no_my_number() -> None:
    assert not any(re.search(r"[0-9]{12}(?![0-9])", r.example) and "個人番号" in r.example for r in RULES.values())


def test_the_docs_page_is_the_catalogue_s() -> None:
    assert DOCS.read_text(encoding="utf-8") == page(), "chukan rules --markdown > docs/rules.md"
