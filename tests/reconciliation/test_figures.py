"""Figures of columns, and counts by code."""

from __future__ import annotations

import pytest
from tests.reconciliation.conftest import Bench, only, person

PEOPLE = [person(n) for n in range(1, 13)]


def test_columns_have_their_figures_on_both_sides(bench: Bench) -> None:
    loaded = [*PEOPLE[1:], person(13, 税額="x", カナ="　")]

    columns = {c.item: c for c in only(bench.compare(PEOPLE, loaded, show_values=True)).columns}

    tax = columns["税額"]
    assert (tax.delivered.sum, tax.loaded.sum, tax.loaded.unreadable) == ("7800", "7700", 1)
    assert (tax.delivered.lowest, tax.delivered.highest, tax.delivered.distinct) == ("100", "1200", 12)
    assert (columns["カナ"].delivered.filled, columns["カナ"].loaded.filled, columns["カナ"].loaded.distinct) == (
        12,
        11,
        1,
    )
    assert columns["異動日"].same
    assert columns["異動日"].delivered.digest == columns["異動日"].loaded.digest != ""
    assert not tax.same


def test_digests_do_not_depend_on_order_but_on_how_often(bench: Bench) -> None:
    once = {c.item: c for c in only(bench.compare(PEOPLE, PEOPLE[::-1])).columns}
    twice = {c.item: c for c in only(bench.compare(PEOPLE, [*PEOPLE[1:], PEOPLE[1]])).columns}

    assert once["番号"].same
    assert not twice["番号"].same


def test_days_that_identify_nobody_show_their_year_only(bench: Bench) -> None:
    columns = {c.item: c for c in only(bench.compare(PEOPLE, PEOPLE)).columns}

    assert columns["異動日"].delivered.lowest == "2023年"
    assert columns["生年月日"].delivered.lowest == "9×8"


def test_records_are_counted_by_the_codes_of_a_chosen_item(bench: Bench) -> None:
    bench.document["count_by"] = {"b/s": ["事由"]}
    loaded = [{**row, "事由": "99"} if row["事由"] == "20" else row for row in PEOPLE]

    codes = {(c.code, c.name): (c.delivered, c.loaded) for c in only(bench.compare(PEOPLE, loaded)).codes}

    assert codes == {
        ("11", "転入"): (4, 4),
        ("12", "国外転入"): (4, 4),
        ("20", "転出"): (4, 0),
        ("（コード表にない値）", ""): (0, 4),
    }


def test_many_values_are_counted_one_item_at_a_time(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    few = [c.delivered.distinct for c in only(bench.compare(PEOPLE, PEOPLE)).columns]
    monkeypatch.setattr("chukan.reconciliation.figures._FEW", 1)

    assert [c.delivered.distinct for c in only(bench.compare(PEOPLE, PEOPLE)).columns] == few
