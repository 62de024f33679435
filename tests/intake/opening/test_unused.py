"""Keys of an agreement that mean nothing for the form of a file: each is told, and only then."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from chukan.agreement import Agreement
from chukan.layouts.model import Layout

Reading = Callable[..., Any]

ROWS = [("0001", "山田太郎", "19800101"), ("0002", "鈴木花子", "19800102"), ("0003", "佐藤次郎", "20000103")]
NAMES = ("番号", "氏名", "生年月日")
POSITIONS = {
    "番号": {"start": 1, "length": 4},
    "氏名": {"start": 5, "length": 20},
    "生年月日": {"start": 25, "length": 8},
}
#: What holds for each kind of file whatever else is agreed on.
BASES: dict[str, dict[str, Any]] = {
    "header": {"format": "csv", "header": True, "encoding": "cp932"},
    "no header": {"format": "csv", "header": False, "encoding": "cp932"},
    "kinds": {"format": "csv", "header": False, "encoding": "cp932", "record_types": {"trailer": "0003"}},
    "fixed": {"format": "fixed", "encoding": "cp932", "newline": "crlf"},
    "sheet": {"header": True},
    "bare sheet": {"header": False},
}
CSVS = ("header", "no header", "kinds")
SHEETS = ("sheet", "bare sheet")


@pytest.fixture
def opened(tmp_path: Path, person: Layout, reading: Reading) -> Callable[..., Any]:
    """Read a file of one kind under its usual agreement and some more keys."""

    def opened(kind: str, **agreed: Any) -> Any:
        path = tmp_path / ("file.xlsx" if kind in SHEETS else "file.txt")
        lines = [NAMES, *ROWS] if kind in ("header", "sheet") else ROWS
        if kind in SHEETS:
            book = openpyxl.Workbook()
            for line in lines:
                book["Sheet"].append(line)
            book.save(path)
            book.close()
        elif kind == "fixed":
            path.write_bytes(
                b"".join(a.encode() + b.encode("cp932").ljust(20) + c.encode() + b"\r\n" for a, b, c in lines)
            )
        else:
            path.write_bytes("".join(",".join(line) + "\r\n" for line in lines).encode("cp932"))
        return reading(path, person, **{**BASES[kind], **agreed})

    return opened


@pytest.mark.parametrize("kind", BASES)
def test_what_every_file_has_is_not_told(opened: Reading, kind: str) -> None:
    assert opened(kind, dates="yyyymmdd", length_unit="chars", gaiji="allow").of("A02") == []


@pytest.mark.parametrize(
    ("kinds", "key", "value", "severity"),
    [
        (SHEETS, "encoding", "cp932", "warning"),
        (SHEETS, "newline", "crlf", "warning"),
        (SHEETS, "positions", POSITIONS, "warning"),
        (SHEETS, "record_length", 60, "warning"),
        (SHEETS, "delimiter", "\t", "warning"),
        (("fixed",), "delimiter", "\t", "info"),
        ((*SHEETS, "fixed"), "quote", "'", "info"),
        (SHEETS, "quoting", "all", "warning"),
        (("fixed",), "quoting", "all", "info"),
        ((*SHEETS, "fixed"), "comment", "#", "warning"),
        (("fixed",), "newlines_in_values", True, "info"),
        (("fixed", "no header", "kinds", "bare sheet"), "columns", {"宛名": "番号"}, "warning"),
        (("fixed", "no header", "kinds", "bare sheet"), "columns", {"備考": None}, "warning"),
        ((*SHEETS, *CSVS), "padding", {"text": "right_space"}, "info"),
        ((*SHEETS, *CSVS), "padding", {"number": "right_space"}, "info"),
    ],
)
def test_a_key_without_effect_is_told_once(
    opened: Reading, kinds: tuple[str, ...], key: str, value: object, severity: str
) -> None:
    for kind in kinds:
        found = opened(kind, **{key: value})
        (told,) = found.of("A02")
        assert told.severity == severity
        assert f"移行条件の {key}" in told.message
        assert found.account.rejected_records == 0


@pytest.mark.parametrize(
    ("kinds", "key", "value"),
    [
        (("fixed", *CSVS), "newline", "crlf"),
        (("fixed", "sheet"), "header", True),
        (("header", "sheet"), "columns", {"宛名": "番号"}),
        (CSVS, "quoting", "all"),
        (CSVS, "delimiter", ","),
        (CSVS, "comment", "#"),
        (("fixed",), "padding", {"text": "right_space"}),
        ((*CSVS, *SHEETS), "padding", {"number": "left_zero"}),
        ((*CSVS, *SHEETS), "newlines_in_values", True),
        (("fixed",), "positions", POSITIONS),
    ],
)
def test_a_key_with_effect_is_not_told(opened: Reading, kinds: tuple[str, ...], key: str, value: object) -> None:
    assert [a for kind in kinds for a in opened(kind, **{key: value}).of("A02")] == []


def test_all_keys_are_one_finding(opened: Reading) -> None:
    (told,) = opened("sheet", encoding="cp932", newline="crlf", delimiter=",", quoting="minimal").of("A02")

    assert told.message.startswith(
        "移行条件の encoding、newline、delimiter、quoting は、このファイルの形（Excel のシート）では意味がなく"
    )
    assert "encoding: null" in told.message


def test_an_inherited_key_can_be_taken_back(opened: Reading) -> None:
    taken: dict[str, Any] = {
        "encoding": None,
        "newline": None,
        "delimiter": None,
        "quoting": None,
        "columns": {},
        "padding": {},
    }

    assert opened("bare sheet", **taken).of("A02") == []


def test_a_sheet_where_fixed_width_was_agreed_on_is_an_error(opened: Reading) -> None:
    (told,) = opened("sheet", format="fixed").of("F07")

    assert told.severity == "error"
    assert "Excel のシート" in told.message


def test_bytes_of_a_sheet_are_those_of_the_agreed_encoding(opened: Reading) -> None:
    assert opened("sheet", length_unit="bytes", encoding="cp932").of("A02") == []
    (told,) = opened("sheet", length_unit="bytes").of("A02")
    assert "encoding に、桁数を数える文字コードを書いてください" in told.message


@pytest.mark.parametrize("kind", CSVS)
def test_places_are_told_where_nobody_said_that_it_is_a_csv(opened: Reading, kind: str) -> None:
    found = opened(kind, format=None, delimiter=",", record_length=60)

    assert ["record_length" in a.message for a in found.of("A02")] == [True]


def test_columns_are_not_told_where_the_header_is_what_is_missing(opened: Reading) -> None:
    found = opened("no header", header=True, columns={"宛名": "番号"})

    assert found.of("A02") == []
    assert len(found.of("F06")) == 1


@pytest.mark.parametrize(("length", "severity"), [(4, "info"), (1, "warning")])
def test_the_length_of_a_mark_that_is_a_whole_field(opened: Reading, length: int, severity: str) -> None:
    (told,) = opened("kinds", record_types={"length": length, "trailer": "0003"}).of("A02")

    assert (told.severity, "項目の値の全体" in told.message) == (severity, True)


def test_newlines_in_values_need_quotes(opened: Reading) -> None:
    (told,) = opened("header", quoting="none", newlines_in_values=True).of("A02")

    assert "newlines_in_values" in told.message


@pytest.mark.parametrize("dates", [1, 2])
def test_a_column_of_eras_that_is_not_there(read: Reading, layout_of: Callable[..., Layout], dates: int) -> None:
    layout = layout_of(("番号", "X", 4), *((f"日{n}", "DATE", 8) for n in range(dates)))
    data = ",".join(layout.names) + "\r\n" + ",".join(("0001", *["19800101"] * dates)) + "\r\n"

    found = read(data, layout, encoding="cp932", newline="crlf", header=True, dates={"era": "元号"})

    assert [(a.rule, a.severity) for a in found.anomalies] == [("F06", "error") if dates == 1 else ("A02", "warning")]
    assert all("列「元号」がありません" in a.message for a in found.anomalies)


#: Keys that say something of every file, or of the values that layouts ask for, whatever the form.
_OF_ALL = {
    *("format", "header", "length_unit", "dates", "unknown_dates", "repertoire", "gaiji", "estimates"),
    *("implied_point", "overpunch", "record_types", "skip", "padding"),
}


@pytest.mark.parametrize("key", Agreement.model_fields)
def test_of_every_key_it_is_known_for_which_forms_it_means_something(opened: Reading, key: str) -> None:
    values = {
        "encoding": "cp932",
        "newline": "crlf",
        "delimiter": ",",
        "columns": {"宛名": None},
        "quote": "'",
        "quoting": "all",
        "newlines_in_values": True,
        "positions": POSITIONS,
        "record_length": 32,
        "comment": "#",
        "escape": "\\",
    }
    assert (key in values) != (key in _OF_ALL)
    if key in values:
        more = {"encoding": "utf-8"} if key == "escape" else {}
        told = [kind for kind in ("fixed", "bare sheet") for a in opened(kind, **{key: values[key]}, **more).of("A02")]
        assert told == {
            "encoding": ["bare sheet"],
            "newline": ["bare sheet"],
            "newlines_in_values": ["fixed"],
            "positions": ["bare sheet"],
            "record_length": ["bare sheet"],
        }.get(key, ["fixed", "bare sheet"])
