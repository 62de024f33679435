"""A pack folder from an assembly."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.authoring.workbook.conftest import HEAD, PERSON, run

from chukan.errors import OutputError, PackError

MakeBook = Callable[..., Path]


def test_an_existing_folder_is_kept_unless_told(make_book: MakeBook) -> None:
    book = make_book({"住民": PERSON})
    run(book)
    (book.parent / "pack" / "codes").mkdir(exist_ok=True)
    (book.parent / "pack" / "old.csv").write_text("x")

    with pytest.raises(OutputError, match="すでにあります"):
        run(book)
    assert (book.parent / "pack" / "old.csv").exists()
    run(book, overwrite=True)
    assert (book.parent / "pack" / "old.csv").exists()  # no part of the pack
    assert not list(book.parent.glob(".pack-*"))


def test_several_workbooks_one_pack(make_book: MakeBook) -> None:
    tax = [
        ["業務名", "固定資産税"],
        HEAD,
        [1, "物件番号", "X", 15, "○", 1],
        [2, "地目", "X", 2, None, None, "0:田\n1:畑"],
    ]
    first = make_book({"住民": PERSON}, name="a.xlsx")
    second = make_book({"土地": tax}, name="b.xlsx")

    run(first, edition="2.7")
    report, layouts = run(second, edition="2.7", append=True)

    assert {y.address: y.origin.workbook for y in layouts} == {
        "pack@2.7/resident_register/住民": "a.xlsx",
        "pack@2.7/fixed_asset_tax/土地": "b.xlsx",
    }
    assert [y.address for y in report.layouts] == ["pack@2.7/fixed_asset_tax/土地"]
    again, _ = run(first, edition="2.7", append=True)
    assert again.layouts[0].digest == next(y.digest for y in layouts if y.name == "住民")
    with pytest.raises(PackError, match="authority が違います"):
        run(second, edition="2.7", append=True, declared_by="課 氏名")
