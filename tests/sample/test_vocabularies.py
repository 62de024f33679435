from __future__ import annotations

import numpy as np
import pytest

from chukan.sample.people.names import FAMILIES, MEN, WOMEN, draw_people, roman
from chukan.sample.people.places import (
    ADDRESSES,
    BUILDINGS,
    MUNICIPALITIES,
    TOWNS,
    addresses_at,
    draw_addresses,
    municipality,
)
from chukan.sample.people.vocabulary import WORDS, words
from chukan.values.check_digits import MUNICIPALITY

KATAKANA = {chr(c) for c in range(0x30A1, 0x30F7)} | {"ー"}


@pytest.mark.parametrize("pairs", [FAMILIES, MEN, WOMEN, TOWNS, BUILDINGS])
def test_every_name_has_a_reading_in_katakana(pairs: tuple[tuple[str, str], ...]) -> None:
    assert len(pairs) > 10
    assert all(text and reading and set(reading) <= KATAKANA for text, reading in pairs)


def test_all_words_are_in_jis_x_0208() -> None:
    texts = [t for pairs in (FAMILIES, MEN, WOMEN, TOWNS, BUILDINGS) for pair in pairs for t in pair]
    texts += [w for kind, known in WORDS.items() if not kind.endswith("half") for w in known]
    texts += [m.prefecture + m.name + m.kana for m in MUNICIPALITIES]

    for text in texts:
        assert len(text.encode("shift_jis")) == 2 * len(text), text  # full-width all of it
        assert not set(text) & set("〜−‖—－～"), text


def test_municipality_codes_have_right_check_digits() -> None:
    assert all(MUNICIPALITY.fits(m.code) for m in MUNICIPALITIES)
    assert len({m.code for m in MUNICIPALITIES}) == len(MUNICIPALITIES)


def test_an_unknown_municipality_keeps_its_code_and_prefecture() -> None:
    made = municipality("139980")

    assert made.code == "139980"
    assert made.prefecture == "東京都"


def test_relatives_share_the_family_name_and_its_reading() -> None:
    people = draw_people(np.random.default_rng(1), 4, np.array([5, 5, 9, 9]))

    assert [n.split("　")[0] for n in people.name.to_pylist()] == [FAMILIES[5][0]] * 2 + [FAMILIES[9][0]] * 2
    assert [k.split("　")[0] for k in people.kana.to_pylist()] == [FAMILIES[5][1]] * 2 + [FAMILIES[9][1]] * 2


def test_given_names_fit_the_gender() -> None:
    people = draw_people(np.random.default_rng(2), 500)

    for given, man in zip(people.given.to_pylist(), people.man.tolist(), strict=True):
        assert given in {g for g, _ in (MEN if man else WOMEN)}


def test_roman_letters() -> None:
    assert roman("ジュンコ") == "JUNKO"
    people = draw_people(np.random.default_rng(3), 50)
    assert all(n.isascii() and n.replace(" ", "").isalpha() for n in people.alphabet(wide=False).to_pylist())
    assert all(not n.isascii() and n.count("　") == 1 for n in people.alphabet(wide=True).to_pylist())


def test_the_parts_of_an_address_agree() -> None:
    addresses = draw_addresses(np.random.default_rng(4), 2000, None)

    by_place: dict[tuple[str, str], set[str]] = {}
    for code, town, postal in zip(
        addresses.code.to_pylist(), addresses.town.to_pylist(), addresses.postal.to_pylist(), strict=True
    ):
        by_place.setdefault((code, town), set()).add(postal)
    assert all(len(p) == 1 for p in by_place.values())
    assert addresses.text[0].as_py().endswith(addresses.local[0].as_py())


def test_addresses_by_index_never_repeat() -> None:
    index = np.arange(ADDRESSES)
    local = addresses_at(index, np.zeros_like(index), np.zeros_like(index), "131016").local

    assert len(local.unique()) == ADDRESSES


@pytest.mark.parametrize("limit", [1, 3, 5, 100])
@pytest.mark.parametrize("kind", sorted(WORDS))
def test_words_fit_the_length(kind: str, limit: int) -> None:
    assert all(1 <= len(w) <= limit for w in words(kind, limit).to_pylist())
