"""What was taken apart before is the same as what the parser says, and never of another text, parser or project."""

from __future__ import annotations

from pathlib import Path

import pytest

from chukan import cache
from chukan.errors import PackError
from chukan.expressions import prepared, vetting
from chukan.layouts.library import Library
from chukan.layouts.model import Layout


@pytest.fixture
def layout() -> Layout:
    return Library.default().layout("mic@2.7/resident_register/person")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(cache.ENVIRONMENT, str(tmp_path / "cache"))
    monkeypatch.setattr(vetting, "_known", {})
    return tmp_path / "cache"


def forbid_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(text: str) -> None:
        raise AssertionError(text)

    monkeypatch.setattr("chukan.expressions.parsing.take_apart", refuse)


def test_the_second_time_the_parser_is_not_asked(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [*layout.body.required_when.values(), *(rule.assertion for rule in layout.body.rules)]
    first = [vetting.vet(text, layout.by_name, PackError, "x") for text in texts]
    words = [expression.words for expression in first]
    prepared.prepare(layout)
    vetting._known.clear()
    forbid_the_parser(monkeypatch)
    prepared.prepare(layout)

    second = [vetting.vet(text, layout.by_name, PackError, "x") for text in texts]

    assert second == first
    assert [expression.words for expression in second] == words


def test_another_condition_is_taken_apart_anew(layout: Layout, folder: Path) -> None:
    prepared.prepare(layout)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    rule = layout.body.rules[0]
    changed = rule.model_copy(update={"assertion": f"{rule.assertion} OR 1 = 2"})
    body = layout.body.model_copy(update={"rules": (changed, *layout.body.rules[1:])})
    other = layout.model_copy(update={"body": body})
    prepared.prepare(other)
    after = {path.name: path.read_bytes() for path in folder.iterdir()}

    assert before.keys() == after.keys()
    assert before != after
    assert changed.assertion in vetting._known


def test_what_may_not_run_is_refused_where_it_is_used(layout: Layout) -> None:
    bad = layout.body.rules[0].model_copy(update={"assertion": "EXISTS (SELECT 1)"})
    body = layout.body.model_copy(update={"rules": (bad,)})
    prepared.prepare(layout.model_copy(update={"body": body}))

    assert bad.assertion not in vetting._known
    with pytest.raises(PackError, match="副問合せ"):
        vetting.vet(bad.assertion, layout.by_name, PackError, "x")


def test_only_what_the_layout_says_is_kept(layout: Layout, folder: Path) -> None:
    prepared.prepare(layout)
    own = "氏名 <> '山田　太郎'"
    vetting.vet(own, layout.by_name, PackError, "local_rules")
    kept = b"".join(path.read_bytes() for path in folder.iterdir())

    assert layout.body.rules[0].assertion.encode() in kept
    assert "山田".encode() not in kept


def test_what_a_check_makes_of_conditions_and_amounts_is_known_too() -> None:
    household = Library.default().layout("mic@2.7/resident_register/household")
    prepared.prepare(household)
    composed = [text for declaration in household.body.declarations for text in declaration.composed]

    assert composed
    assert set(composed) <= set(vetting._known)
