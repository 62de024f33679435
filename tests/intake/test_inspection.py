"""One pass over a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from chukan.agreement import Agreement
from chukan.intake.inspection import Inspection, OnePass
from chukan.intake.reader import open_file


def passed(path: Path, data: bytes, *names: str, block_size: int = 64, first_only: bool = False) -> Inspection:
    path.write_bytes(data)
    agreement = Agreement.model_validate({"format": "csv", "header": True})
    reader = open_file(path, None, agreement, block_size=block_size)
    return OnePass(reader, agreement, frozenset(names)).inspection("a.csv", 0.9, "理由", first_only=first_only)


def test_columns_that_no_layout_knows_are_called_by_their_numbers(tmp_path: Path) -> None:
    found = passed(tmp_path / "a.csv", "番号,佐藤太郎\r\n1,2\r\n".encode(), "番号")

    assert found.columns[0] == "番号"
    assert "佐藤" not in found.columns[1]


def test_widths_are_those_of_all_records_rejected_ones_too(tmp_path: Path) -> None:
    found = passed(tmp_path / "a.csv", b"a,b\r\n" + b"1,2\r\n" * 30 + b"1,2,3\r\n" * 2)

    assert found.widths == ((2, 30), (3, 2))
    assert (found.records, found.rejected) == (32, 2)


@pytest.mark.parametrize(("values", "form"), [("20260401", "yyyymmdd"), ("2026/04/01", "yyyy/mm/dd"), ("9", None)])
def test_the_form_of_dates_is_that_of_a_column_of_dates(tmp_path: Path, values: str, form: str | None) -> None:
    assert passed(tmp_path / "a.csv", f"a,b\r\n1,{values}\r\n2,{values}\r\n".encode()).dates == form


def test_the_first_records_are_enough_where_nobody_asks_for_more(tmp_path: Path) -> None:
    data = b"a,b\r\n" + b"1,2\r\n" * 100

    assert sum(count for _, count in passed(tmp_path / "a.csv", data, first_only=True).widths) < 100
    assert passed(tmp_path / "a.csv", data).widths == ((2, 100),)
