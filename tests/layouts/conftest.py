"""Small workbooks and packs, made where a test needs them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from openpyxl.workbook.workbook import Workbook

from chukan.agreement import Agreement
from chukan.layouts.body import LayoutBody
from chukan.layouts.comparisons import Parts, SameValues, Sum
from chukan.layouts.declaration import Declaration
from chukan.layouts.declarations import (
    Exclusive,
    History,
    Household,
    Key,
    Latest,
    Period,
    RecordRule,
    Reference,
    RequiredWhen,
    Unique,
)
from chukan.layouts.library import Library
from chukan.layouts.model import Layout
from chukan.rules.compile import compile_rules
from chukan.rules.settings import Settings
from chukan.sample.records.generate import generate

ROOT = Path(__file__).parents[2]
PUBLIC = ROOT / "fixtures" / "workbooks" / "kihon_data_list_031_atena.xlsx"

Sheets = dict[str, list[list[Any]]]
MakeBook = Callable[..., Path]
MakePack = Callable[..., Path]
Judged = set[tuple[str, str, str]]
Changed = Callable[[str, dict[str, str]], Judged]


@pytest.fixture
def make_book(tmp_path: Path) -> MakeBook:
    """Write a workbook from rows of cells; ``edit`` may change it before it is saved."""

    def make(sheets: Sheets, *, name: str = "book.xlsx", edit: Callable[[Workbook], None] | None = None) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for r, row in enumerate(rows, 1):
                for c, value in enumerate(row, 1):
                    if value is not None:
                        sheet.cell(r, c, value)
        if edit:
            edit(book)
        path = tmp_path / name
        book.save(path)
        return path

    return make


ITEMS = """no,item,type,length,scale,required,key,code,format,since,until,basis,source,note
1,宛名番号,X,15,,required,1,,digits,,,statute,住民基本台帳法7条,
2,氏名,N,50,,required,,,person_name,,,statute,住民基本台帳法7条1号,
3,性別,X,1,,optional,,gender,,,,statute,住民基本台帳法7条3号,
4,生年月日,DATE,8,,conditional,,,unknown_date,,,statute,住民基本台帳法7条2号,届出により判明したとき
5,旧氏,N,50,,optional,,,,2,,statute,住民基本台帳法施行令30条の14,2019-11-05 施行の改正による
"""
CODES = """list,code,name,since,until,basis,source,note
性別,1,男,,,public-standard,JIS X 0303,
性別,2,女,,,public-standard,JIS X 0303,
"""
BUSINESS = """business: town
name: 町の業務
layouts:
  person:
    name: 住民
    description: 住民の一覧
    required_when:
      生年月日: 性別 IS NOT NULL
    rules:
      - {id: born_before_today, rule: R02, assert: 生年月日 <= as_of, items: [生年月日], severity: warning, message: 生年月日が未来です。}
"""
PACK = """pack: town
name: 町のレイアウト集
authority: reference
default_edition: "2"
editions:
  - {edition: "1"}
  - {edition: "2"}
businesses:
  - {business: town, number: 1, name: 町の業務, family: resident, verified: true, folder: town}
"""


@pytest.fixture
def make_pack(tmp_path: Path) -> MakePack:
    """Write a pack of one layout; `files` replaces some of its files (None leaves one out)."""

    def make(files: Mapping[str, str | None] | None = None, *, folder: str = "town_pack") -> Path:
        texts: dict[str, str | None] = {
            "pack.yaml": PACK,
            "town/business.yaml": BUSINESS,
            "town/person.csv": ITEMS,
            "codes/gender.csv": CODES,
        }
        texts.update(files or {})
        root = tmp_path / folder
        for name, text in texts.items():
            if text is not None:
                path = root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text.encode())
        return root

    return make


AS_OF = dt.date(2021, 6, 1)
AGREEMENT = Agreement(
    format="csv",
    encoding="utf-8",
    dates="yyyymmdd",
    length_unit="chars",
    unknown_dates=("00000000", "99999999", "yyyy0000", "yyyymm00"),
)


@cache
def _layout(address: str) -> Layout:
    """Return a layout of the built-in pack, in its last edition unless the address names one."""
    return Library().layout(address if "@" in address else f"mic@2.7/{address}")


@cache
def _samples(address: str) -> tuple[dict[str, str], ...]:
    """Return a handful of good records."""
    rows = pa.Table.from_batches(list(generate(_layout(address), 24, as_of=AS_OF, agreement=AGREEMENT))).to_pylist()
    return tuple({name: value or "" for name, value in row.items()} for row in rows)


@cache
def _rules(address: str) -> Any:
    return compile_rules(
        _layout(address), Settings(agreement=AGREEMENT, as_of=AS_OF, dates="yyyymmdd", encoding="utf-8")
    )


def _judge(address: str, records: Sequence[dict[str, str]]) -> list[Judged]:
    """Return (rule, item or rule id, severity) of all that each record is found to have."""
    rules = _rules(address)
    columns = {name: pa.array([record[name] for record in records], pa.string()) for name in rules.layout.names}
    batch = pa.RecordBatch.from_pydict(columns)
    checks = [(check, name, columns[name]) for name, found in rules.fields.items() for check in found]
    judged: list[Judged] = [set() for _ in records]
    for check, name, values in (*checks, *((rule, rule.id, batch) for rule in rules.records)):
        mask = check.failing(values)
        for at in [] if mask is None else pc.indices_nonzero(mask).to_pylist():
            judged[at].add((check.rule, name, str(check.severity)))
    return judged


def _changed(address: str, changes: dict[str, str]) -> Judged:
    """Return what the changes bring about in the sample record that takes them best; a sample has no finding."""
    rows = _samples(address)
    assert changes.keys() <= rows[0].keys(), changes.keys() - rows[0].keys()
    return min(_judge(address, [{**row, **changes} for row in rows]), key=len)


@pytest.fixture
def changed() -> Changed:
    """(rule, item or rule id, severity) of all that is found in the sample record that takes some changes best."""
    return _changed


@pytest.fixture
def layout() -> Callable[[str], Layout]:
    """Return a layout of the built-in pack, in its last edition unless the address names one."""
    return _layout


KEY = Key(source="標準仕様書")


REQUIRED = RequiredWhen(item="c", when="a = '1'")


REFERENCE = Reference(items=("a", "b"), to=("x", "other/y"), key=("k", "l"), when="c IS NOT NULL")


HISTORY = History(
    of=("a",), number="b", date="c", latest=Latest(item="d"), period=Period(start="e", end="f"), start_at=1
)


HOUSEHOLD = Household(number="h", person="p", relation="r", heads=("01",), current="s = '1'")


EXCLUSIVE = Exclusive.model_validate({"items": ("a",), "with": "x"})


UNIQUE = Unique(items=("a", "b"), of=("c",), when="d = '1'")


SUM = Sum(
    total="t",
    items=("a",),
    parts=(Parts(of="x", amount="n", when="m = '1'"), Parts(of="y", key=("k",))),
    when="b = '1'",
)


SAME = SameValues(items=("a",), to="x", values={"n": ("n",), "m": ("o", "p")}, when="b = '1'", to_when="q = '1'")


RULE = RecordRule.model_validate(
    {"id": "R-1", "when": "a = '1'", "assert": "b > 0", "items": ("b",), "message": "言葉", "source": "法令"}
)


EVERY = (KEY, REQUIRED, REFERENCE, HISTORY, HOUSEHOLD, EXCLUSIVE, UNIQUE, SUM, SAME, RULE)


def body(*declarations: Declaration, name: str = "定義") -> LayoutBody:
    return LayoutBody(name=name).with_declarations(declarations)
