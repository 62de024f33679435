"""Sheets as vendors write them, and an import of them in a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.authoring.workbooks import KINDS, save

from chukan.authoring.workbook.grid import Grid
from chukan.authoring.workbook.importer import import_workbooks
from chukan.authoring.workbook.report import ImportReport
from chukan.layouts.model import Layout
from chukan.layouts.pack import Pack
from chukan.layouts.select import of_pack

HEAD = ["項番", "項目名", "データ型", "桁数", "必須", "主キー", "コード", "備考"]


PERSON = [
    ["中間標準レイアウト仕様 V2.7"],
    ["業務名", "住民基本台帳"],
    HEAD,
    [1, "宛名番号", "Ｘ", 15, "○", "○", None, None],
    [2, "履歴番号", "９", 3, "○", "○", None, None],
    [3, "氏名", "Ｎ", "１００", "△", None, None, "氏名のあるとき"],
    [4, "所得金額", "９Ｖ", "12,2", None, None, None, None],
]


def as_grid(*rows: Sequence[str], name: str = "住民") -> Grid:
    """Return a sheet of rows of texts, from A1 on; a blank text is an empty cell."""
    cells = {(r, c): text for r, row in enumerate(rows, 1) for c, text in enumerate(row, 1) if text}
    return Grid(name, cells, {})


def run(book: Path, **options: Any) -> tuple[ImportReport, tuple[Layout, ...]]:
    out = options.pop("out", book.parent / "pack")
    report = import_workbooks([book], out=out, **options)[0]
    return report, of_pack(Pack(out), None)


def table(layout: Layout) -> list[tuple[object, ...]]:
    return [(i.name, i.type, i.length, i.scale, i.required, i.key) for i in layout.items]


def messages(report: ImportReport, level: str) -> str:
    return "\n".join(f"{n.place}: {n.message}" for n in report.notices if n.level == level)


CODE_SHEET = [
    ["コードID", "コード名", "コード値", "内容"],
    [1, "性別", "1", "男"],
    [None, None, "2", "女"],
    [],
    [2, "続柄コード", 1, "世帯主"],
    [None, None, 2, "妻"],
    [3, "使わない", "9", "その他"],
]


def mapping(book: Path, text: str) -> Path:
    path = book.with_name("mapping.yaml")
    path.write_text(text, encoding="utf-8")
    return path


@dataclass
class Result:
    """What an import gave."""

    reports: list[ImportReport]
    pack: Pack

    @property
    def problems(self) -> str:
        return "\n".join(f"{n.place}: {n.message}" for report in self.reports for n in report.problems)

    @property
    def notices(self) -> str:
        return "\n".join(f"{n.level} {n.place}: {n.message}" for report in self.reports for n in report.notices)

    def layouts(self, edition: str | None = None) -> dict[str, Layout]:
        return {y.name: y for y in of_pack(self.pack, edition)}

    def items(self, name: str, edition: str | None = None) -> list[tuple[Any, ...]]:
        return [(i.name, i.type, i.length, i.scale, i.required, i.key) for i in self.layouts(edition)[name].items]

    def names(self, name: str, edition: str | None = None) -> list[str]:
        return [i.name for i in self.layouts(edition)[name].items]

    def codes(self, name: str, item: str, edition: str | None = None) -> dict[str, str]:
        layout = self.layouts(edition)[name]
        found = layout.code_list(layout.by_name[item])
        return dict(found.codes) if found else {}


Read = Callable[..., Result]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def of(name: str, mapping: str = "", **options: Any) -> Result:
        paths = save(KINDS[name](), tmp_path)
        if mapping:
            (tmp_path / "mapping.yaml").write_text(mapping, encoding="utf-8")
            options["mapping"] = tmp_path / "mapping.yaml"
        reports = import_workbooks(paths, out=tmp_path / "pack", overwrite=True, **options)
        return Result(reports, Pack(tmp_path / "pack"))

    return of
