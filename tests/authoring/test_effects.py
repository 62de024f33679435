"""What each kind of change means for data that exists."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chukan.authoring.diff import diff_layouts, diff_packs
from chukan.authoring.effects import EFFECTS
from chukan.layouts.codes import CodeList, CodeValue
from chukan.layouts.declarations import RecordRule
from chukan.layouts.library import Library
from chukan.layouts.model import Layout
from chukan.layouts.pack import Pack
from chukan.layouts.select import of_pack

Edit = Callable[[Layout], Layout]


@pytest.fixture
def layout(make_pack: Callable[..., Path]) -> Layout:
    return Pack(make_pack()).layout("town", "person")


def item(name: str, **changes: Any) -> Edit:
    def edit(y: Layout) -> Layout:
        items = tuple(i.model_copy(update=changes) if i.name == name else i for i in y.items)
        return y.model_copy(update={"items": items})

    return edit


def without(name: str) -> Edit:
    return lambda y: y.model_copy(update={"items": tuple(i for i in y.items if i.name != name)})


def codes(*values: CodeValue) -> Edit:
    return lambda y: y.model_copy(update={"codes": {"gender": CodeList(id="gender", name="性別", values=values)}})


def rules(*more: RecordRule) -> Edit:
    return lambda y: y.model_copy(update={"body": y.body.model_copy(update={"rules": more})})


MALE, FEMALE = CodeValue(code="1", name="男"), CodeValue(code="2", name="女")
RULE = RecordRule.model_validate({"id": "new", "assert": "性別 IS NOT NULL", "message": "性別がありません。"})


@pytest.mark.parametrize(
    ("edit", "effect", "touches", "words"),
    [
        (item("氏名", length=60), "longer", False, "50 から 60 に長くなります"),
        (item("氏名", length=None), "longer", False, "上限がなくなります"),
        (item("氏名", length=20), "shorter", True, "入りきらない値"),
        (item("性別", length=2, formats=("fixed",)), "longer", True, "ちょうどの桁数"),
        (item("氏名", type="XN"), "type_changed", False, "全角文字 から 半角・全角文字"),
        (item("氏名", type="X"), "type_changed", True, "合わない値"),
        (item("性別", required="required"), "newly_required", True, "必須になります"),
        (item("性別", required="conditional"), "newly_required", True, "条件により必須"),
        (item("氏名", required="optional"), "no_longer_required", False, "任意になります"),
        (item("宛名番号", key=None), "key_changed", True, "「宛名番号」から「なし」"),
        (item("宛名番号", formats=()), "format_changed", False, "がなくなります"),
        (item("生年月日", formats=()), "format_changed", True, "不詳の日付を認める"),
        (item("氏名", formats=("kana", "person_name")), "format_changed", True, "全角カタカナ"),
        (item("性別", code=None), "code_list_changed", False, "コードでなくなります"),
        (item("旧氏", note="別の備考"), "words", False, "データは変わりません"),
        (without("性別"), "item_removed", True, "値の行き先"),
        (codes(MALE), "codes_gone", True, "コード表「性別」の 2（女）がなくなります"),
        (codes(MALE, FEMALE, CodeValue(code="3", name="他")), "codes_added", False, "コードが増えます"),
        (codes(MALE, FEMALE, CodeValue(code="*", name="任意")), "codes_added", False, "団体独自の値も"),
        (codes(MALE, CodeValue(code="2", name="その他")), "code_renamed", True, "「女」から「その他」"),
        (rules(RULE), "rule_added", True, "性別がありません。"),
        (rules(), "rule_removed", False, "そのまま使えます"),
    ],
)
def test_each_change_says_what_it_means(layout: Layout, edit: Edit, effect: str, touches: bool, words: str) -> None:
    found = [c for c in diff_layouts(layout, edit(layout)).changes if c.effect == effect]

    assert found
    assert found[0].touches is touches
    assert words in found[0].meaning


def test_a_code_that_goes_from_a_list_of_any_value_stays_usable(layout: Layout) -> None:
    free = CodeValue(code="*", name="任意")
    old = codes(MALE, FEMALE, free)(layout)

    (gone,) = diff_layouts(old, codes(MALE, free)(layout)).changes
    assert (gone.effect, gone.touches) == ("codes_gone", False)
    closed = diff_layouts(old, codes(MALE, FEMALE)(layout)).changes
    assert [(c.effect, c.touches) for c in closed] == [("codes_gone", True)]


@pytest.mark.parametrize(
    ("required", "touches", "words"),
    [("required", True, "全件に値を用意"), ("conditional", True, "当てはまる記録"), ("optional", False, "空欄の列")],
)
def test_an_item_that_is_new(layout: Layout, required: str, touches: bool, words: str) -> None:
    (added,) = (
        c
        for c in diff_layouts(without("旧氏")(layout), item("旧氏", required=required)(layout)).changes
        if c.what == "item"
    )

    assert (added.effect, added.touches) == ("item_added", touches)
    assert words in added.meaning


def test_a_code_list_that_is_another_names_the_codes_that_go(layout: Layout) -> None:
    other = CodeList(id="sex", name="性", values=(MALE,))
    new = item("性別", code="sex")(layout).model_copy(update={"codes": {"sex": other}})

    (change,) = (c for c in diff_layouts(layout, new).changes if c.field == "code")

    assert "「性別」から「性」に変わります。なくなるコード: 2 女。" in change.meaning


def test_every_change_between_editions_has_a_meaning() -> None:
    pack = Library.default().pack("mic")
    diff = diff_packs(of_pack(pack, "2.7"), of_pack(pack, "2.0"), names=("2.7", "2.0"))

    assert diff.changes
    assert all(c.meaning.endswith("。") or c.meaning.endswith("）") for c in diff.changes)
    assert {c.effect for c in diff.changes} <= set(EFFECTS)
    assert all(c.effect != "words" for c in diff.shown)
    assert sum(diff.effects.values()) == len(diff.changes)


def test_another_name_of_a_code_is_shown_though_no_check_depends_on_it(layout: Layout) -> None:
    diff = diff_layouts(layout, codes(MALE, CodeValue(code="2", name="その他"))(layout))

    assert not any(c.matters for c in diff.changes)
    assert [c.effect for c in diff.shown] == ["code_renamed"]
