"""Every kind of declaration knows its items, conditions, targets, name and words; bodies are loops over them."""

from __future__ import annotations

import pytest
from tests.layouts.conftest import (
    EVERY,
    EXCLUSIVE,
    HISTORY,
    HOUSEHOLD,
    KEY,
    REFERENCE,
    REQUIRED,
    RULE,
    SAME,
    SUM,
    UNIQUE,
    body,
)

from chukan.layouts.body import DECLARATIONS, LayoutBody
from chukan.layouts.declaration import Declaration, SingleDeclaration, Target
from chukan.layouts.declarations import (
    History,
    RecordRule,
    RequiredWhen,
    Unique,
)
from chukan.layouts.extend import extended


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
