"""How a file of several kinds of record is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.intake.conftest import KINDS, lines

from chukan.agreement import Agreement
from chukan.errors import AgreementError
from chukan.intake.opening.kinds import Kinds
from chukan.intake.reader import open_file
from chukan.layouts.model import Layout

Reading = Callable[..., Any]


def test_records_without_a_key_are_data_where_none_was_agreed_on(read: Reading) -> None:
    found = read(
        lines("H,x", "a,b", "T,1", "c,d"), encoding="cp932", header=False, record_types={"header": "H", "trailer": "T"}
    )

    assert found.rows == [("a", "b"), ("c", "d")]
    (anomaly,) = found.of("F11")
    assert (anomaly.line, "データ" in anomaly.message) == (4, True)


def test_kinds_in_utf_16(read: Reading) -> None:
    found = read("1,頭\r\n2,山\r\n8,計\r\n8,計\r\n9\r\n", **{**KINDS, "encoding": "utf-16le"})

    assert found.rows == [("2", "山")]
    assert [a.line for a in found.of("F11")] == [4]


@pytest.mark.parametrize("block_size", [1, 1 << 20])
def test_any_number_of_kinds(read: Reading, block_size: int) -> None:
    types = {"types": {"A": {"times": 1, "first": True}, "B": {}, "C": {}, "Z": {"times": 1, "last": True}}}
    agreed = {"encoding": "cp932", "header": False, "record_types": types}

    sound = read(lines("A,1", "B,1", "C,1", "B,2", "C,2", "Z,9"), block_size=block_size, **agreed)
    wrong = read(lines("B,1", "A,1", "C,1", "Z,9", "B,2"), block_size=block_size, **agreed)

    assert sound.of("F11") == []
    assert [(a.line, a.count) for a in wrong.of("F11")] == [(2, 1), (5, 1)]


def test_who_reads_without_the_layouts_of_other_kinds_compares_nothing(read: Reading) -> None:
    """`mend` rewrites the records of one layout; an agreement whose trailer states a number is no obstacle."""
    types: dict[str, dict[str, Any]] = {"2": {"layout": "d"}, "8": {"layout": "t", "times": 1, "count": "件数"}}
    agreed = {"encoding": "cp932", "header": False, "delimiter": ","}

    found = read(lines("2,a", "8,7"), **agreed, record_types={"types": types})

    assert found.of("F11") == []
    types["8"].pop("layout")
    with pytest.raises(AgreementError, match="layout がありません"):
        read(lines("2,a", "8,7"), **agreed, record_types={"types": types})


@pytest.mark.parametrize("block_size", [1, 30, 1 << 20])
@pytest.mark.parametrize("form", ["csv", "fixed", "stream"])
@pytest.mark.parametrize("read", ["2", "3"])
def test_a_sum_over_kinds_of_different_layouts(
    tmp_path: Path, layout_of: Callable[..., Layout], form: str, read: str, block_size: int
) -> None:
    """The item is elsewhere in each kind, and longer; trailers divide the file."""
    items = {
        "2": [("種別", "X", 1), ("額", "9", 4), ("名", "X", 3)],
        "3": [("種別", "X", 1), ("名", "X", 2), ("額", "S9", 4)],
        "8": [("種別", "X", 1), ("計", "S9", 6)],
    }
    layouts = {key: layout_of(*of).model_copy(update={"slug": f"l{key}"}) for key, of in items.items()}
    records = [("2", "0005", "abc"), ("3", "x ", "-0002"), ("8", "+000003"), ("3", "y ", "+0007"), ("8", "+000008")]
    types: dict[str, dict[str, Any]] = {key: {"layout": f"l{key}"} for key in items}
    types["8"]["sum"] = {"計": {"item": "額", "types": [read, "3" if read == "2" else "2"]}}
    end = "" if form == "stream" else "\r\n"
    text = "".join((",".join(one) if form == "csv" else "".join(one)) + end for one in records)
    path = tmp_path / "file.txt"
    path.write_bytes(text.encode())
    agreement = Agreement.model_validate(
        {
            "format": "csv" if form == "csv" else "fixed",
            "encoding": "cp932",
            "newline": "crlf" if end else "none",
            "header": False,
            "dates": "yyyymmdd",
            "padding": {"number": "left_zero"},
            "record_types": {"types": types},
        }
    )

    reader = open_file(path, layouts[read], agreement, block_size=block_size, several=Kinds(layouts))
    assert len([*reader]) >= 1

    told = [a for a in reader.anomalies if a.rule == "F11"]
    assert [(a.line, "合計は 7 です（差 -1）" in a.message) for a in told] == [(5, True)]
