"""新旧対照: which side a word names."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.authoring.workbook.conftest import Result

from chukan.authoring.workbook.sides import chosen_sides, side_of, without_side


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("新", "new"),
        ("【改正後】", "new"),
        ("変更後レイアウト", "new"),
        ("新（V2.7）", "new"),
        ("旧", "old"),
        ("現行", "old"),
        ("改定前：V2.6", "old"),
        ("新規", ""),
        ("旧氏", ""),
        ("更新年月日", ""),
        ("", ""),
    ],
)
def test_sides(text: str, side: str) -> None:
    assert side_of(text) == side


@pytest.mark.parametrize(
    ("labels", "sides"),
    [
        (["旧", "新"], ["old", "new"]),
        (["改正後", "改正前"], ["new", "old"]),
        (["住民", "新"], ["old", "new"]),
        (["V2.6", "Ｖ２．７"], ["old", "new"]),
        (["V2.10", "V2.9"], ["new", "old"]),
        (["V2.7", "V2.7"], ["", ""]),
        (["性別", "続柄"], ["", ""]),
    ],
)
def test_sides_of_tables_beside_each_other(labels: list[str], sides: list[str]) -> None:
    assert chosen_sides(labels) == sides


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("新項目名", ("項目名", "new")),
        ("桁数（旧）", ("桁数", "old")),
        ("変更後の桁数", ("桁数", "new")),
        ("桁数", ("桁数", "")),
    ],
)
def test_headings_without_their_side(heading: str, expected: tuple[str, str]) -> None:
    assert without_side(heading) == expected


Read = Callable[..., Result]


def test_the_new_side_is_read(read: Read) -> None:
    made = read("old_and_new_side_by_side")

    assert [i[:3] for i in made.items("新旧対照")] == [("宛名番号", "X", 15), ("氏名", "N", 100), ("国籍", "X", 3)]
    assert made.layouts()["新旧対照"].items[0].note == "延長"
    assert made.layouts()["新旧対照"].business_name == "住民基本台帳"
    assert "古い側" in made.problems
    assert "削除とされた行" in made.notices


@pytest.mark.parametrize(
    "name",
    [
        "sides_in_one_row_of_headings",
        "the_new_side_on_the_left",
        "only_lengths_of_two_sides",
        "sides_one_below_the_other",
        "editions_side_by_side",
    ],
)
def test_the_new_side_wherever_it_is(name: str, read: Read) -> None:
    made = read(name)

    assert [i[:3] for i in made.items("S")] == [("b", "X", 2)]
    assert made.reports[0].edition == "2.7"
    assert made.problems != ""
