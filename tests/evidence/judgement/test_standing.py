"""From best to worst, and the words for it."""

from __future__ import annotations

from itertools import combinations

from chukan.evidence.judgement.standing import COUNTS_JA, STANDING_JA, worst_standing


def test_the_whole_stands_as_its_worst_part() -> None:
    assert worst_standing(["met", "exempt", "ask"]) == "ask"
    assert worst_standing(["granted", "planned"]) == "granted"
    assert worst_standing([]) == "not_met"
    for one, other in combinations(STANDING_JA, 2):
        assert worst_standing([one, other]) == worst_standing([other, one])


def test_every_standing_has_its_words() -> None:
    assert STANDING_JA.keys() == COUNTS_JA.keys()
    assert len(set(STANDING_JA.values())) == len(STANDING_JA)
