"""Records that are passed over as agreed are told where they read as data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.intake.conftest import lines

from chukan.intake.parsing.skipped import SkippedRecords
from chukan.layouts.model import Item, Layout

Reading = Callable[..., Any]
HEADER = "番号,氏名,生年月日"
FIRST, SECOND = "0001,山田,19800101", "0002,佐藤,20010203"


@pytest.fixture
def layout(layout_of: Callable[..., Layout]) -> Layout:
    return layout_of(
        Item(no=1, item="番号", type="X", length=4, required="required"),
        Item(no=2, item="氏名", type="N", length=10),
        Item(no=3, item="生年月日", type="DATE", length=8),
    )


@pytest.mark.parametrize("block_size", [1, 1 << 20])
@pytest.mark.parametrize(
    ("last", "told"),
    [
        (SECOND, True),
        ("0002,佐藤,", False),
        ("合計,,2", False),
        (",,2", False),
        ("2件", False),
        ("0002,,20010203,", False),
    ],
)
def test_the_last_record(read: Reading, layout: Layout, last: str, told: bool, block_size: int) -> None:
    data = lines(HEADER, FIRST, FIRST, last)
    found = read(data, layout, block_size=block_size, encoding="cp932", header=True, skip={"last": 1})

    assert len(found.rows) == 2
    assert [(a.severity, a.line, "最後のレコード" in a.message) for a in found.of("F11")] == [
        ("warning", 4, True)
    ] * told


@pytest.mark.parametrize("header", [True, False])
@pytest.mark.parametrize(("first", "told"), [(FIRST, True), ("住民一覧,,", False), ("住民一覧", False)])
def test_the_first_record(read: Reading, layout: Layout, header: bool, first: str, told: bool) -> None:
    rows = [first, *[HEADER] * header, SECOND]
    found = read(lines(*rows), layout, encoding="cp932", header=header, skip={"first": 1})

    assert [row[0] for row in found.rows] == ["0002"]
    assert [(a.severity, a.line, "先頭のレコード" in a.message) for a in found.of("F11")] == [
        ("warning", 1, True)
    ] * told


@pytest.mark.parametrize("newline", ["crlf", "none"])
@pytest.mark.parametrize("key", ["first", "last"])
@pytest.mark.parametrize(("record", "told"), [("0002佐藤                20010203", True), ("9999" + " " * 28, False)])
def test_records_of_fixed_width(read: Reading, layout: Layout, key: str, record: str, told: bool, newline: str) -> None:
    own = "0001山田" + " " * 16 + "19800101"
    pair = [record, own] if key == "first" else [own, record]
    end = "\r\n" if newline == "crlf" else ""
    fixed = {"format": "fixed", "encoding": "cp932", "newline": newline}

    found = read("".join(f"{one}{end}" for one in pair), layout, skip={key: 1}, **fixed)

    assert [row[0] for row in found.rows] == ["0001"]
    assert [a.line for a in found.of("F11")] == [1 if key == "first" else 2] * told


@pytest.mark.parametrize("block_size", [1, 1 << 20])
@pytest.mark.parametrize("last", [0, 1])
@pytest.mark.parametrize(
    ("comment", "line", "told"),
    [
        ("#", "#0003,山田,19800101", True),  # a record that somebody took out: a person
        ("#", "#003,山田,19800101", True),
        ("-", "-1,山田,19800101", True),  # a record that happens to begin so
        ("#", "# 2026-11-29 出力", False),
        ("#", "#番号,氏名,生年月日", False),
        ("#", "#,,", False),
    ],
)
def test_a_comment_that_reads_as_data(
    read: Reading, layout: Layout, comment: str, line: str, told: bool, last: int, block_size: int
) -> None:
    rows = lines(HEADER, FIRST, line, *["2件"] * last)

    found = read(rows, layout, block_size=block_size, encoding="cp932", comment=comment, skip={"last": last})

    assert [row[0] for row in found.rows] == ["0001"]
    assert [(a.severity, a.line, "comment" in a.message) for a in found.of("F11")] == [("warning", 3, True)] * told


def test_of_nothing_but_texts_a_title_cannot_be_told(layout_of: Callable[..., Layout]) -> None:
    texts = layout_of(("名称", "XN", 20), ("所在", "XN", 20))

    assert not SkippedRecords(texts, texts.names).read_as_data(["name", "address"])
