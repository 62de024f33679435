"""The reconciliation in words."""

from __future__ import annotations

from tests.reconciliation.conftest import LAYOUT, Bench, person

from chukan.reconciliation.result import RecordCounts
from chukan.reconciliation.views import lines

PEOPLE = [person(n) for n in range(1, 9)]


def test_a_line_has_the_numbers_that_matter(bench: Bench) -> None:
    r = bench.compare(PEOPLE, [*PEOPLE[1:], person(70)]).reconciliation

    assert (
        lines.headline(r)
        == "移行元 8 件、移行先 8 件、一致 7、規則で一致 0、違いあり 0、移行先にない 1、移行元にない 1"
    )


def test_every_number_of_records_but_the_keys_has_a_heading() -> None:
    assert set(lines.NUMBERS) == set(RecordCounts.__slots__) - {"duplicate_keys"}


def test_a_reason_is_told_once_a_file(bench: Bench) -> None:
    r = bench.compare(PEOPLE, PEOPLE, loaded_names=LAYOUT.names[:-1]).reconciliation

    assert len([*lines.not_run(r)]) == 1


def test_nothing_compared_is_never_called_alike(bench: Bench) -> None:
    r = bench.compare(PEOPLE, PEOPLE, job={"pairs": []}).reconciliation

    assert r.verdict == "not_checked"
    assert "一致とは言えません" in lines.means(r)
