from __future__ import annotations

from collections.abc import Callable

import pytest

from chukan.rules.checks import FieldCheck

Verdicts = Callable[..., dict[str, list[str]]]


@pytest.mark.parametrize("character", ["\x00", "\x01", "\t", "\x1a", "\x1b", "\x7f", "\n", "\r"])
@pytest.mark.parametrize(
    "form", ["my_number", "postal_code", "digits", "phone", "municipality_code", "kana", "kana_half"]
)
def test_a_control_character_is_none_of_those_that_a_format_allows(
    verdicts: Verdicts, character: str, form: str
) -> None:
    """F05 reports the byte; what the value then is, its own rule says, as of any other character."""
    kind = {"type": "N" if form == "kana" else "X", "format": form}

    value = f"ア{character}" if form == "kana" else f"1{character}2"

    assert "V02" in verdicts([value], **kind)[value]


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ({"type": "X"}, ["aZ9~!", "a b", "\n", "\t", "\x7f"], ["あ", "Ａ", "１", "髙", "é"]),
        ({"type": "N"}, ["山田　太郎", "ー・（）", "𠮷"], ["a", "山1", "ｱ", "ｰ", "¥"]),
        ({"type": "XN"}, ["山a１1"], []),
        (
            {"type": "N", "format": "kana"},
            ["ヤマダ　タロウ", "ヴー・ヶ", "イスヾ", "カ）ヤマダ", "マリア＝ルイザ", "アイ－エム"],
            ["やま", "ﾔﾏ", "山", "Ａ", "１", "ヷ", "、"],
        ),
        ({"type": "X", "format": "kana_half"}, ["ﾔﾏﾀﾞ ﾀﾛｳ", "ｶ)ﾔﾏﾀﾞ", "ｰ"], ["ヤマダ", "ABC", "12", "｡"]),
        (
            {"type": "X", "format": "bank_name"},
            ["ﾔﾏﾀﾞ ﾀﾛｳ", "NGUYEN VAN ANH", "ABC ｶ)", "ﾔﾏﾀﾞ 2ｺﾞｳ", "ｺｳﾌｸ｢ｱｲ｣"],
            ["ヤマダ", "abc", "山", "ＡＢＣ", "｡", "+"],
        ),
        ({"type": "X", "format": "digits"}, ["0012", "12 "], ["12a", "1-2", "１２", "1 2", "٣"]),
        ({"type": "X", "format": "phone"}, ["03-1234-5678", "03(1234)5678", "+81-3-1234-5678"], ["０３", "03x"]),
        (
            {"type": "X", "format": "residence_card"},
            ["AB12345678CD", "B123456789"],
            ["ab12345678cd", "AB123456789D", "12AB345678CD"],
        ),
    ],
)
def test_what_a_type_allows(verdicts: Verdicts, kind: dict[str, str], good: list[str], bad: list[str]) -> None:
    found = verdicts(good + bad, **kind)

    assert [v for v in good if "V02" in found[v]] == []
    assert [v for v in bad if "V02" not in found[v]] == []


def test_letters_of_other_scripts_are_no_digits(verdicts: Verdicts) -> None:
    found = verdicts(["١٢٣", "123\n"], type="X", format="digits")

    assert found["١٢٣"] == ["V02"]
    assert found["123\n"] == ["V02"]


@pytest.mark.parametrize(
    ("kind", "value", "offer"),
    [
        ({"type": "N", "format": "kana"}, "ﾔﾏﾀﾞ", "ヤマダ"),
        ({"type": "N", "format": "kana"}, "やまだ", "ヤマダ"),
        ({"type": "N"}, "山田taro", "山田ｔａｒｏ"),
        ({"type": "X"}, "ＡＢ１", "AB1"),
        ({"type": "X", "format": "postal_code"}, "１００-８９２６", "1008926"),
        ({"type": "X", "format": "kana_half"}, "ヤマダ", "ﾔﾏﾀﾞ"),
        ({"type": "X", "format": "phone"}, "０３-1234", "03-1234"),
    ],
)
def test_the_message_offers_the_form_that_would_do(
    one_check: Callable[..., FieldCheck], kind: dict[str, str], value: str, offer: str
) -> None:
    check = one_check("V02", **kind)

    assert f"「{offer}」" in check.message(value, show=True)
    assert offer not in check.message(value, show=False)


