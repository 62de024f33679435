from __future__ import annotations

import numpy as np

from chukan.sample.people.places import ADDRESSES, MUNICIPALITIES, addresses_at, draw_addresses, municipality
from chukan.values.check_digits import MUNICIPALITY


def test_every_municipality_has_a_good_code_of_its_own() -> None:
    codes = [m.code for m in MUNICIPALITIES]

    assert len(set(codes)) == len(codes)
    assert [c for c in codes if not MUNICIPALITY.fits(c)] == []
    assert len({c[:2] for c in codes}) == 47


def test_an_unlisted_code_lies_in_its_prefecture() -> None:
    code = MUNICIPALITY.complete("13999")

    assert municipality(code).prefecture == "東京都"
    assert municipality(MUNICIPALITIES[0].code) is MUNICIPALITIES[0]


def test_the_parts_of_an_address_agree() -> None:
    rows = draw_addresses(np.random.default_rng(1), 200, None)
    postal = {m.code: m.postal for m in MUNICIPALITIES}

    for code, prefecture, city, text, number in zip(
        *(c.to_pylist() for c in (rows.code, rows.prefecture, rows.city, rows.text, rows.postal)), strict=True
    ):
        assert text.startswith(prefecture + city)
        assert number.startswith(postal[code])
        assert len(number) == 7


def test_an_index_names_one_address() -> None:
    index = np.arange(0, ADDRESSES, ADDRESSES // 999)
    zeros = np.zeros_like(index)
    made = addresses_at(index, zeros, zeros, MUNICIPALITIES[0].code).local.to_pylist()

    assert len(set(made)) == len(made)
