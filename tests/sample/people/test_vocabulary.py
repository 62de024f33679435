from __future__ import annotations

import pytest

from chukan.sample.people.vocabulary import WORDS, words


@pytest.mark.parametrize("kind", WORDS)
@pytest.mark.parametrize("limit", [1, 4, 60])
def test_there_is_always_a_word_that_fits(kind: str, limit: int) -> None:
    found = words(kind, limit).to_pylist()

    assert found
    assert [w for w in found if not 0 < len(w) <= limit] == []


@pytest.mark.parametrize("kind", WORDS)
def test_words_are_of_jis_x_0208_or_half_width_kana(kind: str) -> None:
    assert [w for w in WORDS[kind] if not w.encode("shift_jis") or "-" in w] == []


def test_an_unknown_kind_has_words_too() -> None:
    assert words("nothing", 60).equals(words("text", 60))
