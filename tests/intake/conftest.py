"""Reading bytes in a line: what a test of intake begins with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from chukan.agreement import Agreement
from chukan.documents import parse
from chukan.errors import AgreementError
from chukan.intake.batch import Account, Anomaly, FileFacts, Gaiji, Rejected
from chukan.intake.draft import draft_agreement
from chukan.intake.inspect import inspect
from chukan.intake.inspection import Inspection
from chukan.intake.reader import open_file
from chukan.layouts.body import LayoutBody
from chukan.layouts.model import Item, Layout
from chukan.layouts.origin import Origin


@dataclass(frozen=True)
class Read:
    """All that reading some bytes gave."""

    rows: list[tuple[str, ...]]
    records: list[int]
    lines: list[int]
    columns: tuple[str, ...]
    anomalies: list[Anomaly]
    rejected: list[Rejected]
    damaged: list[tuple[int, str]]
    """Record and item."""
    facts: FileFacts
    account: Account
    gaiji: tuple[Gaiji, ...]
    sha256: str

    @property
    def rules(self) -> list[str]:
        """The rules of the anomalies, in order."""
        return [anomaly.rule for anomaly in self.anomalies]

    def of(self, rule: str) -> list[Anomaly]:
        """Return the anomalies of one rule."""
        return [anomaly for anomaly in self.anomalies if anomaly.rule == rule]


def make_layout(*items: tuple[str, str, int | None] | Item) -> Layout:
    """Return a layout of items given as (name, type, length)."""
    made = [
        item if isinstance(item, Item) else Item(no=number, item=item[0], type=item[1], length=item[2])  # type: ignore[arg-type]
        for number, item in enumerate(items, 1)
    ]
    return Layout(
        origin=Origin(pack="t", pack_name="t", authority="imported"),
        edition="1",
        business="b",
        business_name="業務",
        slug="s",
        body=LayoutBody(name="定義"),
        items=tuple(made),
    )


PERSON = make_layout(("番号", "X", 4), ("氏名", "N", 10), ("生年月日", "DATE", 8))


@pytest.fixture
def person() -> Layout:
    return PERSON


@pytest.fixture
def layout_of() -> Callable[..., Layout]:
    return make_layout


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Read]:
    """Read bytes: ``read(data, layout, encoding="cp932", ...)``; the account always adds up."""

    def read(
        data: bytes | str, layout: Layout | None = None, *, block_size: int = 1 << 20, keep: int = 1000, **agreed: Any
    ) -> Read:
        path = tmp_path / "file.csv"
        path.write_bytes(data if isinstance(data, bytes) else data.encode(agreed.get("encoding", "cp932")))
        return read_path(path, layout, block_size=block_size, keep=keep, **agreed)

    return read


def read_path(
    path: str | Path, layout: Layout | None = None, *, block_size: int = 1 << 20, keep: int = 1000, **agreed: Any
) -> Read:
    reader = open_file(path, layout, Agreement.model_validate(agreed), block_size=block_size, keep=keep)
    rows: list[tuple[str, ...]] = []
    records: list[int] = []
    lines: list[int] = []
    anomalies: list[Anomaly] = []
    rejected: list[Rejected] = []
    damaged: list[tuple[int, str]] = []
    for batch in reader:
        numbers = batch.records.to_pylist()
        rows += zip(*[column.to_pylist() for column in batch.table.columns], strict=True)
        records += numbers
        lines += batch.lines.to_pylist()
        anomalies += batch.anomalies
        rejected += batch.rejected
        damaged += [(numbers[row], item) for item, places in batch.damaged.items() for row in places]
    reader.account.check()
    return Read(
        rows,
        records,
        lines,
        reader.facts.columns,
        [*anomalies, *reader.anomalies],
        rejected,
        sorted(damaged),
        reader.facts,
        reader.account,
        reader.gaiji,
        reader.sha256,
    )


@pytest.fixture
def reading() -> Callable[..., Read]:
    """Read a path."""
    return read_path


AGREED = {
    "format": "csv",
    "encoding": "cp932",
    "newline": "crlf",
    "delimiter": ",",
    "quoting": "minimal",
    "header": True,
    "length_unit": "chars",
    "dates": "yyyymmdd",
}


CLEAN = "番号,氏名,生年月日\r\n0001,山田　太郎,19800101\r\n0002,髙﨑　花子,20201231\r\n"


HEADER = b"k,v,w\r\n" + b"1,2,3\r\n" * 3


FIXED = {"format": "fixed", "encoding": "cp932", "newline": "crlf"}


@pytest.fixture
def fixed_layout(layout_of: Callable[..., Layout]) -> Layout:
    """Return the layout of `FIXED_RECORDS`."""
    return layout_of(("番号", "X", 4), ("氏名", "N", 4), ("金額", "9", 5), ("差額", "S9", 3), ("日", "DATE", 8))


def record(number: str, name: str, amount: str, difference: str, day: str) -> bytes:
    return (
        number.encode("cp932").ljust(4)
        + name.encode("cp932").ljust(8)
        + amount.encode().rjust(5)
        + difference.encode().rjust(4)
        + day.encode().ljust(8)
    )


FIXED_RECORDS = (
    record("1", "山田", "00120", "+012", "20200101"),
    record("0002", "髙﨑　花", "00000", "-000", ""),
    record("", "佐藤　　", "", "", "20201231"),
)


FIXED_ROWS = [
    ("1", "山田", "120", "+12", "20200101"),
    ("0002", "髙﨑　花", "0", "-0", ""),
    ("", "佐藤", "", "", "20201231"),
]


SHORT = {"column": 1, "length": 1, "header": "1", "data": "2", "trailer": "8", "end": "9"}


KINDS = {"encoding": "cp932", "newline": "crlf", "header": False, "record_types": SHORT}


def lines(*records: str) -> bytes:
    return "".join(f"{record}\r\n" for record in records).encode("cp932")


BOOK: list[list[Any]] = [
    ["番号", "氏名", "生年月日", "金額", "識別"],
    ["0001", "山田　太郎\n様", dt.date(1980, 1, 1), 1200, 123456789012345678],
    ["0002", '鈴木,"花子"', dt.date(2020, 12, 31), 12.5, "000000000000000002"],
    [None, None, None, None, None],
    [3, "佐藤", "19900101", 0.1, None],
]


@pytest.fixture
def book_layout(layout_of: Callable[..., Layout]) -> Layout:
    """Return the layout of the sheet of `book`."""
    return layout_of(
        Item.model_validate({"no": 1, "item": "番号", "type": "X", "length": 4, "format": "fixed digits"}),
        Item(no=2, item="氏名", type="XN", length=20),
        Item(no=3, item="生年月日", type="DATE", length=8),
        Item(no=4, item="金額", type="9V", length=5, scale=2),
        Item(no=5, item="識別", type="X", length=18),
    )


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Write a workbook with the sheets 住民 (`BOOK`) and 空."""
    path = tmp_path / "提出.xlsx"
    workbook = openpyxl.Workbook()
    first = workbook.active
    assert first is not None
    first.title = "住民"
    for row in BOOK:
        first.append(row)
    workbook.create_sheet("空")
    workbook.save(path)
    workbook.close()
    return path


PEOPLE = [("0001", "山田　太郎", "19800101"), ("0002", "髙﨑　\ue000", "20201231"), ("0003", "佐藤　花子", "20010630")]
PEOPLE_CSV = "番号,氏名,生年月日\r\n" + "".join(",".join(row) + "\r\n" for row in PEOPLE)


@pytest.fixture
def layouts(person: Layout, layout_of: Callable[..., Layout]) -> list[Layout]:
    other = layout_of(("番号", "X", 4), ("宛先", "N", 10), ("金額", "9", 8))
    return [other.model_copy(update={"slug": "other"}), person]


@pytest.fixture
def look(tmp_path: Path, layouts: list[Layout]) -> Callable[..., Inspection]:
    def look(data: bytes) -> Inspection:
        path = tmp_path / "f"
        path.write_bytes(data)
        return inspect(path, layouts)

    return look


def drafted(found: Inspection) -> Agreement:
    """Return the agreement that the draft for a file is."""
    return parse(draft_agreement(found), Agreement, AgreementError, place="draft")
