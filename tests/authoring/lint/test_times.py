"""Since when and until when a row stands."""

from __future__ import annotations

import pytest

from chukan.authoring.lint.times import applies, together
from chukan.layouts.codes import CodeValue

EDITIONS = ("2.9", "2.10", "3")  # in the pack's own order, which no comparison of texts gives


@pytest.mark.parametrize(
    ("since", "until", "there"),
    [
        (None, None, ["2.9", "2.10", "3"]),
        ("2.10", None, ["2.10", "3"]),
        (None, "2.10", ["2.9", "2.10"]),
        ("2.10", "2.10", ["2.10"]),
        ("3", "2.9", []),
        ("9", "0", ["2.9", "2.10", "3"]),
    ],
)
def test_the_editions_that_have_a_row(since: str | None, until: str | None, there: list[str]) -> None:
    assert [e for e in EDITIONS if applies(EDITIONS, e, since, until)] == there


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [((None, "2.9"), ("2.10", None), False), ((None, "2.10"), ("2.10", None), True), ((None, None), ("3", None), True)],
)
def test_rows_of_one_code_are_doubles_only_where_both_stand(
    one: tuple[str | None, str | None], other: tuple[str | None, str | None], meet: bool
) -> None:
    first, second = (CodeValue(code="1", name="男", since=since, until=until) for since, until in (one, other))

    assert together(first, second, EDITIONS) is meet
    assert together(second, first, EDITIONS) is meet
