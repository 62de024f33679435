"""Which migration file each item belongs to."""

from __future__ import annotations

from collections.abc import Callable

from tests.authoring.workbook.conftest import Result

Read = Callable[..., Result]


def test_one_title_on_every_sheet_makes_a_layout_a_sheet(read: Read) -> None:
    made = read("model_definitions_with_one_title_on_every_sheet")

    assert {name: made.names(name) for name in made.layouts()} == {
        "個人_基礎項目": ["ID", "氏名_カナ"],
        "個人_連絡先": ["電話番号"],
        "法人_基礎項目": ["ID", "法人番号"],
        "法人_所在地": ["住所"],
    }
    assert made.layouts()["個人_基礎項目"].business_name == "住民基本台帳"
    kana = made.layouts()["個人_基礎項目"].by_name["氏名_カナ"]
    assert (kana.type, kana.formats, kana.labels) == ("N", ("kana",), ("氏名(カナ)",))
    phone = made.layouts()["個人_連絡先"].by_name["電話番号"]
    assert (phone.type, phone.length, phone.formats) == ("X", 11, ("digits",))
    assert made.problems == ""


def test_files_of_one_name_on_several_sheets(read: Read) -> None:
    made = read("file_title_on_several_sheets")

    assert {name: made.names(name) for name in made.layouts()} == {
        "住民": ["宛名番号", "氏名", "性別"],
        "世帯": ["宛名番号"],
        "世帯_4": ["宛名番号"],
    }
    assert "「世帯」の表が別のシートにもあり" in made.problems
