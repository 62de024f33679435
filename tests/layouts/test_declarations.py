"""Every kind of declaration knows its items, conditions, targets, name and words; bodies are loops over them."""

from __future__ import annotations

import pytest

from chukan.layouts.body import DECLARATIONS, LayoutBody
from chukan.layouts.comparisons import Parts, SameValues, Sum
from chukan.layouts.declaration import Declaration, SingleDeclaration, Target
from chukan.layouts.declarations import (
    Exclusive,
    History,
    Household,
    Key,
    Latest,
    Period,
    RecordRule,
    Reference,
    RequiredWhen,
    Unique,
)
from chukan.layouts.extend import extended

KEY = Key(source="標準仕様書")
REQUIRED = RequiredWhen(item="c", when="a = '1'")
REFERENCE = Reference(items=("a", "b"), to=("x", "other/y"), key=("k", "l"), when="c IS NOT NULL")
HISTORY = History(
    of=("a",), number="b", date="c", latest=Latest(item="d"), period=Period(start="e", end="f"), start_at=1
)
HOUSEHOLD = Household(number="h", person="p", relation="r", heads=("01",), current="s = '1'")
EXCLUSIVE = Exclusive.model_validate({"items": ("a",), "with": "x"})
UNIQUE = Unique(items=("a", "b"), of=("c",), when="d = '1'")
SUM = Sum(
    total="t",
    items=("a",),
    parts=(Parts(of="x", amount="n", when="m = '1'"), Parts(of="y", key=("k",))),
    when="b = '1'",
)
SAME = SameValues(items=("a",), to="x", values={"n": ("n",), "m": ("o", "p")}, when="b = '1'", to_when="q = '1'")
RULE = RecordRule.model_validate(
    {"id": "R-1", "when": "a = '1'", "assert": "b > 0", "items": ("b",), "message": "言葉", "source": "法令"}
)
EVERY = (KEY, REQUIRED, REFERENCE, HISTORY, HOUSEHOLD, EXCLUSIVE, UNIQUE, SUM, SAME, RULE)


def body(*declarations: Declaration, name: str = "定義") -> LayoutBody:
    return LayoutBody(name=name).with_declarations(declarations)


def test_every_kind_is_here() -> None:
    assert tuple(type(d) for d in EVERY) == DECLARATIONS


@pytest.mark.parametrize("kind", DECLARATIONS)
def test_every_kind_has_a_field_of_the_body(kind: type[Declaration]) -> None:
    assert kind.field in LayoutBody.model_fields


@pytest.mark.parametrize(
    ("declaration", "items", "conditions"),
    [
        (KEY, (), {}),
        (REQUIRED, ("c",), {"when": "a = '1'"}),
        (REFERENCE, ("a", "b"), {"when": "c IS NOT NULL"}),
        (HISTORY, ("a", "b", "c", "d", "e", "f"), {}),
        (HOUSEHOLD, ("h", "p", "r"), {"current": "s = '1'"}),
        (EXCLUSIVE, ("a",), {}),
        (UNIQUE, ("a", "b", "c"), {"when": "d = '1'"}),
        (SUM, ("a",), {"when": "b = '1'"}),
        (SAME, ("a", "n", "m"), {"when": "b = '1'"}),
        (RULE, ("b",), {"when": "a = '1'", "assert": "b > 0"}),
    ],
)
def test_items_and_conditions(declaration: Declaration, items: tuple[str, ...], conditions: dict[str, str]) -> None:
    assert declaration.item_names == items
    assert declaration.conditions == conditions


def test_an_absent_condition_is_none() -> None:
    assert Unique(items=("a",)).conditions == {}


def test_targets_with_their_keys() -> None:
    assert REFERENCE.targets == (
        Target("x", ("a", "b"), ("k", "l")),
        Target("other/y", ("a", "b"), ("k", "l")),
    )
    assert EXCLUSIVE.targets == (Target("x", ("a",), ("a",)),)
    assert SUM.targets == (
        Target("x", ("a",), ("a",), {"when": "m = '1'"}, {"amount": "n"}),
        Target("y", ("a",), ("k",), {}, {"amount": "1"}),
    )
    assert SAME.targets == (Target("x", ("a", "n", "m", "m"), ("a", "n", "o", "p"), {"to_when": "q = '1'"}),)


@pytest.mark.parametrize("declaration", EVERY, ids=lambda d: d.kind)
def test_a_single_name_needs_no_list(declaration: Declaration) -> None:
    written = declaration.written()
    single = {k: v[0] for k, v in written.items() if isinstance(v, list) and len(v) == 1 and isinstance(v[0], str)}

    assert (
        declaration.kind in {"required_when", "key"}
        or type(declaration).model_validate({**written, **single}) == declaration
    )


@pytest.mark.parametrize(
    ("declaration", "word", "sentence"),
    [
        (KEY, "キーの根拠", "標準仕様書"),
        (REQUIRED, "条件付き必須", "c: a = '1'"),
        (REFERENCE, "参照", "a + b → x または other/y の k + l（c IS NOT NULL のとき）"),
        (HISTORY, "履歴", "a ごとに b"),
        (HOUSEHOLD, "世帯", "h ごとに世帯主（r が 01）"),
        (EXCLUSIVE, "排他", "a は x にあってはならない"),
        (UNIQUE, "一意", "a + b（d = '1' のとき）"),
        (SUM, "合計", "a ごとに t = x の n の合計（m = '1' のもの） + y の件数（b = '1' のとき）"),
        (SAME, "一致", "a の指す x（q = '1' のもの） と n、m = o／p（b = '1' のとき）"),
        (RULE, "R01", "R-1: a = '1' のとき b > 0 — 言葉"),
    ],
)
def test_words_for_people(declaration: Declaration, word: str, sentence: str) -> None:
    assert declaration.describe() == (word, sentence)


def test_a_body_gives_back_its_declarations_in_order() -> None:
    assert body(*reversed(EVERY)).declarations == EVERY
    assert LayoutBody(name="定義").declarations == ()


def test_each_is_found_by_its_keys_in_the_yaml() -> None:
    keys = [keys for keys, _ in body(*EVERY, UNIQUE).located()]

    assert keys == [
        ("key",),
        ("required_when", "c"),
        ("references", 0),
        ("history",),
        ("household",),
        ("exclusive", 0),
        ("unique", 0),
        ("unique", 1),
        ("sums", 0),
        ("same", 0),
        ("rules", 0),
    ]


def test_an_extending_pack_adds_and_replaces_what_can_be_only_once() -> None:
    history = History(of=("a",), number="z")
    rule = RecordRule.model_validate({"id": "R-1", "assert": "b > 1", "message": "別の言葉"})
    required = RequiredWhen(item="c", when="TRUE")

    merged = extended(body(*EVERY), body(history, rule, required, UNIQUE, REFERENCE, name="別の名"))

    assert merged.name == "別の名"
    assert merged.declarations == (
        KEY,
        required,
        REFERENCE,
        REFERENCE,
        history,
        HOUSEHOLD,
        EXCLUSIVE,
        UNIQUE,
        UNIQUE,
        SUM,
        SAME,
        rule,
    )


def test_text_tells_apart_what_a_check_depends_on_only() -> None:
    assert RULE.text == RULE.model_copy(update={"source": "別の法令"}).text
    assert RULE.text != RULE.model_copy(update={"assertion": "b > 1"}).text
    assert all(isinstance(d, SingleDeclaration) == d.in_all_editions for d in EVERY)
