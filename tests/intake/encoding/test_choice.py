"""Agreed against detected (F03)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chukan.layouts.model import Layout

Reading = Callable[..., Any]

BOM = b"\xef\xbb\xbf"
AGREED = {"format": "csv", "newline": "crlf", "header": True, "delimiter": ","}
HEAD = "番号,氏名,生年月日\r\n"
KANJI = "1,東京都千代田区,19800101\r\n"
#: Valid in CP932, EUC-JP and UTF-8.
AMBIGUOUS = "1,渡邉美咲渡邉美咲,19800101\r\n"


@pytest.mark.parametrize("agreed", ["cp932", "shift_jis"])
def test_a_stray_byte_order_mark_before_text_that_is_as_agreed(read: Reading, person: Layout, agreed: str) -> None:
    found = read(BOM + (HEAD + KANJI).encode("cp932"), person, encoding=agreed, **AGREED)

    assert found.rows == [("1", "東京都千代田区", "19800101")]
    (anomaly,) = found.anomalies
    assert (anomaly.rule, anomaly.severity, anomaly.line, anomaly.raw) == ("F03", "error", 1, BOM)
    assert found.facts.encoding == agreed


def test_a_byte_order_mark_that_lies_is_not_believed_without_an_agreement(read: Reading) -> None:
    found = read(BOM + (HEAD + KANJI).encode("cp932"))

    assert found.facts.encoding == "cp932"
    assert found.columns == ("番号", "氏名", "生年月日")


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "euc_jp"])
def test_a_byte_order_mark_of_utf_16_before_text_of_another_encoding(
    read: Reading, person: Layout, mark: bytes, encoding: str
) -> None:
    """Agreed on or not, the text is read as what it is, and the mark is one finding."""
    data = mark + (HEAD + KANJI).encode(encoding)

    for agreed in (encoding, None):
        found = read(data, person, **AGREED, **({"encoding": agreed} if agreed else {}))

        assert found.rows == [("1", "東京都千代田区", "19800101")]
        assert found.facts.encoding == encoding
        (anomaly,) = [a for a in found.anomalies if a.rule != "A01"]
        assert (anomaly.rule, anomaly.severity, anomaly.line, anomaly.raw) == ("F03", "error", 1, mark)


def test_text_in_which_one_record_is_damaged_behind_a_byte_order_mark_of_utf_16(read: Reading, person: Layout) -> None:
    data = b"\xff\xfe" + (HEAD + KANJI).encode("cp932") + b"2,\x93,19800101\r\n"

    found = read(data, person, encoding="cp932", **AGREED)

    assert found.damaged == [(2, "氏名")]
    assert [(a.line, a.raw) for a in found.of("F03")] == [(3, b"\x93"), (1, b"\xff\xfe")]


@pytest.mark.parametrize("text", ["", "山", HEAD + KANJI])
def test_a_byte_order_mark_of_utf_16_that_holds(read: Reading, text: str) -> None:
    assert read(text.encode("utf-16")).facts.encoding == "utf-16le"


def test_a_byte_order_mark_never_overrules_an_agreed_encoding_in_which_the_whole_file_is_valid(
    read: Reading, person: Layout
) -> None:
    for data in (AMBIGUOUS.encode(), b"1,a,19800101\r\n" * 3, b""):
        found = read(BOM + data, person, encoding="cp932", header=False)

        assert found.facts.encoding == "cp932"
        assert [a.raw for a in found.of("F03") if a.severity == "error"] == [BOM]


def test_a_byte_order_mark_that_lies_is_reported_without_an_agreement(read: Reading) -> None:
    (anomaly,) = read(BOM + (HEAD + KANJI).encode("cp932")).of("F03")

    assert (anomaly.severity, anomaly.line, anomaly.raw) == ("error", 1, BOM)
    assert "CP932" in anomaly.message


def test_a_byte_order_mark_that_holds(read: Reading, person: Layout) -> None:
    found = read(BOM + (HEAD + KANJI).encode(), person, encoding="cp932", **AGREED)

    assert found.facts.encoding == "utf-8"
    assert found.rules == ["F03"]


@pytest.mark.parametrize("agreed", ["cp932", "euc_jp", "utf-8", "shift_jis", "shift_jis_2004"])
@pytest.mark.parametrize("other", ["cp932", "euc_jp", "utf-8", "shift_jis_2004"])
def test_an_agreed_encoding_in_which_the_whole_file_is_valid_is_never_overruled(
    read: Reading, agreed: str, other: str
) -> None:
    valid = 0
    for text in ("渡邉美咲", "ﾃｱﾃｲ", "東京都千代田区霞が関", "髙﨑", "ｶﾅﾀﾞｹ", "あいうえおかきくけこ", "藤井"):
        try:
            data = f"k,v\r\n1,{text * 8}\r\n".encode(other)
            expected = data.decode(agreed)
        except UnicodeError:
            continue
        if any(ord(c) in (0x80, 0xA0, 0xF8F0, 0xF8F1, 0xF8F2, 0xF8F3) for c in expected):
            continue
        valid += 1
        found = read(data, encoding=agreed, **AGREED)
        assert found.facts.encoding == agreed
        assert found.rows == [tuple(expected.splitlines()[1].split(","))]
        assert all(a.severity == "warning" for a in found.of("F03"))
    assert valid or agreed != other


def test_a_large_file_that_is_valid_to_its_end(read: Reading) -> None:
    text = "k,v\r\n" + "1,ﾃｱﾃｲﾃｳﾃｴ\r\n" * 150_000

    whole = read(text.encode("cp932"), encoding="cp932", **AGREED)
    damaged = read(text.encode("cp932") + b"1,\x80\r\n", encoding="cp932", **AGREED)

    assert whole.facts.encoding == "cp932"
    assert whole.of("F03") == [] or {a.severity for a in whole.of("F03")} == {"warning"}
    assert damaged.account.total_records == 150_001


def test_one_record_in_another_encoding_says_which(read: Reading) -> None:
    data = (HEAD + KANJI * 50).encode("cp932") + "2,渋谷区道玄坂,19800101\r\n".encode()

    (anomaly,) = read(data, encoding="cp932", **AGREED).of("F03")

    assert "UTF-8 としては正しい形" in anomaly.message
    assert anomaly.record == 51

    data = (HEAD + KANJI * 50).encode() + "2,渋谷区道玄坂,19800101\r\n".encode("cp932")
    (anomaly,) = read(data, encoding="utf-8", **AGREED).of("F03")
    assert "CP932 としては正しい形" in anomaly.message


@pytest.mark.parametrize(
    ("agreed", "lines", "damaged"),
    [
        ("euc_jp", [b"\xa5\xa2\xa5\xa4"] * 11, []),
        ("utf-8", ["あい".encode(), "うえ".encode()[:-1]], [2]),
        ("utf-8", [*(word.encode() for word in ("あい", "うえ", "かき")), "さし".encode("cp932")], [4]),
        ("utf-8", [*["山田太郎".encode()] * 30, "佐藤花子".encode("cp932")], [31]),
    ],
)
def test_an_agreed_encoding_with_no_more_damage_than_the_detected_one_is_kept(
    read: Any, layout_of: Any, agreed: str, lines: list[bytes], damaged: list[int]
) -> None:
    """Few records that hold little text: a detection is a guess, and F03 belongs to the damaged record alone."""
    found = read(b"\r\n".join([*lines, b""]), layout_of(("氏名", "N", 10)), encoding=agreed, header=False)

    assert found.facts.encoding == agreed
    assert [a.record for a in found.of("F03")] == damaged


def test_a_file_that_plainly_is_another_encoding_is_read_as_that(read: Any, layout_of: Any) -> None:
    text = "山田太郎\r\n佐藤花子\r\n鈴木一郎\r\n"
    for agreed, actual in (("utf-8", "cp932"), ("cp932", "utf-8"), ("cp932", "euc_jp"), ("utf-8", "euc_jp")):
        found = read(text.encode(actual), layout_of(("氏名", "N", 10)), encoding=agreed, header=False)

        assert found.facts.encoding == actual, (agreed, actual)


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "euc_jp"])
@pytest.mark.parametrize(
    "text", ["髙|\x02\x00a\r\n\x00\x00\x00", "高||\x01東京\n\x1a\x1a\n\x00", "1,ab\x00\n12,abcd\n\x00"]
)
def test_nul_in_a_short_file_makes_no_utf_16_of_it(read: Callable[..., Any], encoding: str, text: str) -> None:
    found = read(text.replace("髙", "高"), encoding=encoding, header=False)

    assert found.facts.encoding == encoding
    assert found.of("F03") == []
