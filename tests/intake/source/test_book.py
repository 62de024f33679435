"""What is read of a workbook, here or in a process of its own."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from chukan.intake.source.book import read_book

XLS = Path(__file__).parent / "books" / "resident.xls"


def test_names_and_the_cells_of_one_sheet(book: Path) -> None:
    names, cells = read_book(book, "住民")

    assert names == ["住民", "空"]
    assert cells[0][:2] == ["番号", "氏名"]
    assert len(cells) == 5
    assert read_book(book, None) == (names, [])
    assert read_book(book, "なし") == (names, [])


def test_an_xls_is_read_in_another_process() -> None:
    names, cells = read_book(XLS, "住民")

    assert names == ["表紙", "住民"]
    assert list(cells[1])[:2] == ["0001", "山田　太郎"]


@pytest.mark.parametrize("data", [b"PK\x03\x04 broken", b"a,b\n1,2\n", b""])
def test_what_is_no_workbook(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)

    with pytest.raises(ValueError, match=r".+"):
        read_book(path, None)


def test_a_reader_that_does_not_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: Any, timeout: float, **__: Any) -> None:
        raise subprocess.TimeoutExpired("chukan", timeout)

    monkeypatch.setattr("chukan.intake.source.book.subprocess.run", never)

    with pytest.raises(ValueError, match="終わりません"):
        read_book(XLS, None)
