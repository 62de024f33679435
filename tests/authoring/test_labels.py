"""A pack in the words of staff."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from chukan.authoring import labels
from chukan.layouts.basis import BASES
from chukan.layouts.codes import CodeList, CodeValue
from chukan.layouts.declarations import RecordRule
from chukan.layouts.library import Library
from chukan.layouts.model import Item, ItemType, Layout, Requirement
from chukan.values.formats import FORMATS


def item(**fields: Any) -> Item:
    return Item.model_validate({"no": 1, "item": "甲", "type": "X", "basis": "statute", **fields})


@pytest.fixture(scope="module")
def person() -> Layout:
    return Library.default().layout("mic@2.7/resident_register/person")


def test_every_type_requirement_basis_and_format_has_a_word() -> None:
    assert set(labels.TYPES) == set(get_args(ItemType))
    assert set(labels.REQUIRED) == set(get_args(Requirement))
    assert set(labels.BASIS) == set(labels.BASIS_MEANS) == set(BASES)
    assert all(labels.format_in_words(name) not in ("", name) for name in FORMATS)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"length": 15}, "15文字以内"),
        ({"length": 6, "format": "fixed"}, "6文字ちょうど"),
        ({"type": "9", "length": 4}, "4桁以内"),
        ({"type": "9V", "length": 5, "scale": 2}, "整数部5桁・小数部2桁以内"),
        ({"type": "DATE", "length": 8}, "8桁"),
        ({}, "上限なし"),
        ({"length": 15, "note": "桁数は推定"}, "15文字以内（推定）"),
        ({"length": 15, "note": "桁数は推定", "basis": "estimate"}, "15文字以内"),
    ],
)
def test_lengths(fields: dict[str, Any], words: str) -> None:
    assert labels.size_in_words(item(**fields)) == words


def test_formats_and_ranges() -> None:
    assert labels.formats_in_words(item(format="digits fixed personal")) == (
        "半角数字だけ（先頭の0も意味を持つ）、報告では伏せる"
    )
    assert labels.formats_in_words(item(type="9", format="1..12")) == "1 以上 12 以下"


def test_code_lists_name_their_first_values_and_whether_there_are_others() -> None:
    values = tuple(CodeValue(code=str(n), name=f"値{n}") for n in range(1, 5))
    codes = CodeList(id="c", name="区分", values=(*values, CodeValue(code="*", name="任意")))

    assert labels.code_list_in_words(codes, limit=2) == "区分（1 値1・2 値2・ほか 2・団体独自の値も可）"
    assert labels.code_list_in_words(CodeList(id="c", name="区分")) == "区分"
    assert labels.code_list_in_words(None) == ""


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("住民種別 = '2'", "住民種別 = '2'（外国人住民）"),
        ("住民種別 <> '2' AND 氏名 IS NULL", "住民種別 ≠ '2'（外国人住民） かつ 氏名が空"),
        ("住民状態 IN ('2', '8')", "住民状態が '2'（転出者）・'8' のどれか"),
        ("住民状態 NOT IN ('2')", "住民状態が '2'（転出者） のどれでもない"),
        ("COALESCE(最新フラグ, '1') = '1'", "(最新フラグ = '1'（該当） または 最新フラグが空)"),
        ("生年月日 <= as_of", "生年月日 <= 基準日"),
        ("ない項目 = '1'", "ない項目 = '1'"),
        ("SELECT (", "SELECT ("),
    ],
)
def test_conditions_say_what_their_codes_mean(person: Layout, sql: str, words: str) -> None:
    assert labels.condition_in_words(sql, person) == words


def test_declarations_name_the_other_file_and_put_the_message_first(person: Layout) -> None:
    rows = labels.declared(
        person, {"resident_register/household": Library.default().layout("mic@2.7/resident_register/household")}
    )

    assert {word for word, _, _ in rows} >= {"条件付き必須", "参照", "履歴", "世帯", "排他", "一意", "R01"}
    assert any(sentence.startswith("世帯番号 → 「世帯」 の 世帯番号") for _, sentence, _ in rows)
    assert any(sentence.startswith("日本人住民ですが") for _, sentence, _ in rows)
    assert len(rows) == len(person.body.declarations)


def test_conditions_over_the_other_file_are_read_with_its_codes() -> None:
    pack = Library.default().pack("mic")
    household = pack.layout("resident_register", "household")
    person = pack.layout("resident_register", "person")
    others = labels.by_path([household, person])

    sentences = [s for y in (household, person) for _, s, _ in labels.declared(y, others)]

    assert any("「住民」" in s and "住民状態 = '1'（住登者）" in s for s in sentences)
    assert [s for s in sentences if " AND " in s and "BETWEEN" not in s] == []


def test_no_condition_of_the_built_in_pack_stays_in_sql_words() -> None:
    """One layout a business: IS NULL and IS NOT NULL are read by staff as words."""
    pack = Library.default().pack("mic")
    first = dict(reversed(pack.layouts()))
    sentences = [
        sentence for business, slug in first.items() for _, sentence, _ in labels.declared(pack.layout(business, slug))
    ]

    assert len(sentences) > 100
    assert [s for s in sentences if "IS NOT NULL" in s or "IS NULL" in s] == []


def test_a_condition_that_is_a_part_of_another_is_read_once(person: Layout) -> None:
    rule = RecordRule.model_validate(
        {"id": "r", "when": "住民種別 = '2'", "assert": "住民種別 = '2' AND 氏名 IS NULL", "message": "だめ。"}
    )

    _, sentence = labels.in_words(rule, person)

    assert sentence == ("だめ。（r: 住民種別 = '2'（外国人住民） のとき 住民種別 = '2'（外国人住民） かつ 氏名が空）")
