"""Which encoding a file is in."""

from __future__ import annotations

import random

import pytest

from chukan.intake.encoding.detect import detect

NAMES = ("山田　太郎", "佐藤　花子", "髙﨑　翔", "鈴木　さくら", "田中　一郎", "渡邉　葵", "小林　ケン", "中村　陽菜")
KANA = ("ﾔﾏﾀﾞ ﾀﾛｳ", "ｻﾄｳ ﾊﾅｺ", "ﾀｶｻｷ ｼｮｳ", "ｽｽﾞｷ ｻｸﾗ", "ﾀﾅｶ ｲﾁﾛｳ", "ﾜﾀﾅﾍﾞ ｱｵｲ", "ｺﾊﾞﾔｼ ｹﾝ")
LINES = "".join(f"{i},{NAMES[i % 8]},{KANA[i % 7]},2020\r\n" for i in range(20))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("encoding", ["cp932", "utf-8"])
def test_one_name(name: str, encoding: str) -> None:
    assert detect([name.encode(encoding)]).encoding == encoding


@pytest.mark.parametrize("name", [name for name in NAMES if "髙" not in name])
def test_one_name_in_euc(name: str) -> None:
    assert detect([name.encode("euc_jp")]).encoding == "euc_jp"


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "utf-8"])
def test_nothing_but_half_width_kana(encoding: str) -> None:
    assert detect(["\r\n".join(KANA).encode(encoding)]).encoding == encoding


def test_characters_of_cp932_alone() -> None:
    assert detect(["①㈱髙﨑".encode("cp932")]).encoding == "cp932"


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "euc_jp"])
def test_a_megabyte_of_ascii_and_one_name_at_the_end(encoding: str) -> None:
    data = b"0123456789,abc\r\n" * (1 << 16) + "山田　太郎".encode(encoding)

    verdict = detect(data[at : at + 100_000] for at in range(0, len(data), 100_000))

    assert verdict.encoding == encoding


@pytest.mark.parametrize("encoding", ["cp932", "utf-8"])
def test_one_damaged_byte(encoding: str) -> None:
    rng = random.Random(1)
    sound = LINES.encode(encoding)
    for _ in range(60):
        data = bytearray(sound)
        data[rng.randrange(len(data))] = rng.randrange(256)

        assert detect([bytes(data)]).encoding == encoding


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "euc_jp"])
def test_chunks_of_any_size(encoding: str) -> None:
    data = LINES.replace("髙﨑", "高崎").replace("渡邉", "渡辺").encode(encoding)

    for size in (1, 3, 1000):
        assert detect(data[at : at + size] for at in range(0, len(data), size)) == detect([data])


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16le"),
        ("utf-16le", "utf-16le"),
        ("utf-16be", "utf-16be"),
        ("iso2022_jp", "iso2022_jp"),
        ("ascii", "cp932"),
    ],
)
def test_the_others(encoding: str, expected: str) -> None:
    text = "1,山田,ヤマダ\r\n" * 5 if encoding != "ascii" else "1,yamada\r\n"

    verdict = detect([text.encode(encoding)])

    assert verdict.encoding == expected
    assert verdict.reason
    assert 0 < verdict.confidence <= 1


def test_shift_jis_2004_where_cp932_has_no_such_characters() -> None:
    assert detect(["1,鷗外,剝,俱,噓,蟬\r\n𠮟,か゚\r\n".encode("shift_jis_2004")]).encoding == "shift_jis_2004"


def test_a_file_with_some_nul_is_not_utf_16() -> None:
    assert detect([b"k,v\r\n1,\x00\x00\r\n2,\x8eR\x93c\r\n"]).encoding == "cp932"


@pytest.mark.parametrize("size", [1000, 1 << 20])
def test_one_damaged_byte_among_characters_that_only_shift_jis_2004_has(size: int) -> None:
    text = "".join(f"{i},俱吞{chr(0x3402)}{chr(0x2665)}\r\n" for i in range(500))
    data = text.encode("shift_jis_2004") + b"\xff\r\n"

    verdict = detect(data[at : at + size] for at in range(0, len(data), size))

    assert (verdict.encoding, verdict.errors) == ("shift_jis_2004", 1)
