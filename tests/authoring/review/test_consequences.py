"""What a correction reaches beyond its own row."""

from __future__ import annotations

from chukan.authoring.review.consequences import shared_lists, stale_codes
from chukan.layouts.library import Library


def test_rules_heads_and_latest_records_that_compare_with_a_code_that_is_gone() -> None:
    person = Library.default().layout("mic@2.7/resident_register/person")
    relation, flag = person.by_name["続柄_1"].code, person.by_name["最新フラグ"].code
    assert relation
    assert flag

    found = list(stale_codes([person], {relation: frozenset({"02"}), flag: frozenset({"1"})}))

    assert any("世帯「" in text and "「02」（続柄_1）" in text for text in found)
    assert any("履歴「" in text and "「1」（最新フラグ）" in text for text in found)
    assert any("head_has_no_second_relationship" in text for text in found)
    assert list(stale_codes([person], {relation: frozenset({"77"})})) == []


def test_layouts_outside_the_review_that_use_a_changed_list() -> None:
    library = Library.default()
    layouts = [library.layout(f"mic@2.7/resident_register/{slug}") for slug in ("person", "removed")]

    found = list(shared_lists(layouts, frozenset({"resident_register/person"}), {"gender": "性別"}))

    assert found == ["コード表「性別」は、確認シートにない resident_register/removed でも使われ、そこでも変わります。"]
