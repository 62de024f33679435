"""V13: lost text."""

from __future__ import annotations

import pyarrow as pa
import pytest

from chukan.layouts.library import Library
from chukan.layouts.model import Item
from chukan.rules.fields.lost_text import LostCharacter, NullWord, SuspiciousText, original_of
from chukan.rules.settings import Settings


def item(type_: str = "XN") -> Item:
    return Item.model_validate({"no": 1, "item": "名称", "type": type_, "length": 100})


def failing(rule: LostCharacter | NullWord | SuspiciousText, *values: str) -> list[bool]:
    found = rule.failing(pa.array(values, pa.string()))
    return [False] * len(values) if found is None else found.to_pylist()


def garbled(text: str, right: str = "utf-8", wrong: str = "cp932") -> str:
    return text.encode(right).decode(wrong, "ignore")


@pytest.mark.parametrize("type_", ["N", "XN"])
def test_u_fffd_is_an_error(type_: str) -> None:
    rule = LostCharacter(item(type_))

    assert failing(rule, "渡\ufffd太郎", "渡辺太郎", "") == [True, False, False]
    assert rule.default_severity == "error"
    assert "2文字目" in rule.message("渡\ufffd太郎", show=False)


@pytest.mark.parametrize(
    "value",
    [
        "〓田太郎",
        "???",
        "?",
        "東京都???",
        "山田？？？",
        "？",
        garbled("大阪府大阪市"),
        garbled("あいうえお"),
        garbled("東京都千代田区", "utf-8", "latin-1"),
        garbled("渡辺"),
    ],
)
def test_suspicious(value: str) -> None:
    rule = SuspiciousText(item())

    assert failing(rule, "山田太郎", value, "") == [False, True, False]
    assert rule.default_severity == "warning"
    assert rule.message(value, show=False)


@pytest.mark.parametrize(
    "value",
    [
        "渡邉",
        "齋藤",
        "本当?",
        "本当？？",
        "What?",
        "ｶﾀｶﾅ",
        "髙﨑",
        "①",
        "Café",
        "濵田",
        "籠橋",
        "〒100",
        "蔡英文",
        "纒向",
        "繧繝錦",
        "蜿蜒",
        "螢の光",
    ],
)
def test_sound(value: str) -> None:
    assert failing(SuspiciousText(item()), value) == [False]


def test_what_a_type_forbids_anyway_is_found_once() -> None:
    assert failing(SuspiciousText(item("N")), "山田??") == [False]
    assert failing(SuspiciousText(item("N")), "〓田") == [True]
    assert failing(SuspiciousText(item("X")), "a??") == [True]
    assert failing(LostCharacter(item("X")), "a\ufffd") == [False]


def test_the_original_is_told_only_when_values_are_shown() -> None:
    rule, value = SuspiciousText(item()), garbled("大阪府大阪市")

    assert "大阪府" in rule.message(value, show=True)
    assert "大阪" not in rule.message(value, show=False)
    assert original_of("山田") is None


@pytest.mark.parametrize("word", ["NULL", "null", "(null)", "\\N", "nan", "None"])
@pytest.mark.parametrize("type_", ["X", "XN"])
def test_words_for_no_value(word: str, type_: str) -> None:
    rule = NullWord(item(type_))

    assert failing(rule, word, "山田", f" {word}", f"{word} ST", "", word[:-1]) == [True, *[False] * 5]
    assert failing(rule, "", "") == [False, False]
    assert rule.default_severity == "warning"
    assert f"「{word}」" in rule.message(word, show=False)
    assert "空欄" in rule.message(word, show=False)


def test_words_for_no_value_are_looked_for_where_letters_may_be() -> None:
    person = Library().layout("mic@2.7/resident_register/person")

    looked_for = {item.type for item in person.items if NullWord.applies(item, person, Settings()) is not None}

    assert looked_for == {"X"}
