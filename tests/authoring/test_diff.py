"""Differences: none of a thing with itself, all of them otherwise, and why."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chukan.authoring.diff import diff_layouts, diff_packs
from chukan.layouts.codes import CodeValue
from chukan.layouts.declarations import History, RecordRule, Reference, Unique
from chukan.layouts.library import Library
from chukan.layouts.model import Item, Layout
from chukan.layouts.pack import Pack
from chukan.layouts.select import of_pack

MakePack = Callable[..., Path]


@pytest.fixture
def layout(make_pack: MakePack) -> Layout:
    return Pack(make_pack()).layout("town", "person")


def test_a_layout_and_itself(layout: Layout) -> None:
    assert diff_layouts(layout, layout).is_empty


def test_an_edition_and_itself() -> None:
    layouts = of_pack(Library().pack("mic"), "2.7")

    assert diff_packs(layouts, layouts, names=("a", "b")).is_empty


def test_editions_differ_for_stated_reasons(make_pack: MakePack) -> None:
    pack = Pack(make_pack())

    diff = diff_packs(of_pack(pack, "1"), of_pack(pack, "2"), names=("town@1", "town@2"))

    (change,) = diff.changes
    assert (change.kind, change.what, change.place, change.name) == ("added", "item", "town/person", "旧氏")
    assert change.reason == "2版から; 住民基本台帳法施行令30条の14; 2019-11-05 施行の改正による"
    (back,) = diff_packs(of_pack(pack, "2"), of_pack(pack, "1"), names=("", "")).changes
    assert (back.kind, back.name) == ("removed", "旧氏")


EDITIONS = Library().pack("mic").editions


@pytest.mark.parametrize(("older", "newer"), list(pairwise(EDITIONS)))
def test_editions_of_the_built_in_pack_differ_for_stated_reasons(older: str, newer: str) -> None:
    pack = Library().pack("mic")

    diff = diff_packs(of_pack(pack, older), of_pack(pack, newer), names=(older, newer))

    assert [c for c in diff.changes if not c.reason] == []


def test_the_last_edition_brings_what_its_laws_brought() -> None:
    pack = Library().pack("mic")

    names = {c.name for c in diff_packs(of_pack(pack, "2.6"), of_pack(pack, "2.7"), names=("2.6", "2.7")).changes}

    assert {"旧氏", "現所有者申告年月日"} <= names


def test_no_number_of_a_law_stands_in_an_edition_before_it() -> None:
    pack = Library().pack("mic")

    numbers = {
        edition: {i.name for y in of_pack(pack, edition) for i in y.items if i.is_secret or i.has("corporate_number")}
        for edition in ("1.0", "2.0", "2.1")
    }

    assert numbers["1.0"] == numbers["2.0"] == set()
    assert "個人番号" in numbers["2.1"]


def test_a_part_that_an_item_brings_says_so(make_pack: MakePack) -> None:
    folder = make_pack()
    body = folder / "town" / "business.yaml"
    text = body.read_text(encoding="utf-8")
    body.write_text(text + "    unique:\n      - items: [旧氏]\n", encoding="utf-8")
    pack = Pack(folder)

    changes = diff_packs(of_pack(pack, "1"), of_pack(pack, "2"), names=("1", "2")).changes

    (unique,) = (c for c in changes if c.what == "unique")
    assert unique.reason.startswith("項目「旧氏」: 2版から")


def edited(layout: Layout, **changes: Any) -> Layout:
    return layout.model_copy(update=changes)


def with_item(layout: Layout, name: str, **changes: Any) -> Layout:
    return edited(layout, items=tuple(i.model_copy(update=changes) if i.name == name else i for i in layout.items))


def with_body(layout: Layout, **changes: Any) -> Layout:
    return edited(layout, body=layout.body.model_copy(update=changes))


NEW_RULE = RecordRule.model_validate({"id": "new", "assert": "TRUE", "message": "m", "source": "法1条"})
REFERENCE = Reference(items=("宛名番号",), to=("other/person",))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda y: with_item(y, "氏名", length=60), ("changed", "item", "氏名", "length", "50", "60")),
        (lambda y: with_item(y, "氏名", type="XN"), ("changed", "item", "氏名", "type", "N", "XN")),
        (
            lambda y: with_item(y, "氏名", required="optional"),
            ("changed", "item", "氏名", "required", "required", "optional"),
        ),
        (lambda y: with_item(y, "宛名番号", key=None), ("changed", "item", "宛名番号", "key", "1", "")),
        (lambda y: with_item(y, "宛名番号", formats=()), ("changed", "item", "宛名番号", "formats", "digits", "")),
        (lambda y: with_item(y, "氏名", note="x"), ("changed", "item", "氏名", "note", "", "x")),
        (lambda y: with_body(y, rules=(*y.body.rules, NEW_RULE)), ("added", "rule", "new", "", "", None)),
        (lambda y: with_body(y, rules=()), ("removed", "rule", "born_before_today", "", None, "")),
        (
            lambda y: with_body(y, required_when={}),
            ("removed", "required_when", "生年月日", "", "性別 IS NOT NULL", ""),
        ),
        (
            lambda y: with_body(y, references=(REFERENCE,)),
            ("added", "reference", "宛名番号 → other/person", "", "", None),
        ),
        (lambda y: with_body(y, unique=(Unique(items=("氏名",)),)), ("added", "unique", "氏名", "", "", None)),
        (
            lambda y: with_body(y, history=History(of=("宛名番号",), number="性別")),
            ("added", "history", "history", "", "", None),
        ),
        (lambda y: with_body(y, name="名簿"), ("changed", "layout", "名簿", "name", "住民", "名簿")),
    ],
)
def test_each_kind_of_change(
    layout: Layout, change: Callable[[Layout], Layout], expected: tuple[str | None, ...]
) -> None:
    (found,) = diff_layouts(layout, change(layout)).changes

    actual = (found.kind, found.what, found.name, found.field, found.old, found.new)
    assert tuple(a for a, e in zip(actual, expected, strict=True) if e is not None) == tuple(
        e for e in expected if e is not None
    )


def test_codes(layout: Layout) -> None:
    gender = layout.codes["gender"]
    values = (
        gender.values[0].model_copy(update={"name": "男性"}),
        CodeValue(code="3", name="他", source="法2条", since="2"),
    )
    other = edited(layout, codes={"gender": gender.model_copy(update={"values": values})})

    changes = diff_layouts(layout, other).changes

    assert [(c.kind, c.what, c.name, c.reason, c.matters) for c in changes] == [
        ("removed", "code", "2", "JIS X 0303", True),
        ("changed", "code", "1", "JIS X 0303", False),
        ("added", "code", "3", "2版から; 法2条", True),
    ]


def test_a_shared_code_list_is_told_once(layout: Layout) -> None:
    gender = layout.codes["gender"]
    fewer = edited(layout, codes={"gender": gender.model_copy(update={"values": gender.values[:1]})})
    twice_old = [layout, edited(layout, slug="b")]
    twice_new = [fewer, edited(fewer, slug="b")]

    assert len(diff_packs(twice_old, twice_new, names=("", "")).changes) == 1


def test_layouts_are_matched_by_address_then_by_name(layout: Layout) -> None:
    renamed = edited(layout, slug="jumin")

    assert diff_packs([layout], [renamed], names=("", "")).is_empty
    other = with_body(edited(layout, slug="x"), name="別")
    assert [(c.kind, c.name) for c in diff_packs([layout], [other], names=("", "")).changes] == [
        ("removed", "住民"),
        ("added", "別"),
    ]


ITEMS = st.builds(
    lambda name, type_, length, required, formats: Item.model_validate(
        {"no": 1, "item": name, "type": type_, "length": length, "required": required, "format": formats}
    ),
    st.sampled_from("甲乙丙丁戊"),
    st.sampled_from(["X", "N", "9"]),
    st.integers(1, 3),
    st.sampled_from(["required", "optional"]),
    st.sampled_from(["", "fixed", "personal fixed", "fixed personal"]),
)
TABLES = st.lists(ITEMS, min_size=1, max_size=4, unique_by=lambda i: i.name).map(tuple)
RULES = st.lists(
    st.builds(
        lambda i, a, s: RecordRule.model_validate({"id": i, "assert": a, "message": "m", "source": s}),
        st.sampled_from("pqr"),
        st.sampled_from(["TRUE", "FALSE"]),
        st.sampled_from(["", "法1条"]),
    ),
    max_size=3,
    unique_by=lambda r: r.id,
).map(tuple)
REFERENCES = st.lists(
    st.builds(Reference, items=st.just(("甲",)), to=st.sampled_from([("a",), ("b",)])), max_size=3
).map(tuple)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(items=st.tuples(TABLES, TABLES), rules=st.tuples(RULES, RULES), references=st.tuples(REFERENCES, REFERENCES))
def test_no_decisive_change_exactly_when_the_digests_agree(
    layout: Layout, items: Any, rules: Any, references: Any
) -> None:
    def make(side: int) -> Layout:
        body = layout.body.model_copy(
            update={"rules": rules[side], "references": references[side], "required_when": {}}
        )
        return edited(layout, items=items[side], codes={}, body=body)

    a, b = make(0), make(1)

    assert (not any(c.matters for c in diff_layouts(a, b).changes)) == (a.canonical == b.canonical)
    assert diff_layouts(a, a).is_empty
