"""Export to Excel and import again: the same digests, for every layout that chukan carries."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from chukan.authoring.export import export
from chukan.authoring.export.excel import write_excel
from chukan.authoring.workbook.importer import import_workbooks
from chukan.errors import PackError
from chukan.layouts.library import Library, builtin_folder
from chukan.layouts.model import Layout
from chukan.layouts.pack import Pack
from chukan.layouts.select import of_business, of_pack, select

MakePack = Callable[..., Path]
PACKS = sorted(p.parent.name for p in builtin_folder().glob("*/pack.yaml"))


def round_trip(layouts: tuple[Layout, ...], folder: Path, **options: Any) -> dict[str, str]:
    """Address without the pack -> digest, after a way through Excel."""
    (path,) = export(layouts, "excel", folder / "book.xlsx")
    report = import_workbooks([path], out=folder / "back", **options)[0]
    assert report.problems == ()
    return {y.address.split("@")[1]: y.digest for y in report.layouts}


def digests(layouts: tuple[Layout, ...]) -> dict[str, str]:
    return {y.address.split("@")[1]: y.digest for y in layouts}


@pytest.mark.parametrize("name", PACKS)
def test_every_layout_comes_back_the_same(name: str, tmp_path: Path) -> None:
    layouts = of_pack(Library().pack(name), None)

    assert round_trip(layouts, tmp_path) == digests(layouts)


def test_an_older_edition_comes_back_the_same(tmp_path: Path) -> None:
    layouts = of_business(Library().pack("mic"), "resident_register", "2.0")

    assert round_trip(layouts, tmp_path) == digests(layouts)


def test_one_layout(make_pack: MakePack, tmp_path: Path) -> None:
    layout = Pack(make_pack()).layout("town", "person", "1")

    assert round_trip((layout,), tmp_path) == {"1/town/person": layout.digest}


def test_words_come_back_too(make_pack: MakePack, tmp_path: Path) -> None:
    layout = Pack(make_pack()).layout("town", "person")
    round_trip((layout,), tmp_path, pack="town")

    back = Pack(tmp_path / "back").layout("town", "person")

    def plain(y: Layout) -> list[dict[str, Any]]:
        return [i.model_dump(exclude={"since", "until"}) for i in y.items]

    assert plain(back) == plain(layout)
    assert [(v.code, v.name, v.basis, v.source) for v in back.codes["gender"].values] == [
        (v.code, v.name, v.basis, v.source) for v in layout.codes["gender"].values
    ]
    assert (back.name, back.body, back.business_name) == (layout.name, layout.body, layout.business_name)
    assert back.origin.authority == "reference"  # authority only falls


def test_texts_that_look_like_formulas_or_numbers_stay_texts(make_pack: MakePack, tmp_path: Path) -> None:
    items = (
        "no,item,type,length,required,key,code,format,basis,source,note\n"
        "1,番号,X,15,required,1,,digits,statute,=1+1,@SUM(A1)\n2,区分,X,3,optional,,gender,,statute,+1,-1\n"
    )
    codes = "list,code,name\n性別,001,=CMD()\n性別,1,男\n性別,１,全角\n性別,1e3,指数\n性別,TRUE,真\n"
    layout = Pack(
        make_pack(
            {
                "town/person.csv": items,
                "codes/gender.csv": codes,
                "town/business.yaml": "business: town\nname: 町の業務\nlayouts:\n  person: {name: 住民}\n",
            }
        )
    ).layout("town", "person")

    assert list(round_trip((layout,), tmp_path).values()) == [layout.digest]
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    assert not [
        c.coordinate
        for s in book.worksheets
        for row in s.iter_rows()
        for c in row
        if c.data_type in ("f", "n") and c.value
    ]


def test_the_same_layouts_give_the_same_bytes(make_pack: MakePack, tmp_path: Path) -> None:
    layout = Pack(make_pack()).layout("town", "person")
    (a,) = export((layout,), "excel", tmp_path / "a.xlsx")
    (b,) = export((layout,), "excel", tmp_path / "b.xlsx")

    assert a.read_bytes() == b.read_bytes()


def test_what_staff_change_in_the_workbook_is_what_comes_back(make_pack: MakePack, tmp_path: Path) -> None:
    layout = Pack(make_pack()).layout("town", "person")
    (path,) = export((layout,), "excel", tmp_path / "book.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["項目"]
    headings: dict[object, Any] = {c.value: c.column for c in sheet[1]}
    sheet.cell(3, headings["桁数"]).value = 60
    book["定義"].cell(
        book["定義"].max_row, 3
    ).value = "{id: r, assert: 性別 = '1', items: [性別], message: 男ではない。}"
    book.save(path)

    import_workbooks([path], out=tmp_path / "back")

    back = Pack(tmp_path / "back").layout("town", "person")
    assert back.by_name["氏名"].length == 60
    assert [r.id for r in back.body.rules] == ["r"]


@pytest.mark.parametrize(
    ("column", "text", "what"),
    [(2, "規則", "知らない種類「規則」"), (3, "{id: [", "読めません"), (3, "{id: r}", "正しくありません")],
)
def test_a_definition_broken_by_hand_names_the_cell(
    make_pack: MakePack, tmp_path: Path, column: int, text: str, what: str
) -> None:
    (path,) = export((Pack(make_pack()).layout("town", "person"),), "excel", tmp_path / "book.xlsx")
    book = openpyxl.load_workbook(path)
    book["定義"].cell(book["定義"].max_row, column).value = text
    book.save(path)

    with pytest.raises(PackError, match=what) as caught:
        import_workbooks([path], out=tmp_path / "back")

    assert (caught.value.place or "").startswith("定義!")
    assert not (tmp_path / "back").exists()


def test_select_names_packs_businesses_and_layouts() -> None:
    library = Library()

    assert {y.business for y in select(library, "mic@2.7/resident_register")} == {"resident_register"}
    assert [y.address for y in select(library, "mic@2.7/resident_register/person")] == [
        "mic@2.7/resident_register/person"
    ]
    assert select(library, "住民基本台帳") == select(library, "resident_register")
    assert select(library, "kihon") == of_pack(library.pack("kihon"), None)
    assert len(select(library)) == len(of_pack(library.pack("mic"), None))


def test_authority_only_falls_on_its_way_through_a_workbook(tmp_path: Path) -> None:
    """What comes from a reference stays one, whoever declares what, also where one of chukan's sheets was taken out."""
    layout = Library.default().layout("mic@2.7/resident_register/household")
    book = tmp_path / "household.xlsx"
    write_excel([layout], book, edition="2.7")

    for gone in ((), ("定義",), ("はじめに",)):
        edited = tmp_path / f"edited_{len(gone)}_{'_'.join(gone)}.xlsx"
        with closing(openpyxl.load_workbook(book)) as workbook:
            for sheet in gone:
                workbook.remove(workbook[sheet])
            workbook.save(edited)
        out = tmp_path / f"packs/{edited.stem.encode().hex()[:24]}{len(gone)}"
        report = import_workbooks([edited], out=out, pack="again", edition="2.7")[0]
        assert report.authority == "reference"
        with pytest.raises(PackError, match="参考定義を書き出したもの"):
            import_workbooks([edited], out=tmp_path / "official", declared_by="情報課 山田", pack="official")


def test_an_export_says_what_it_rests_on(tmp_path: Path) -> None:
    layout = of_pack(Library.default().pack("kihon"), None)[0]
    book = tmp_path / "kihon.xlsx"
    write_excel([layout], book, edition=layout.edition)

    report = import_workbooks(
        [book], out=tmp_path / "again", declared_by="情報課 山田", pack="again", edition=layout.edition
    )[0]

    assert report.authority == "official"
    with closing(openpyxl.load_workbook(book)) as workbook:
        for name in ("はじめに", "定義"):
            head = {row[0]: row[1] for row in workbook[name].iter_rows(max_col=2, values_only=True)}
            assert (head["レイアウト集ID"], head["定義の位置付け"]) == ("kihon", "imported")
            assert head["digest"] == layout.digest
