from __future__ import annotations

import pytest

from chukan.layouts.model import Item
from chukan.values.masking import displayed, masked, without_my_numbers


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        ("山田　太郎", "漢漢□漢漢"),
        ("ヤマダ", "アアア"),
        ("ﾔﾏ ﾀ", "ｱｱ ｱ"),
        ("やま", "ああ"),
        ("Ab1", "AA9"),
        ("12345", "9×5"),
        ("東京都千代田区霞が関", "漢×8あ漢"),
        ("\ue000田", "外漢"),
        ("！-", "＊＊"),
        ("", ""),
        ("１２", "９９"),
        ("Ａｂ-A", "ＡＡ＊A"),
        ("１２３４５6", "９×59"),
        ("ー", "ア"),
        ("𠮷", "漢"),
    ],
)
def test_shapes(value: str, shape: str) -> None:
    assert masked(value) == shape


def test_of_a_very_long_value_the_beginning_and_the_length_are_told() -> None:
    assert masked("a1" * 500) == "A9" * 500
    assert masked("a1" * 5_000_000) == "A9" * 500 + "…（全 10,000,000 文字）"


def test_a_my_number_has_no_shape_even_when_shown() -> None:
    item = Item(no=1, item="個人番号", type="X", length=12, format=("my_number",))

    assert displayed("123456789018", item, show=True) == "（個人番号は表示しません）"
    assert displayed("123456789018", item, show=False) == "（個人番号は表示しません）"
    assert masked("123456789018", item) == "（個人番号は表示しません）"


def test_shown_only_when_asked() -> None:
    item = Item(no=1, item="氏名", type="N")

    assert displayed("山田", item, show=True) == "山田"
    assert displayed("山田", item, show=False) == "漢漢"
    assert displayed("山田", None, show=False) == "漢漢"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("123456789018", "＊" * 12),
        ("番号は123456789018です", f"番号は{'＊' * 12}です"),
        ("1234-5678-9018", "＊＊＊＊-＊＊＊＊-＊＊＊＊"),
        ("１２３４　５６７８　９０１８", "＊＊＊＊　＊＊＊＊　＊＊＊＊"),
        ("2024-1234 5678 9018", "2024-＊＊＊＊ ＊＊＊＊ ＊＊＊＊"),
        ("123456789017", "123456789017"),
        ("0123456789018", "0123456789018"),
        ("納品書 123,456,789,018 円", "納品書 123,456,789,018 円"),
        ("山田", "山田"),
    ],
)
def test_a_my_number_is_shown_nowhere(text: str, shown: str) -> None:
    assert without_my_numbers(text) == shown
    assert displayed(text, None, show=True) == shown
