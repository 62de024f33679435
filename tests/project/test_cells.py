"""Days as people write them into a cell."""

from __future__ import annotations

import pytest

from chukan.errors import ProjectError
from chukan.project.cells import day_of, folded


@pytest.mark.parametrize(
    "text",
    ["2026-11-23", "2026/11/23", "2026年11月23日", "令和8年11月23日", "２０２６．１１．２３", "2026-11-23T00:00:00"],
)
def test_a_day(text: str) -> None:
    assert day_of(text, "A1", "期限") == "2026-11-23"


def test_blank_stays_blank_and_anything_else_names_its_place() -> None:
    assert day_of("", "A1", "期限") == ""
    with pytest.raises(ProjectError, match="期限「きのう」") as e:
        day_of("きのう", "sheet セル A1", "期限")
    assert e.value.place == "sheet セル A1"


def test_headings_are_compared_however_wide_they_are() -> None:
    assert folded(" ＡＢ　ｃ") == "abc"
