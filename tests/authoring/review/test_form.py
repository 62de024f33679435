"""The form of a review sheet."""

from __future__ import annotations

from chukan.authoring.review import form
from chukan.layouts.library import Library
from chukan.layouts.select import of_pack


def test_every_layout_of_the_built_in_pack_has_a_sheet_that_excel_takes() -> None:
    layouts = of_pack(Library.default().pack("mic"), None)

    names = [name for name, _ in form.Contents.of(layouts).sheets()]

    assert len({name.lower() for name in names}) == len(layouts)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)
    assert names[0] == "01-01 住民"


def test_code_lists_name_the_items_that_use_them() -> None:
    layouts = of_pack(Library.default().pack("mic"), None)

    lists = {codes.id: users for codes, users in form.Contents.of(layouts).code_lists()}

    assert len(lists) == len({c for y in layouts for c in y.codes})
    assert "住民の性別" in lists["gender"]
    assert " ほか " in lists["gender"]


def test_an_estimated_length_is_told_where_the_item_rests_on_more() -> None:
    layout = Library.default().layout("mic@2.7/seal_registration/registration")

    assert form.basis_cell(layout.by_name["印鑑登録番号"]) == "公開標準（桁数は推定）"
    assert form.basis_cell(layout.by_name["履歴番号"]) == "推定"
