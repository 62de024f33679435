"""What a value of a date means, and that every byte of a file is some record's or nobody's."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.conftest import ISSUED

from chukan.agreement import Agreement
from chukan.expressions.types import DateForms
from chukan.layouts.library import Library
from chukan.layouts.model import Item
from chukan.reduction.classify.columns import BYTES, RECORD
from chukan.reduction.classify.reading import ReadFile, read, start_days
from chukan.reduction.rules.load import Retention
from chukan.reduction.rules.needs import Needs, needs_of
from chukan.verification.job import Target


def days(kind: Any, *values: str | None, dates: str = "yyyymmdd") -> list[dt.date | bool | None]:
    """Return the day of each value; True where it is unreadable, None where it is empty."""
    found, bad = start_days(pa.array(values, pa.string()), Item(no=1, item="x", type=kind), DateForms(dates))
    return [True if b else d for d, b in zip(found.to_pylist(), bad.to_pylist(), strict=True)]


def test_days() -> None:
    found = days(
        "DATE",
        "20200229",
        "20210229",
        "00000000",
        "99999999",
        "",
        None,
        "  ",
        "R020229",
        "18991231",
        "19000101",
        "02140619",
    )

    assert found == [
        dt.date(2020, 2, 29),
        True,
        True,
        True,
        None,
        None,
        None,
        True,
        True,
        dt.date(1900, 1, 1),
        True,
    ]


def test_years_and_months_count_to_their_end() -> None:
    assert days("YEAR", "2019", "", "20", "0214") == [dt.date(2020, 3, 31), None, True, True]
    assert days("YM", "202002", "202012", "202013", "", "000000") == [
        dt.date(2020, 2, 29),
        dt.date(2020, 12, 31),
        True,
        None,
        True,
    ]


def test_days_in_the_agreed_form() -> None:
    assert days("DATE", "2020-02-29", "20200229", dates="yyyy-mm-dd") == [dt.date(2020, 2, 29), True]


@pytest.fixture
def delivered(library: Library, retention: Retention, tmp_path: Path) -> Any:
    """Read a file of 交付履歴."""
    layout = library.layout(ISSUED, default="mic@2.7")

    def call(data: bytes, needs: Needs | None = None, block_size: int = 1 << 20, **agreed: Any) -> ReadFile:
        path = tmp_path / "f.csv"
        path.write_bytes(data)
        agreement = Agreement.model_validate({"encoding": "cp932", "header": True, "dates": "yyyymmdd"} | agreed)
        target = Target(
            path=path, layout=layout, agreement=agreement, municipality="131016", municipality_name="", shown="f.csv"
        )
        return read(
            0,
            target,
            needs_of(layout, [layout], retention) if needs is None else needs,
            tmp_path,
            block_size=block_size,
        )

    return call


def test_records_and_their_bytes(delivered: Any) -> None:
    body = b"1,20200401\r\n\r\n2,x\r\n3,20200401,9\r\n4,20200401"

    file = delivered("宛名番号,交付年月日\r\n".encode("cp932") + body)

    table = pq.read_table(file.spill)
    assert table[RECORD].to_pylist() == [1, 2, 4]
    assert table[BYTES].to_pylist() == [12, 5, 10]
    assert (file.records, file.rejected) == (3, 1)
    assert (file.record_bytes, file.rejected_bytes) == (27, len(b"3,20200401,9\r\n"))


def test_what_needs_no_item_is_counted_too(delivered: Any) -> None:
    file = delivered("宛名番号,交付年月日\r\n1,2\r\n".encode("cp932"), Needs(judged=True))

    assert pq.read_table(file.spill).num_rows == 1
    assert delivered("宛名番号,交付年月日\r\n1,2\r\n".encode("cp932"), Needs(values=())).spill is None


def test_damaged_records_are_told(delivered: Any) -> None:
    needs = Needs(values=("宛名番号", "交付年月日"))
    body = b"1,\x812020\r\n2,20200401\r\n3\x81,20200401\r\n"

    file = delivered("宛名番号,交付年月日\r\n".encode("cp932") + body, needs)

    assert [(d.record, d.hurt) for d in file.damaged] == [(1, {"交付年月日"}), (3, {"宛名番号"})]
    assert file.damaged[1].patterns["宛名番号"] == "3%"
    assert file.unknown == set()


def test_an_item_that_the_file_lacks_is_told(delivered: Any) -> None:
    file = delivered("交付年月日\r\n20200401\r\n".encode("cp932"), Needs(values=("宛名番号",)))

    assert file.unknown == {"宛名番号"}
