"""Which column holds which item (F06)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.intake.opening.conftest import AGREED

from chukan.layouts.model import Layout

Reading = Callable[..., Any]
RECORD = "0001,山田,19800101\r\n"


def header_file(*names: str, records: str = RECORD) -> str:
    return ",".join(names) + "\r\n" + records


def test_columns_are_found_by_name_in_another_order(read: Reading, person: Layout) -> None:
    found = read("氏名,番号,生年月日\r\n山田,0001,19800101\r\n", person, encoding="cp932", header=True, newline="crlf")

    assert found.columns == ("氏名", "番号", "生年月日")
    assert found.rows == [("山田", "0001", "19800101")]
    (anomaly,) = found.anomalies
    assert (anomaly.rule, anomaly.line) == ("F06", 1)
    assert "順" in anomaly.message


def test_a_missing_item(read: Reading, person: Layout) -> None:
    found = read("番号,氏名\r\n0001,山田\r\n", person, encoding="cp932", header=True)

    assert found.facts.missing == ("生年月日",)
    assert [(a.rule, a.item) for a in found.anomalies] == [("F06", "生年月日")]


def test_an_extra_column_is_not_checked_and_said(read: Reading, person: Layout) -> None:
    found = read("番号,氏名,備考,生年月日\r\n1,山田,x,19800101\r\n", person, encoding="cp932", header=True)

    assert found.columns == ("番号", "氏名", "生年月日")
    assert found.facts.extra == ("備考",)
    assert found.rules == ["F06"]
    assert "「3 列目（漢漢）」" in found.anomalies[0].message  # it may be a value: see test_header


def test_a_renamed_item_offers_the_nearest_once(read: Reading, person: Layout) -> None:
    found = read(header_file("番号", "氏名", "生年月"), person, encoding="cp932", header=True)

    (anomaly,) = found.of("F06")
    assert "「生年月日」ではありませんか" in anomaly.message
    assert anomaly.item == "生年月日"
    assert found.columns == ("番号", "氏名")


def test_a_duplicate_column_is_read_once(read: Reading, person: Layout) -> None:
    found = read("番号,氏名,番号,生年月日\r\n1,山田,2,19800101\r\n", person, encoding="cp932", header=True)

    assert found.rows == [("1", "山田", "19800101")]
    (anomaly,) = found.of("F06")
    assert "2 あります" in anomaly.message


def test_a_header_that_is_agreed_on_but_missing(read: Reading, person: Layout) -> None:
    found = read(RECORD * 3, person, encoding="cp932", header=True)

    assert len(found.rows) == 3
    assert not found.facts.header
    assert found.rules == ["F06"]


def test_a_header_that_was_not_agreed_on(read: Reading, person: Layout) -> None:
    found = read(header_file("番号", "氏名", "生年月日"), person, encoding="cp932", header=False)

    assert found.rows == [("0001", "山田", "19800101")]
    assert found.rules == ["F06"]


def test_names_that_match_nothing_are_read_by_position(read: Reading, person: Layout) -> None:
    found = read(header_file("id", "name", "birth"), person, encoding="cp932", header=True)

    assert found.rows == [("0001", "山田", "19800101")]
    assert found.columns == ("番号", "氏名", "生年月日")
    assert found.rules == ["F06"]


def test_a_short_header_over_records_as_wide_as_the_layout(read: Reading, person: Layout) -> None:
    found = read(header_file("番号", "氏名", records=RECORD * 3), person, encoding="cp932", header=True)

    assert found.rows[0] == ("0001", "山田", "19800101")
    assert set(found.rules) == {"F06"}


def test_without_a_header_the_number_of_items_counts(read: Reading, person: Layout) -> None:
    found = read(RECORD + "1,2\r\n", person, encoding="cp932", header=False)

    assert found.rows == [("0001", "山田", "19800101")]
    assert found.rules == ["F07"]


@pytest.mark.parametrize("header", [None, True, False])
def test_without_a_layout(read: Reading, header: bool | None) -> None:
    found = read("甲,乙\r\n1,2\r\n", encoding="cp932", header=header)

    if header is False:
        assert found.columns == ("項目1", "項目2")
        assert len(found.rows) == 2
    else:
        assert found.columns == ("甲", "乙")
        assert found.rows == [("1", "2")]


def test_a_quoted_header_with_a_newline(read: Reading) -> None:
    found = read('"甲\n乙",丙\r\n1,2\r\n', encoding="cp932", header=True)

    assert found.columns == ("甲\n乙", "丙")
    assert found.lines == [3]


def test_a_header_behind_skipped_records_and_blank_lines(read: Reading, person: Layout) -> None:
    data = "出力日 2026-11-23\r\n\r\n番号,氏名,生年月日\r\n" + RECORD

    found = read(data, person, encoding="cp932", header=True, newline="crlf", skip={"first": 1, "last": 0})

    assert found.rows == [("0001", "山田", "19800101")]
    assert found.lines == [4]
    assert [(a.rule, a.line, a.count) for a in found.anomalies] == [("F07", 2, 1)]


def test_a_column_without_a_name_that_the_records_fill(read: Reading, person: Layout) -> None:
    found = read("番号,氏名,生年月日,\r\n1,東京,19800101,x\r\n2,大阪,19800101,y\r\n", person, **AGREED)

    assert found.rows == [("1", "東京", "19800101"), ("2", "大阪", "19800101")]
    (anomaly,) = found.anomalies
    assert (anomaly.rule, anomaly.line) == ("F06", 1)
    assert "4 列目に見出しがありません" in anomaly.message


def test_a_delimiter_too_many_in_the_header_alone(read: Reading, person: Layout) -> None:
    found = read("番号,氏名,生年月日,\r\n1,東京,19800101\r\n2,大阪,19800101\r\n", person, **AGREED)

    assert len(found.rows) == 2
    (anomaly,) = found.anomalies
    assert (anomaly.rule, anomaly.severity) == ("F06", "warning")


@pytest.mark.parametrize("block_size", [1, 1 << 20])
def test_a_delimiter_too_many_everywhere_with_values_over_several_lines(
    read: Reading, person: Layout, block_size: int
) -> None:
    data = '番号,氏名,生年月日,\r\n1,"東\r\n京",19800101,\r\n2,"大\r\n\r\n阪",19800101,\r\n'

    found = read(data, person, newlines_in_values=True, block_size=block_size, **AGREED)

    assert found.rows == [("1", "東\r\n京", "19800101"), ("2", "大\r\n\r\n阪", "19800101")]
    assert [(a.rule, a.severity, a.count) for a in found.anomalies] == [("F07", "warning", 2)]


def test_records_as_wide_as_the_layout_say_once_how_they_were_read(read: Reading, person: Layout) -> None:
    found = read("生年月日,番号\r\n1,東京,19800101\r\n2,大阪,19800101\r\n", person, **AGREED)

    (anomaly,) = found.of("F06")
    assert "定義の順に" in anomaly.message
    assert found.rows[0] == ("1", "東京", "19800101")


def test_records_that_all_disagree_with_the_header_are_one_finding(read: Reading, layout_of: Any) -> None:
    layout = layout_of(
        ("番号", "X", 4), ("氏名", "N", 10), ("生年月日", "DATE", 8), ("備考", "XN", 20), ("金額", "9", 9)
    )
    records = "".join(f"000{n},山田太郎,19800101,12345,500\r\n" for n in range(9))

    found = read("番号,氏名,生年月日,金額\r\n" + records, layout, **{**AGREED, "header": True})

    assert found.account.rejected_records == 0
    assert len(found.rows) == 9


def test_without_a_layout_records_wider_than_the_header_are_read(read: Reading) -> None:
    found = read("甲,乙\r\n" + "1,2,3\r\n" * 9, **AGREED)

    assert found.columns == ("甲", "乙", "3 列目")
    assert len(found.rows) == 9
    assert found.rules == ["F06"]


def test_a_column_that_was_agreed_on_for_an_item_that_is_there_already(read: Reading, person: Layout) -> None:
    found = read(
        "番号,氏名,名前,生年月日\r\n0001,山田,鈴木,19800101\r\n", person, encoding="cp932", columns={"名前": "氏名"}
    )

    (anomaly,) = found.of("F06")
    assert (anomaly.item, anomaly.severity) == ("氏名", "error")
    assert "「氏名」の列はほかにもあります" in anomaly.message
    assert [row[1] for row in found.rows] == ["山田"]
