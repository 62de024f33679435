"""Several editions in one pack: in each edition the table is what its own workbook says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.authoring.workbook.conftest import Result

from chukan.authoring.lint import lint_folder
from chukan.authoring.lint.times import applies
from chukan.authoring.workbook.editions import merged_rows
from chukan.authoring.workbook.importer import import_workbooks
from chukan.errors import PackError
from chukan.layouts.codes import CodeValue
from chukan.layouts.pack import Pack
from chukan.layouts.select import of_pack

MakeBook = Callable[..., Path]
HEAD = ["項番", "項目名", "データ型", "桁数", "必須", "主キー", "コード"]


def rows(*items: list[Any]) -> list[list[Any]]:
    return [["業務名", "住民基本台帳"], HEAD, *([n, *item] for n, item in enumerate(items, 1))]


OLD = rows(["宛名番号", "X", 10, "○", "○"], ["氏名", "N", 50], ["性別", "X", 1, None, None, "1:男 2:女"])
NEW = rows(["宛名番号", "X", 15, "○", "○"], ["性別", "X", 2, None, None, "01:男 02:女"], ["氏名", "N", 50])
LAST = rows(["宛名番号", "X", 15, "○", "○"], ["氏名", "N", 50], ["国籍", "X", 3])


@pytest.mark.parametrize("order", [["2.5", "2.6", "2.7"], ["2.7", "2.5", "2.6"], ["2.6", "2.7", "2.5"]])
def test_editions_in_any_order_are_what_each_is_alone(order: list[str], make_book: MakeBook, tmp_path: Path) -> None:
    books = {
        e: make_book({"住民": content}, name=f"{e}.xlsx")
        for e, content in zip(["2.5", "2.6", "2.7"], [OLD, NEW, LAST], strict=True)
    }

    for edition in order:
        import_workbooks([books[edition]], out=tmp_path / "pack", edition=edition, append=True)

    pack = Pack(tmp_path / "pack")
    assert pack.editions == ("2.5", "2.6", "2.7")
    assert pack.default_edition == "2.7"
    assert [f for f in lint_folder(pack.folder) if f.severity == "error"] == []
    for edition, book in books.items():
        import_workbooks([book], out=tmp_path / edition / "pack", edition=edition)
        [alone] = of_pack(Pack(tmp_path / edition / "pack"), None)
        [together] = of_pack(pack, edition)
        assert together.digest == alone.digest
        assert together.origin.workbook == f"{edition}.xlsx"


def test_an_edition_that_comes_again_is_replaced(make_book: MakeBook, tmp_path: Path) -> None:
    out = tmp_path / "pack"
    import_workbooks([make_book({"住民": OLD}, name="a.xlsx")], out=out, edition="2.6", append=True)
    import_workbooks([make_book({"住民": NEW}, name="b.xlsx")], out=out, edition="2.7", append=True)
    import_workbooks([make_book({"住民": LAST}, name="c.xlsx")], out=out, edition="2.7", append=True)

    old, new = (of_pack(Pack(out), e)[0] for e in ("2.6", "2.7"))
    assert old.names == ("宛名番号", "氏名", "性別")
    assert new.names == ("宛名番号", "氏名", "国籍")


def test_a_business_of_another_edition_does_not_reach_into_this_one(make_book: MakeBook, tmp_path: Path) -> None:
    tax = [["業務名", "固定資産税"], HEAD, [1, "物件番号", "X", 15, "○", "○"]]
    out = tmp_path / "pack"
    import_workbooks([make_book({"住民": OLD}, name="a.xlsx")], out=out, edition="2.6", append=True)
    import_workbooks([make_book({"土地": tax}, name="b.xlsx")], out=out, edition="2.7", append=True)

    pack = Pack(out)
    assert pack.layouts("2.6") == [("resident_register", "住民")]
    assert pack.layouts("2.7") == [("fixed_asset_tax", "土地")]


def test_a_layout_that_skips_an_edition_is_refused(make_book: MakeBook, tmp_path: Path) -> None:
    out = tmp_path / "pack"
    only = [["業務名", "住民基本台帳"], HEAD, [1, "世帯番号", "X", 15, "○", "○"]]
    import_workbooks([make_book({"住民": OLD}, name="a.xlsx")], out=out, edition="2.5", append=True)
    import_workbooks([make_book({"世帯": only}, name="b.xlsx")], out=out, edition="2.6", append=True)
    before = {p: p.read_bytes() for p in out.rglob("*.*")}

    with pytest.raises(PackError, match="その間の"):
        import_workbooks([make_book({"住民": NEW}, name="c.xlsx")], out=out, edition="2.7", append=True)

    assert {p: p.read_bytes() for p in out.rglob("*.*")} == before


def test_an_unstated_edition_mixes_with_no_other(make_book: MakeBook, tmp_path: Path) -> None:
    import_workbooks([make_book({"住民": OLD}, name="a.xlsx")], out=tmp_path / "pack")

    with pytest.raises(PackError, match="版の書かれていない"):
        import_workbooks([make_book({"住民": NEW}, name="b.xlsx")], out=tmp_path / "pack", edition="2.7", append=True)


TABLES = st.lists(st.lists(st.sampled_from("甲乙丙丁戊己"), unique=True, max_size=6), min_size=1, max_size=4)


@settings(max_examples=200, deadline=None)
@given(TABLES)
def test_each_edition_has_its_rows_in_its_order(tables: list[list[str]]) -> None:
    editions = [str(n) for n in range(len(tables))]
    by_edition = {e: [CodeValue(code=c, name=c) for c in codes] for e, codes in zip(editions, tables, strict=True)}

    merged = merged_rows(by_edition, editions)

    for edition, codes in zip(editions, tables, strict=True):
        assert [v.code for v in merged if applies(editions, edition, v.since, v.until)] == codes


Read = Callable[..., Result]


def test_two_editions_in_one_pack(read: Read) -> None:
    made = read("two_editions")

    assert made.pack.editions == ("2.6", "2.7")
    assert made.pack.default_edition == "2.7"
    assert [r.edition for r in made.reports] == ["2.6", "2.7"]
    assert [i[:3] for i in made.items("住民", "2.6")] == [
        ("宛名番号", "X", 15),
        ("氏名", "N", 50),
        ("旧氏", "N", 50),
        ("性別", "X", 1),
    ]
    assert [i[:3] for i in made.items("住民", "2.7")] == [
        ("宛名番号", "X", 15),
        ("氏名", "N", 100),
        ("性別", "X", 1),
        ("国籍", "X", 3),
    ]
    assert (made.codes("住民", "性別", "2.6"), made.codes("住民", "性別", "2.7")) == (
        {"1": "男", "2": "女"},
        {"1": "男", "2": "女", "3": "不明"},
    )
    assert set(made.layouts("2.6")) == {"住民"}
    assert set(made.layouts("2.7")) == {"住民", "世帯"}
    assert made.layouts("2.6")["住民"].origin.workbook == "住民基本台帳_V2.6.xlsx"
    assert made.layouts("2.7")["住民"].origin.workbook == "住民基本台帳_V2.7.xlsx"


def test_a_workbook_of_codes_makes_no_edition(read: Read) -> None:
    made = read("codes_of_an_edition_of_their_own")

    assert made.pack.editions == ("2.7",)
    assert made.codes("住民", "性別") == {"1": "男"}
