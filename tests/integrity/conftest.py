"""Deliveries made where a test needs them: layouts from a few lines, files from rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pytest

from chukan.integrity.columns import needed
from chukan.integrity.model import IntegrityResult, SpilledFile, Violation
from chukan.integrity.run import check_integrity
from chukan.integrity.spill import Spill
from chukan.layouts.body import LayoutBody
from chukan.layouts.model import Item, Layout
from chukan.layouts.origin import Origin
from chukan.severity import NOTHING_CHOSEN

AS_OF = dt.date(2026, 11, 23)
Row = Mapping[str, str]


def make_layout(slug: str, items: str, *, business: str = "register", name: str = "", **body: Any) -> Layout:
    """Return a layout of `items`: "name:type:key:formats ...", only the name is needed."""
    made = []
    for n, text in enumerate(items.split(), 1):
        name_, kind, key, formats = [*text.split(":"), "", "", ""][:4]
        made.append(
            Item(no=n, item=name_, type=kind or "X", key=int(key) if key else None, format=formats.replace("+", " "))  # type: ignore[arg-type]
        )
    return Layout(
        origin=Origin(pack="t", pack_name="試験", authority="imported"),
        edition="1",
        business=business,
        business_name={"register": "台帳"}.get(business, business),
        slug=slug,
        body=LayoutBody(name=name or slug, **body),
        items=tuple(made),
    )


def as_rows(columns: str, *rows: str) -> list[dict[str, str]]:
    """Rows from words; ``-`` is a blank."""
    names = columns.split()
    return [dict(zip(names, ("" if w == "-" else w for w in row.split()), strict=True)) for row in rows]


@dataclass
class Delivery:
    """Files, and the question put to them."""

    spill: Spill
    files: list[tuple[Layout, list[Row], dict[str, Any]]] = field(default_factory=list)

    def add(self, layout: Layout, rows: Sequence[Row], **part: Any) -> Delivery:
        """One more file; `part` are fields of `SpilledFile`."""
        self.files.append((layout, list(rows), part))
        return self

    def parts(self) -> list[SpilledFile]:
        layouts = [layout for layout, _, _ in self.files]
        return [self._part(i, layout, rows, dict(part), layouts) for i, (layout, rows, part) in enumerate(self.files)]

    def _part(
        self, index: int, layout: Layout, rows: list[Row], part: dict[str, Any], layouts: list[Layout]
    ) -> SpilledFile:
        columns = part.setdefault("columns", layout.names)
        writer = self.spill.writer(index)
        if rows:
            table = pa.RecordBatch.from_pydict(
                {c: [r.get(c, "") for r in rows] for c in columns},
                schema=pa.schema([(c, pa.string()) for c in columns]),
            )
            records = pa.array(range(1, len(rows) + 1), pa.int64())
            lines = pa.array(range(2, len(rows) + 2), pa.int64())
            writer.write(table, records, lines, needed(layout, layouts))
        path = writer.close()
        part.setdefault("name", f"{layout.slug}_{index}.csv")
        part.setdefault("municipality", "131016")
        return SpilledFile(index=index, layout=layout, spill=path, **{"records": len(rows), **part})

    def ask(self, **options: Any) -> IntegrityResult:
        """Return the result for these files."""
        settings: dict[str, Any] = {
            "severities": NOTHING_CHOSEN,
            "as_of": AS_OF,
            "sample_limit": 1000,
            "memory_limit": 256 << 20,
            "spill_folder": self.spill.folder,
        }
        return check_integrity(self.parts(), **{**settings, **options})


def told(answer: IntegrityResult) -> dict[tuple[str, str, int], list[int]]:
    """(rule, item, part) -> the records named; several outcomes of one item are put together."""
    found: dict[tuple[str, str, int], list[int]] = {}
    for o in answer.violations:
        assert o.count == len(o.locations)
        found.setdefault((o.rule, o.item, o.file), []).extend(h.record for h in o.locations)
    return {key: sorted(records) for key, records in found.items()}


@pytest.fixture
def delivery() -> Iterator[Delivery]:
    with Spill() as spill:
        yield Delivery(spill)


@pytest.fixture
def layout() -> Callable[..., Layout]:
    return make_layout


@pytest.fixture
def rows() -> Callable[..., list[dict[str, str]]]:
    return as_rows


@pytest.fixture
def found() -> Callable[[IntegrityResult], dict[tuple[str, str, int], list[int]]]:
    return told


@pytest.fixture
def only() -> Callable[[IntegrityResult], Violation]:
    """Return the only violation of a result."""

    def pick(answer: IntegrityResult) -> Violation:
        assert len(answer.violations) == 1, answer.violations
        return answer.violations[0]

    return pick


@pytest.fixture
def tax(layout: Any) -> Any:
    return layout("tax", "番号 税額:9::amount 率:9V::amount 人数:9 欠番:9::amount")


@pytest.fixture
def person(layout: Any) -> Any:
    return layout("person", "宛名番号 氏名:N 通称:N 生年月日:DATE 最新", business="town", name="住民")


@pytest.fixture
def insured(layout: Any) -> Any:
    same = {
        "items": ["宛名番号"],
        "to": "town/person",
        "values": {"氏名": ["氏名", "通称"], "生年月日": "生年月日"},
        "to_when": "最新 = '1'",
        "hint": "改姓の届出前のこともあります。",
    }
    return layout("insured", "宛名番号 氏名:N 生年月日:DATE", name="被保険者", same=[same])


CHILD = "宛名番号 課税年度 状態"


@pytest.fixture
def registers(layout: Any) -> dict[str, Any]:
    """住民 and 住登外者 of two businesses, and a tax that refers to either."""
    either = {"items": ["宛名番号"], "to": ["resident/person", "outside/addressee"]}
    return {
        "person": layout("person", "宛名番号::1", business="resident", name="住民"),
        "addressee": layout("addressee", "番号::1", business="outside", name="住登外者"),
        "tax": layout("tax", CHILD, business="tax", name="課税台帳", references=[either]),
        "only": layout("only", CHILD, business="tax", name="台帳", references=[{**either, "to": "resident/person"}]),
    }


PERSON = "宛名番号::1:digits 履歴番号:9:2 個人番号:::my_number 標識番号 管理番号 状態"
