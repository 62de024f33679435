"""Two files state the same of one person."""

from __future__ import annotations

from tests.sample.deliveries.conftest import Delivery


def test_a_person_is_the_same_in_every_file(made: Delivery) -> None:
    _, tables = made
    people = {r["宛名番号"]: r for r in tables["resident_register/person"].to_pylist()}
    shared = 0
    for row in tables["child_allowance/recipient"].to_pylist():
        person = people.get(row["宛名番号"])
        if person is not None:
            assert row["氏名"] in ("", person["氏名"])
            assert row["個人番号"] in ("", person["個人番号"])
            shared += bool(row["氏名"])
    assert shared > 50
