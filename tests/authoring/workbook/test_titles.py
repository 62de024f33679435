"""The lines above a table: what they are labels of, and which of them say nothing of a layout."""

from __future__ import annotations

import pytest
from tests.authoring.workbook.conftest import as_grid

from chukan.authoring.workbook.header import find_headers
from chukan.authoring.workbook.mapping import WorkbookMapping
from chukan.authoring.workbook.titles import has_label, is_known, read_titles, title_key

HEAD = ["項目名", "データ型", "桁数"]


def test_labels_have_their_values_beside_or_below_and_the_nearest_text_is_the_title() -> None:
    grid = as_grid(["移行仕様"], ["業務名", "", "住民基本台帳"], ["版"], ["2.7"], ["住民"], HEAD, ["番号", "X", "4"])
    (header,) = find_headers(grid, WorkbookMapping())

    titles = read_titles(grid, header, (1, 2, 3, 4, 5))

    assert titles.values == {"business": "住民基本台帳", "edition": "2.7"}
    assert titles.title == "住民"
    assert titles.texts == {(1, 1): "移行仕様", (5, 1): "住民"}
    assert titles.get("group", "なし") == "なし"
    assert titles.all == ("住民基本台帳", "2.7", "移行仕様", "住民")


def test_only_what_is_over_its_columns_is_the_title_of_a_table_beside_another() -> None:
    left, right = ["番号", "X", "4"], ["地番", "X", "8"]
    grid = as_grid(["住民", "", "", "", "土地"], [*HEAD, "", *HEAD], [*left, "", *right])

    titles = [read_titles(grid, header, (1,)).title for header in find_headers(grid, WorkbookMapping())]

    assert titles == ["住民", "土地"]


def test_a_label_needs_a_value() -> None:
    grid = as_grid(["業務名"], ["業務名", "税"], ["業務名", "", "", "", "税"])

    assert [has_label(grid, row) for row in (1, 2, 3, 4)] == [False, True, False, False]


@pytest.mark.parametrize(
    "text",
    [
        "2026/03/31",
        "令和8年3月31日現在",
        "作成者 企画課",
        "住民",
        "住民：一覧",
        "網掛けの項目は必須",
        "国民健康保険",
        "V2.7",
        "■■",
    ],
)
def test_what_says_nothing_of_a_layout(text: str) -> None:
    assert is_known(text, ["住民"])


@pytest.mark.parametrize("text", ["※1 全角は2桁と数える", "空の項目は出力しない。", "世帯", "注 後日決める"])
def test_what_may_say_something_of_a_layout(text: str) -> None:
    assert not is_known(text, ["住民"])


@pytest.mark.parametrize("text", ["■住民（続き）", "住民 2/3", "【住民】", "住民 p.4"])
def test_pages_have_one_title(text: str) -> None:
    assert title_key(text) == "住民"
