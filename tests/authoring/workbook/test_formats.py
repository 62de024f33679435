"""Formats that a workbook's words leave no doubt about."""

from __future__ import annotations

import pytest

from chukan.authoring.workbook.formats import infer_formats
from chukan.layouts.model import Item


def item(name: str, type_: str, length: int | None = None) -> Item:
    return Item.model_validate({"no": 1, "item": name, "type": type_, "length": length})


@pytest.mark.parametrize(
    ("read", "words", "formats"),
    [
        (item("個人番号", "X", 12), "", ("my_number",)),
        (item("本人_個人番号", "X", 12), "", ("my_number",)),
        (item("個人番号", "9", 12), "", ("my_number",)),
        (item("世帯主個人番号", "X", 10), "", ("personal",)),
        (item("市区町村", "X", 6), "全国地方公共団体コードを設定する", ("municipality_code",)),
        (item("市区町村", "X", 5), "全国地方公共団体コードを設定する", ()),
        (item("生年月日", "DATE"), "不詳日を許容する", ("unknown_date",)),
        (item("異動日", "DATE"), "不詳日を許容しない", ()),
        (item("有効終了日", "DATE"), "", ("open_date",)),
        (item("氏名", "N", 50), "氏と名の間に全角空白を一文字", ("person_name",)),
        (item("備考", "N", 50), "自由記述", ()),
    ],
)
def test_inferred(read: Item, words: str, formats: tuple[str, ...]) -> None:
    assert infer_formats(read, words) == formats
