"""Reading bytes in a line: what a test of intake begins with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from chukan.agreement import Agreement
from chukan.intake.batch import Account, Anomaly, FileFacts, Gaiji, Rejected
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
