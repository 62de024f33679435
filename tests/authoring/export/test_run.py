"""Exports are whole or absent, one file or a folder of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import pytest

from chukan.authoring.export import FORMATS, export
from chukan.authoring.export.run import ExportFormat
from chukan.errors import OutputError, UsageError
from chukan.layouts.library import Library
from chukan.layouts.model import Layout
from chukan.layouts.select import of_business

LAYOUTS = of_business(Library.default().pack("mic"), "seal_registration", None)


def fails_at_the_last(layouts: Sequence[Layout], file: BinaryIO) -> None:
    file.write(b"half")
    if layouts[-1] is LAYOUTS[-1]:
        raise OSError(28, "No space left on device")


@pytest.mark.parametrize("out", ["schemas", "new/schemas", "one.json"])
def test_a_failed_export_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: str) -> None:
    monkeypatch.setitem(FORMATS, "json-schema", ExportFormat(".json", "", False, fails_at_the_last))
    layouts = LAYOUTS[-1:] if out.endswith(".json") else LAYOUTS

    with pytest.raises(OutputError):
        export(layouts, "json-schema", tmp_path / out)

    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_a_failed_export_leaves_the_earlier_one_and_what_is_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "schemas"
    paths = export(LAYOUTS, "json-schema", out)
    (out / "mine.txt").write_text("mine", "utf-8")
    before = {p: p.read_bytes() for p in out.rglob("*") if p.is_file()}
    monkeypatch.setitem(FORMATS, "json-schema", ExportFormat(".json", "", False, fails_at_the_last))

    with pytest.raises(OutputError):
        export(LAYOUTS, "json-schema", out)

    assert {p: p.read_bytes() for p in out.rglob("*") if p.is_file()} == before
    assert sorted(paths) == sorted(out / "seal_registration" / f"{y.slug}.json" for y in LAYOUTS)


def test_many_layouts_do_not_go_into_a_file_of_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="1 ファイルに 1 定義"):
        export(LAYOUTS, "pandera", tmp_path / "all.yaml")
    with pytest.raises(UsageError, match="書き出す定義がありません"):
        export((), "excel", tmp_path / "none.xlsx")


@pytest.mark.parametrize("form", FORMATS)
def test_files(form: str, tmp_path: Path, some: tuple[Layout, ...]) -> None:
    few = some[:3]

    one = export(few[:1], form, tmp_path / f"one{FORMATS[form].suffix}")
    many = export(few, form, tmp_path / "many")

    assert [p.name for p in one] == [f"one{FORMATS[form].suffix}"]
    assert len(many) == (1 if FORMATS[form].many else 3)
    assert all(p.stat().st_size > 100 for p in (*one, *many))
    assert sorted(p for p in tmp_path.rglob("*") if p.is_file()) == sorted((*one, *many))


def test_many_layouts_do_not_fit_one_schema(tmp_path: Path, some: tuple[Layout, ...]) -> None:
    with pytest.raises(UsageError, match="1 ファイルに 1 定義"):
        export(some, "json-schema", tmp_path / "all.json")
    with pytest.raises(UsageError) as caught:
        export(some, "jsonschema", tmp_path)
    assert "json-schema" in (caught.value.hint or "")


def test_nothing_to_write(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="書き出す定義がありません"):
        export((), "excel", tmp_path / "none.xlsx")
    assert list(tmp_path.iterdir()) == []
