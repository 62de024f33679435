"""Sampled people tell a story that a reader believes."""

from __future__ import annotations

import datetime as dt

import pytest

from chukan.layouts.library import Library
from chukan.sample.people.places import MUNICIPALITIES
from chukan.sample.records.generate import generate

AS_OF = dt.date(2026, 11, 23)
Records = list[dict[str, str]]


@pytest.fixture(scope="module")
def people() -> Records:
    layout = Library().layout("mic@2.7/resident_register/person")
    batches = generate(layout, 3000, as_of=AS_OF, seed=5)
    return [record for batch in batches for record in batch.to_pylist()]


def age(record: dict[str, str]) -> int:
    born = record["生年月日"]
    return AS_OF.year - int(born[:4]) - (f"{AS_OF:%m%d}" < born[4:])


@pytest.mark.parametrize(
    "item", ["在留期間", "在留期間満了年月日", "滞在期間満了年月日", "旧外登法_登録年月日", "通称"]
)
def test_only_foreigners_have_what_foreigners_have(people: Records, item: str) -> None:
    assert {r["住民種別"] for r in people if r[item]} == {"2"}


def test_only_who_moved_out_has_somewhere_to_go(people: Records) -> None:
    for item in ("転出先_予定住所", "転出先_確定住所", "転出先_市区町村コード"):
        assert {r["住民状態"] for r in people if r[item]} == {"2"}


@pytest.mark.parametrize(
    ("item", "low", "high"),
    [
        ("後期高齢_資格取得年月日", 75, 120),
        ("介護_資格取得年月日", 65, 120),
        ("国民年金_種別", 20, 120),
        ("児童手当_支給開始年月", 0, 17),
    ],
)
def test_ages_fit(people: Records, item: str, low: int, high: int) -> None:
    ages = {age(r) for r in people if r[item]}

    assert ages
    assert low <= min(ages)
    assert max(ages) <= high


def test_the_code_of_an_address_is_that_of_its_town(people: Records) -> None:
    codes = {f"{m.prefecture}{m.name}": m.code for m in MUNICIPALITIES}
    told = [(r["本籍"], r["本籍_市区町村コード"]) for r in people if r["本籍"] and r["本籍_市区町村コード"]]

    assert len(told) > 20
    for address, code in told:
        assert code in {c for town, c in codes.items() if address.startswith(town)}


def test_relations_fit_the_sex_and_their_wording(people: Records) -> None:
    names = Library().layout("mic@2.7/resident_register/person").codes["relationship"].codes
    women, men = {"妻", "妻（未届）", "母", "姉", "妹"}, {"夫", "夫（未届）", "父", "兄", "弟"}
    told = [(names[r["続柄_1"]], r["性別"]) for r in people if r["続柄_1"] and r["性別"]]

    assert {sex for n, sex in told if n in women} == {"2"}
    assert {sex for n, sex in told if n in men} == {"1"}
    assert {names[r["続柄_1"]] == r["続柄_表記"] for r in people if r["続柄_表記"]} == {True}