def test_no_form_is_offered_where_none_would_do(one_check: Callable[..., FieldCheck]) -> None:
    message = one_check("V02", type="N", format="kana").message("山ﾀ", show=True)

    assert "1文字目に漢字" in message
    assert "では「" not in message


def test_a_secret_item_shows_nothing(one_check: Callable[..., FieldCheck]) -> None:
    message = one_check("V02", type="X", format="my_number").message("１２３４５６７８９０１８", show=True)

    assert "1234" not in message


def test_a_combining_mark_is_called_one(one_check: Callable[..., FieldCheck]) -> None:
    assert "4文字目に結合文字" in one_check("V02", type="N", format="kana").message("ヤマタ\u3099", show=False)


@pytest.mark.parametrize(
    ("kind", "allowed"),
    [
        ({"type": "X"}, (*range(0x21, 0x7F), *range(0xFF61, 0xFFA0))),
        ({"type": "X", "format": "digits"}, range(0x30, 0x3A)),
        (
            {"type": "N", "format": "kana"},
            (*range(0x30A1, 0x30F7), *range(0x30FB, 0x30FF), *(ord(c) for c in "（）＝－．，＆")),
        ),
        ({"type": "X", "format": "kana_half"}, (0x28, 0x29, 0x2D, 0x2E, 0x2F, *range(0xFF65, 0xFFA0))),
    ],
)
def test_the_first_and_the_last_of_each_class(
    verdicts: Verdicts, kind: dict[str, str], allowed: range | tuple[int, ...]
) -> None:
    """Every printable character of the blocks around the class."""
    points = (*range(0x21, 0x7F), *range(0xA1, 0x100), *range(0x3041, 0x3100), *range(0xFF01, 0xFFA0))

    found = verdicts([chr(p) for p in points], **kind)

    assert [p for p in points if "V02" not in found[chr(p)] and p != 0xAD] == [p for p in points if p in set(allowed)]


@pytest.mark.parametrize(
    "kind",
    [
        {"type": "X", "format": "my_number", "length": 12},
        {"type": "X", "format": "postal_code", "length": 7},
        {"type": "X", "format": "digits"},
        {"type": "X", "format": "phone"},
        {"type": "X", "format": "municipality_code", "length": 6},
        {"type": "X", "format": "kana_half"},
        {"type": "N", "format": "kana"},
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_newline_in_a_number_or_a_reading_is_a_wrong_character(
    verdicts: Verdicts, kind: dict[str, str], newline: str
) -> None:
    start = "ヤマ" if kind["type"] == "N" else "12"
    values = [f"{start}{newline}", f"{newline}{start}", f"{start}{newline}{start}"]

    assert verdicts(values, **kind) == {v: ["V02"] for v in values}


def test_an_address_may_have_lines(verdicts: Verdicts) -> None:
    assert verdicts(["山\n川"], type="N") == {"山\n川": []}
    assert verdicts(["a\nb"], type="X") == {"a\nb": []}


@pytest.mark.parametrize(
    ("character", "kind", "format_"),
    [
        ("゛", "全角記号など", "kana"),
        ("ヷ", "使えない全角カタカナ", "kana"),
        ("｡", "半角の句読点", "kana_half"),
        ("\u00a0", "目に見えない文字", ""),
        ("\u200b", "目に見えない文字", ""),
        ("\ue000", "外字", "digits"),
        ("\n", "改行", "digits"),
        ("あ", "ひらがな", "kana"),
        ("ｶ", "半角カナ", "kana"),
    ],
)
def test_messages_call_a_character_what_it_is(
    one_check: Callable[..., FieldCheck], character: str, kind: str, format_: str
) -> None:
    check = one_check("V02", type="N" if format_ == "kana" else "X", format=format_)

    assert f"1文字目に{kind}" in check.message(f"{character}ア", show=False)
