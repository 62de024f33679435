"""Numbers of repeats."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.authoring.workbook.conftest import Result

from chukan.authoring.workbook.repeats import count_of


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("12", 12),
        ("5回", 5),
        ("×10", 10),
        ("OCCURS 3", 3),
        ("ＯＣＣＵＲＳ　１２", 12),
        ("最大4", 4),
        ("n", None),
        ("あり", None),
    ],
)
def test_counts(text: str, count: int | None) -> None:
    assert count_of(text) == count


Read = Callable[..., Result]


def test_repeats_are_expanded_and_doubts_are_said(read: Read) -> None:
    made = read("repeats")

    names = made.names("住民")
    assert names[:2] == ["番号", "月別額_1"]
    assert [n for n in names if n.startswith("期別額")] == [f"期別額_{n}" for n in range(1, 6)]
    assert names[-4:] == ["備考A_1", "備考A_2", "備考B_1", "備考B_2"]
    assert len(names) == 1 + 12 + 1 + 5 + 1 + 1 + 1 + 4
    assert "繰り返し「n」" in made.problems
    assert "繰り返し ×2" in made.problems
    assert "月別額" not in made.problems


def test_a_person_decides_how_repeats_stand(read: Read) -> None:
    assert read("repeats", "repeat: together\n").names("住民")[-4:] == ["備考A_1", "備考B_1", "備考A_2", "備考B_2"]
    assert read("repeats", "repeat: one\n").names("住民")[-2:] == ["備考A", "備考B"]


def test_repeats_in_words(read: Read) -> None:
    made = read("repeats_in_words")

    assert made.names("S") == ["a_1", "a_2", "a_3", "b", "c（5回）"]
    assert "「12回繰り返し」" in made.problems
    assert "「(5回)」" in made.problems


def test_a_group_that_repeats(read: Read) -> None:
    made = read("a_group_that_repeats")

    assert made.names("S") == ["税額_1", "納期_1", "税額_2", "納期_2", "備考"]
    assert made.names("T") == ["税額"]
    assert "繰り返し「10」が型も桁数もない行「期別」に付いています" in made.problems
    assert "S!" not in made.problems
