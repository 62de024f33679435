"""A workbook as far as its cells, with what stands in no cell."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl.workbook.workbook import Workbook

from chukan.authoring.workbook.opening import open_grids
from chukan.errors import InputError

MakeBook = Callable[..., Path]
DRAWING = (
    '<wsDr xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:x="x">'
    "<x:txBody><a:t>桁数は</a:t><a:t>文字数</a:t></x:txBody><x:txBody><a:t> </a:t></x:txBody></wsDr>"
)


def test_sheets_in_their_order_with_the_digest_of_the_file(make_book: MakeBook) -> None:
    path = make_book({"乙": [["b"]], "甲": [["a", None, 1]]})

    opened = open_grids(path)

    assert (opened.name, opened.sha256) == ("book.xlsx", hashlib.sha256(path.read_bytes()).hexdigest())
    assert [(g.name, dict(g.cells)) for g in opened.grids] == [
        ("乙", {(1, 1): "b"}),
        ("甲", {(1, 1): "a", (1, 3): "1"}),
    ]
    assert opened.shapes == ()


def test_the_properties_of_the_document(make_book: MakeBook) -> None:
    def edit(book: Workbook) -> None:
        book.properties.title = "移行仕様"
        book.properties.description = "第2版"

    properties = dict(open_grids(make_book({"S": [["a"]]}, edit=edit)).properties)

    assert properties == {"title": "移行仕様", "comments": "第2版"}


def test_texts_of_shapes_are_in_no_cell(make_book: MakeBook) -> None:
    path = make_book({"S": [["a"]]})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/drawings/drawing1.xml", DRAWING)

    assert open_grids(path).shapes == ("桁数は文字数",)


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_text("項目名,データ型\n", encoding="cp932")

    with pytest.raises(InputError):
        open_grids(tmp_path / "a.xlsx")
