"""A small layout with every kind of item, and files of it. All people are made up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import AS_OF
from tests.intake.conftest import make_layout

from chukan.agreement import Agreement
from chukan.layouts.model import Item, Layout
from chukan.mending.run import mend
from chukan.verification.mended import MendNote

HEADER = ("宛名番号", "氏名", "氏名カナ", "生年月日", "金額", "備考")
GOOD = ("1001", "山田　太郎", "ヤマダ　タロウ", "19850312", "1200", "")
AGREED = {
    "format": "csv",
    "encoding": "cp932",
    "newline": "crlf",
    "delimiter": ",",
    "header": True,
    "dates": "yyyymmdd",
}
EVERYTHING = ("F03", "F04", "F05", "F06", "V02", "V05", "V08", "V09")
Mend = Callable[..., tuple[MendNote, bytes, str]]


def agreed(**keys: Any) -> Agreement:
    """Return the usual agreement with other keys."""
    return Agreement.model_validate({**AGREED, **keys})


def file_of(*records: Sequence[str], header: Sequence[str] = HEADER, newline: str = "\r\n") -> bytes:
    """Return a delivered file in CP932."""
    return "".join(",".join(record) + newline for record in (header, *records)).encode("cp932")


@pytest.fixture(scope="session")
def layout() -> Layout:
    """Return a layout with an item of every kind."""
    kinds = (
        {"item": "宛名番号", "type": "X", "length": 15, "key": 1, "required": "required"},
        {"item": "氏名", "type": "N", "length": 20, "format": "person_name", "required": "required"},
        {"item": "氏名カナ", "type": "N", "length": 30, "format": "kana"},
        {"item": "生年月日", "type": "DATE", "length": 8},
        {"item": "金額", "type": "S9", "length": 9, "format": "amount"},
        {"item": "備考", "type": "XN", "length": 30},
    )
    return make_layout(*(Item.model_validate({"no": no, **kind}) for no, kind in enumerate(kinds, 1)))


@pytest.fixture
def mended(layout: Layout, tmp_path: Path) -> Mend:
    """Mend bytes: ``mended(data, "V02", ...)`` gives the note, the bytes of the copy, and the log."""

    def make(data: bytes, *only: str, block_size: int = 8 << 20, **keys: Any) -> tuple[MendNote, bytes, str]:
        source, copy = tmp_path / "delivered.csv", tmp_path / "copy.csv"
        source.write_bytes(data)
        note = mend(source, layout, agreed(**keys), only, copy, as_of=AS_OF, show_values=True, block_size=block_size)
        assert source.read_bytes() == data
        return note, copy.read_bytes(), (tmp_path / "copy.csv.changes.csv").read_text(encoding="utf-8-sig")

    return make


def left(note: MendNote) -> dict[tuple[str, str], tuple[int, int]]:
    """Return by rule and item: mended, left."""
    return {(count.rule, count.item): (count.mended, count.left) for count in note.counts}
