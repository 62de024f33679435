from __future__ import annotations

import pyarrow as pa
import pytest

from chukan.layouts.library import Library
from chukan.layouts.model import Layout
from chukan.sample.deliveries.links import SCORE, DeliveryLedger, Kept, Link, coalesced, shared


@pytest.fixture(scope="module")
def person(library: Library) -> Layout:
    return library.layout("mic@2.7/resident_register/person")


@pytest.fixture(scope="module")
def addressed(library: Library) -> tuple[Layout, Layout]:
    """Return a layout that refers to persons, and the persons'."""
    child = library.layout("mic@2.7/seal_registration/registration")
    return child, library.layout("mic@2.7/resident_register/person")


def test_with_the_number_come_name_and_birth(addressed: tuple[Layout, Layout]) -> None:
    child, parent = addressed
    reference = child.references_to(parent.path)[0]
    pairs = shared(child, reference, parent)

    assert pairs["宛名番号"] == "宛名番号"
    assert {pairs[n] for n in pairs} <= set(parent.names)
    assert {"氏名", "生年月日"} & set(pairs)


def test_the_last_record_of_each_value_is_taken(person: Layout) -> None:
    kept = Kept(person, {"宛名番号": pa.array(["1", "2", "1", None]), "氏名": pa.array(["a", "b", "c", "d"])})

    assert kept.one_each(["宛名番号"]).tolist() == [1, 2]


def test_the_best_record_of_a_household_is_taken(person: Layout) -> None:
    kept = Kept(person, {"世帯番号": pa.array(["1", "1", "2"]), SCORE: pa.array([2, 1, 0])})

    assert kept.one_each(["世帯番号"], best=True).tolist() == [0, 2]


def test_no_record_gives_none(person: Layout) -> None:
    assert Kept(person, {"宛名番号": pa.array([], pa.string())}).one_each(["宛名番号"]).tolist() == []


def test_a_link_takes_rows(addressed: tuple[Layout, Layout]) -> None:
    child, parent = addressed
    link = Link(
        child.references_to(parent.path)[0], {"宛名番号": pa.array(["1", "2"]), "氏名": pa.array(["a", "b"])}, 2
    )

    assert link.copied == ("氏名",)
    assert {n: c.to_pylist() for n, c in link.take([1, 0]).items()} == {"宛名番号": ["2", "1"], "氏名": ["b", "a"]}  # type: ignore[arg-type]


def test_a_ledger_keeps_what_later_files_need(addressed: tuple[Layout, Layout]) -> None:
    child, parent = addressed
    ledger = DeliveryLedger({x.path: x for x in (child, parent)})

    assert "宛名番号" in ledger.wanted(parent)
    assert ledger.links(child) == []
    names = ledger.wanted(parent)
    ledger.keep(parent, [{n: pa.array(["1"]) for n in names}, {n: pa.array(["2"]) for n in names}])
    assert ledger.kept[parent.path].table["宛名番号"].to_pylist() == ["1", "2"]


def test_what_is_given_stands_before_one_s_own() -> None:
    assert coalesced(pa.array(["a", "b"]), pa.array([None, "c"])).to_pylist() == ["a", "c"]
