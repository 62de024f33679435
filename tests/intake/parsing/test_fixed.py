"""Fixed width: cut by bytes, padding taken off where agreed, every byte accounted for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.intake.conftest import FIXED, FIXED_RECORDS, FIXED_ROWS

from chukan.errors import AgreementError, InputError
from chukan.layouts.model import Layout

Reading = Callable[..., Any]
LayoutOf = Callable[..., Layout]


@pytest.mark.parametrize("block_size", [1, 31, 1 << 20])
@pytest.mark.parametrize(("newline", "end"), [("crlf", b"\r\n"), ("lf", b"\n"), ("cr", b"\r"), ("none", b"")])
def test_clean_records(read: Reading, fixed_layout: Layout, newline: str, end: bytes, block_size: int) -> None:
    data = b"".join(one + end for one in FIXED_RECORDS)

    found = read(data, fixed_layout, block_size=block_size, **{**FIXED, "newline": newline})

    assert found.rows == FIXED_ROWS
    assert found.lines == [1, 2, 3]
    assert found.anomalies == []
    assert found.facts.record_length == 29
    assert found.facts.newline == newline
    assert found.account.read_bytes == 3 * 29


def test_a_character_cut_by_an_items_boundary(read: Reading, fixed_layout: Layout) -> None:
    data = b"0001" + "山田太".encode("cp932") + b"x\x8e" + b"00120" + b"+012" + b"20200101"

    found = read(data + b"\r\n", fixed_layout, **FIXED)

    (anomaly,) = found.of("F03")
    assert (anomaly.record, anomaly.item, anomaly.offset, anomaly.raw) == (1, "氏名", 11, b"\x8e")
    assert "境で切れて" in anomaly.message
    assert found.damaged == [(1, "氏名")]


def test_record_types_and_skipped_records(read: Reading, layout_of: LayoutOf) -> None:
    layout = layout_of(("種別", "X", 1), ("値", "X", 3))
    types = {"column": 1, "length": 1, "header": "1", "data": "2", "trailer": "8", "end": "9"}
    for end, newline in ((b"\r\n", "crlf"), (b"", "none")):
        data = end.join([b"1hdr", b"2abc", b"2def", b"7???", b"8sum", b"9end", b""])

        found = read(data, layout, **{**FIXED, "newline": newline}, record_types=types)

        assert found.rows == [("2", "abc"), ("2", "def")]
        assert [r.raw for r in found.rejected] == [b"7???"]
        assert found.account.header_bytes == 12


def test_control_bytes_in_a_value(read: Reading, fixed_layout: Layout) -> None:
    found = read(FIXED_RECORDS[0].replace(b"1   ", b"1 \x00 ") + b"\r\n", fixed_layout, **FIXED)

    (anomaly,) = found.anomalies
    assert (anomaly.rule, anomaly.item, anomaly.offset) == ("F05", "番号", 2)


@pytest.mark.parametrize("block_size", [1, 31, 1 << 20])
@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r", b"\x1a\r\n", b"\r\n\x1a", b"\x1a\x1a\n\x00"])
def test_a_newline_behind_a_file_without_newlines_is_no_record(
    read: Reading, fixed_layout: Layout, end: bytes, block_size: int
) -> None:
    """A transfer or an editor puts it there."""
    data = b"".join(FIXED_RECORDS)

    found = read(data + end, fixed_layout, block_size=block_size, **{**FIXED, "newline": "none"})

    assert found.rows == FIXED_ROWS
    assert found.rejected == []
    assert found.account.end_bytes == len(end)
    assert [(a.rule, a.severity) for a in found.anomalies if a.rule != "F05"] == [("F04", "warning")]
    assert bool(found.of("F05")) == (b"\x1a" in end)


@pytest.mark.parametrize("last", [b"\n", b"\r\n"])
def test_newlines_that_belong_to_the_last_record_stay_there(read: Reading, fixed_layout: Layout, last: bytes) -> None:
    data = b"".join(FIXED_RECORDS)[: -len(last)] + last

    found = read(data, fixed_layout, **{**FIXED, "newline": "none"})

    assert found.account.total_records == 3
    assert found.account.end_bytes == 0


@pytest.mark.parametrize(
    ("agreed", "error"), [("cp932", InputError), ("utf-16", AgreementError), ("utf-16le", AgreementError)]
)
def test_fixed_width_in_utf_16_is_refused_whoever_is_to_blame(
    read: Reading, fixed_layout: Layout, agreed: str, error: type[Exception]
) -> None:
    """A file that is not as agreed must not end the check of a whole project as a wrong agreement does."""
    with pytest.raises(error, match="UTF-16"):
        read("0001山田\r\n".encode("utf-16"), fixed_layout, **{**FIXED, "encoding": agreed})
