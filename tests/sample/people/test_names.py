from __future__ import annotations

import re

import numpy as np
import pytest

from chukan.sample.people.names import FAMILIES, MEN, WOMEN, draw_people, roman, with_readings


@pytest.mark.parametrize("names", [FAMILIES, MEN, WOMEN], ids=["families", "men", "women"])
def test_every_name_has_a_reading(names: tuple[tuple[str, str], ...]) -> None:
    assert len(names) > 20
    assert [(name, kana) for name, kana in names if not name or not re.fullmatch("[ァ-ヶー]+", kana)] == []


def test_a_reading_is_the_katakana_at_the_end() -> None:
    assert with_readings("山田ヤマダ 竹の塚タケノヅカ") == (("山田", "ヤマダ"), ("竹の塚", "タケノヅカ"))


@pytest.mark.parametrize(("kana", "letters"), [("ヤマダ", "YAMADA"), ("シンイチ", "SHINICHI"), ("キョウコ", "KYOUKO")])
def test_letters_are_hepburn(kana: str, letters: str) -> None:
    assert roman(kana) == letters


def test_a_family_shares_its_name() -> None:
    people = draw_people(np.random.default_rng(1), 50, np.zeros(50, np.int64))

    assert set(people.family.to_pylist()) == {FAMILIES[0][0]}
    assert len(set(people.given.to_pylist())) > 5


def test_given_names_fit_the_gender() -> None:
    people = draw_people(np.random.default_rng(2), 200)
    men = {name for name, _ in MEN}
    women = {name for name, _ in WOMEN}

    assert all(name in (men if man else women) for name, man in zip(people.given.to_pylist(), people.man, strict=True))
