"""新旧対照: which side a word names."""

from __future__ import annotations

import pytest

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
