"""The sheet 定義 of chukan's own export."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.authoring.workbook.conftest import as_grid

from chukan.authoring.workbook.definition import AUTHORITY, COLUMNS, MARK, read_definition, stated_authority
from chukan.authoring.workbook.grid import Grid
from chukan.authoring.workbook.importer import import_workbooks
from chukan.errors import PackError
from chukan.layouts.origin import REFERENCE_SENTENCE


@pytest.mark.parametrize(("address", "declares"), [("mic@2.7/resident_register/household", True), ("kihon", False)])
def test_an_export_keeps_whether_a_pack_declares_itself_the_intermediate_standard(
    tmp_path: Path, address: str, declares: bool
) -> None:
    from chukan.authoring.export import export
    from chukan.layouts.library import Library
    from chukan.layouts.select import select

    [workbook] = export(select(Library(), address), "excel", tmp_path)
    import_workbooks([workbook], out=tmp_path / "own", pack="own")
    assert Library([tmp_path / "own"]).pack("own").origin.intermediate_standard is declares

    extension = tmp_path / "more"
    extension.mkdir()
    (extension / "pack.yaml").write_text("pack: more\nname: 追加\nextends: own\n", encoding="utf-8")
    packs = Library([tmp_path / "own", extension])
    assert packs.pack("more").origin.intermediate_standard is False


def sheet(*rows: tuple[str, str, str], head: Sequence[tuple[str, str]] = ()) -> Grid:
    return as_grid([MARK], ["版", "2.7"], ["レイアウト集", "町の集"], *head, COLUMNS, *rows, name="定義")


def test_a_sheet_with_the_mark_is_read_and_no_other() -> None:
    rows = [
        ("b/person", "名称", "住民"),
        ("b/person", "参照", "{items: [世帯番号], to: household}"),
        ("b/person", "参照", "{items: [前世帯番号], to: household}"),
        ("b/person", "条件付き必須", "{氏名: 'TRUE'}"),
        ("b/person", "条件付き必須", "{住所: 'TRUE'}"),
    ]

    found = read_definition(sheet(*rows, head=[("規格", "中間標準レイアウト")]))

    assert found is not None
    assert (found.edition, found.pack_name, found.intermediate_standard) == ("2.7", "町の集", True)
    body = found.bodies["b/person"]
    assert (body.name, [r.items for r in body.references]) == ("住民", [("世帯番号",), ("前世帯番号",)])
    assert body.required_when.keys() == {"氏名", "住所"}
    assert read_definition(as_grid(["定義"], ["版", "2.7"])) is None


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (("b/person", "謎", "x"), "定義!B5"),
        (("b/person", "参照", "{items: [世帯番号"), "定義!C5"),
        (("b/person", "参照", "{items: 1}"), "定義!C5"),
    ],
)
def test_a_row_that_was_edited_into_nonsense_is_named(row: tuple[str, str, str], place: str) -> None:
    with pytest.raises(PackError) as caught:
        read_definition(sheet(row))

    assert caught.value.place == place


@pytest.mark.parametrize(
    ("head", "authority"),
    [
        ([(AUTHORITY, "official")], "official"),
        ([(AUTHORITY, "reference")], "reference"),
        ([(AUTHORITY, "official"), ("定義の出所", REFERENCE_SENTENCE)], "reference"),
        ([(AUTHORITY, "最高")], None),
        ([], None),
    ],
)
def test_what_a_sheet_rests_on_is_never_more_than_it_says(head: list[tuple[str, str]], authority: str | None) -> None:
    assert stated_authority(sheet(head=head)) == authority
    assert stated_authority(as_grid(["表紙"], *head)) is None
