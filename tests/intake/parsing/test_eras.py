"""Dates whose era is in a column of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chukan.agreement import Agreement
from chukan.errors import AgreementError
from chukan.layouts.model import Item, Layout

Reading = Callable[..., Any]
LayoutOf = Callable[..., Layout]
AGREED = {"format": "csv", "encoding": "cp932", "newline": "crlf", "delimiter": ",", "header": True}
BESIDE = {"era": "元号", "digits": "yymmdd"}


@pytest.mark.parametrize(
    ("era", "digits", "read_as"),
    [
        ("5", "030401", "20210401"),
        ("05", "030401", "20210401"),
        ("R", "030401", "20210401"),
        ("令和", "030401", "20210401"),
        ("昭", "640107", "19890107"),
        ("Ｓ", "640107", "19890107"),
        ("3", "640108", "640108"),
        ("9", "030401", "030401"),
        ("", "030401", "030401"),
        ("5", "030431", "030431"),
        ("3", "500000", "19750000"),
        ("", "000000", "00000000"),
        ("", "", ""),
        ("5", "20210401", "20210401"),
    ],
)
def test_the_era_beside_the_date(read: Reading, person: Layout, era: str, digits: str, read_as: str) -> None:
    found = read(f"番号,氏名,元号,生年月日\r\n1,山田,{era},{digits}\r\n", person, dates=BESIDE, **AGREED)

    assert found.rows == [("1", "山田", read_as)]
    assert found.facts.dates == "yyyymmdd"
    assert found.facts.extra == ()
    assert found.of("F06") == []


@pytest.fixture
def two(layout_of: LayoutOf) -> Layout:
    return layout_of(
        ("番号", "X", 2),
        ("元号", "X", 1),
        ("生年月日", "DATE", 8),
        Item.model_validate({"no": 4, "item": "異動日", "type": "DATE", "length": 8, "format": "uncertain_date"}),
    )


def test_an_era_that_is_an_item_is_read_too(read: Reading, two: Layout) -> None:
    found = read("番号,元号,生年月日,異動日\r\n1,5,030401,20210401\r\n", two, dates=BESIDE, **AGREED)

    assert found.rows == [("1", "5", "20210401", "20210401")]


@pytest.mark.parametrize("block_size", [1, 60, 1 << 20])
def test_an_era_for_each_date_wherever_it_is(read: Reading, two: Layout, block_size: int) -> None:
    agreed = AGREED | {"dates": {"era": {"生年月日": "元号", "異動日": "異動元号"}}}
    text = "異動元号,番号,元号,生年月日,異動日\r\n" + '4,1,3,500401,"310229"\r\nH,2,3,500401,"310431"\r\n' * 2

    found = read(text, two, block_size=block_size, **agreed)

    assert [row[-2:] for row in found.rows] == [("19750401", "20190229"), ("19750401", "20190431")] * 2


def test_fixed_width(read: Reading, two: Layout) -> None:
    agreed: dict[str, Any] = {"format": "fixed", "encoding": "cp932", "newline": "crlf", "length_unit": "bytes"}
    dates = {"era": {"生年月日": "元号", "異動日": "元号"}}

    by_lengths = read("01303040103040 \r\n01503040103040 \r\n".replace("03040 ", "030401"), two, dates=dates, **agreed)
    places = {"番号": (1, 2), "生年月日": (3, 6), "異動の元号": (9, 2)}
    positions = {name: {"start": start, "length": length} for name, (start, length) in places.items()}
    by_positions = read("01030401R \r\n", two, dates={"era": "異動の元号"}, positions=positions, **agreed)

    assert by_lengths.rows[1] == ("01", "5", "20210401", "20210401")
    assert by_lengths.rejected == []
    assert by_positions.rows == [("01", "20210401")]


def test_a_file_without_the_column_says_so(read: Reading, person: Layout) -> None:
    found = read("番号,氏名,生年月日\r\n1,山田,030401\r\n", person, dates=BESIDE, **AGREED)

    assert found.rows == [("1", "山田", "030401")]
    assert [(a.item, a.severity) for a in found.of("F06")] == [("生年月日", "error")]
    assert "元号の列「元号」" in found.of("F06")[0].message


@pytest.mark.parametrize(
    ("agreed", "message"),
    [
        ({**AGREED, "dates": {"era": {"番号": "元号"}}}, "日付の項目ではありません"),
        ({**AGREED, "dates": {"era": "番号"}}, "隣に日付の項目がありません"),
        ({"format": "fixed", "encoding": "cp932", "dates": {"era": {"生年月日": "和暦"}}}, "位置がわかりません"),
        (
            {
                "format": "fixed",
                "encoding": "cp932",
                "dates": {"era": {"生年月日": "和暦"}},
                "positions": {"生年月日": {"start": 1, "length": 6}},
            },
            "positions にありません",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused(read: Reading, two: Layout, agreed: dict[str, Any], message: str) -> None:
    with pytest.raises(AgreementError, match=message):
        read("番号,元号,生年月日,異動日\r\n", two, **agreed)


def test_the_form_that_dates_have_once_they_are_read() -> None:
    forms = [Agreement.model_validate({"dates": form}).date_form for form in (None, "gyymmdd", BESIDE, "yyyy/mm/dd")]

    assert forms == [None, "yyyymmdd", "yyyymmdd", "yyyy/mm/dd"]


def test_eras_in_a_sheet(tmp_path: Any, person: Layout, reading: Reading) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    workbook = openpyxl.Workbook()
    for row in (["番号", "氏名", "元号", "生年月日"], ["0001", "山田", 5, "030401"]):
        workbook.active.append(row)
    workbook.save(tmp_path / "a.xlsx")
    workbook.close()

    assert reading(tmp_path / "a.xlsx", person, dates=BESIDE).rows == [("0001", "山田", "20210401")]


@pytest.mark.parametrize(
    ("dates", "message"),
    [
        ("yyyymd", "日付の形「yyyymd」は使えません.*「yyyymmdd」ではありませんか"),
        ({"eras": "x"}, "「{era: 生年月日元号, digits: yymmdd}」か"),
        ({"era": "x", "digits": "yymm"}, "のように書いてください"),
        ({"era": {}}, "のように書いてください"),
        ({"era": {"生年月日": None}}, "のように書いてください"),
        ({"era": 5}, "のように書いてください"),
    ],
)
def test_a_wrong_form_of_dates_says_what_may_be_written(dates: Any, message: str) -> None:
    with pytest.raises(AgreementError, match=message) as refused:
        Agreement().merged({"dates": dates})

    assert "literal" not in refused.value.message
    assert "EraDates" not in refused.value.message
