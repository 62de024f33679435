"""Counts are exact, samples are the first by record, and merging does not depend on order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chukan.severity import Severity
from chukan.verification.tally import Key, SampledFinding, Tally

KEY: Key = ("V01", "氏名", Severity.ERROR, "")


def place(record: int, item: str = "氏名", rule: str = "V01") -> SampledFinding:
    return SampledFinding(
        record=record, line=record + 1, item=item, rule=rule, severity=Severity.ERROR, value="", message=""
    )


def tally(*records: int, limit: int = 3) -> Tally:
    t = Tally(limit)
    t.add(KEY, len(records), [place(r) for r in records])
    return t


def test_counts_are_exact_and_places_are_the_first() -> None:
    t = tally(9, 2, 7, 4, 1)

    assert t.counts == {KEY: 5}
    assert [p.record for p in t] == [1, 2, 4]
    assert t.full_keys() == {KEY}


def test_filled_values_add_up() -> None:
    one, other = Tally(), Tally()
    for tally, count in ((one, 3), (other, 4), (other, 2)):
        tally.count_filled("氏名", count)
    one.merge(other)
    assert one.filled == {"氏名": 9}


def test_nothing_is_kept_of_nothing() -> None:
    t = Tally()
    t.add(KEY, 0, [])

    assert t.counts == {}
    assert list(t) == []


@given(st.lists(st.lists(st.integers(1, 50), max_size=8), max_size=6), st.randoms())
def test_the_order_of_merging_changes_nothing(groups: list[list[int]], random: object) -> None:
    tallies = [tally(*g) for g in groups]
    shuffled = list(tallies)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = Tally(3), Tally(3)

    for t in tallies:
        one.merge(t)
    for t in shuffled:
        other.merge(t)

    assert one.counts == other.counts
    assert list(one) == list(other)
    assert [p.record for p in one] == sorted(r for g in groups for r in g)[:3]


def test_a_tally_that_shrinks_keeps_the_first_places_and_all_counts() -> None:
    t = tally(9, 2, 7, 4, 1, limit=5)

    t.shrink(2)
    t.add(KEY, 1, [place(3)])
    t.shrink(5)

    assert t.counts == {KEY: 6}
    assert [p.record for p in t] == [1, 2]
    assert t.kept == 2
