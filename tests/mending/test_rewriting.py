"""The bytes of a copy: in other encodings, other delimiters, fixed width; and nothing changes but what is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chukan.layouts.model import Layout
from chukan.mending.run import mend

from .conftest import EVERYTHING, GOOD, HEADER, Mend, agreed, file_of, left

BAD = ("　１００１", "山田 太郎", "ﾔﾏﾀﾞ　ﾀﾛｳ", "R5.4.1", "００７", " x")
RIGHT = ("1001", "山田　太郎", "ヤマダ　タロウ", "20230401", "7", "x")


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8", ","), ("utf-16le", ","), ("cp932", "|"), ("cp932", "\t"), ("euc_jp", ","), ("utf-16be", "|")],
)
def test_any_encoding_and_delimiter(mended: Mend, encoding: str, delimiter: str) -> None:
    def written(*records: tuple[str, ...]) -> bytes:
        return "".join(delimiter.join(r) + "\r\n" for r in (HEADER, *records)).encode(encoding)

    _, copy, _ = mended(written(GOOD, BAD, GOOD), *EVERYTHING, encoding=encoding, delimiter=delimiter)
    assert copy == written(GOOD, RIGHT, GOOD)


def test_a_quoted_value_stays_quoted_and_one_that_needs_quotes_gets_them(mended: Mend) -> None:
    _, copy, _ = mended(file_of((*GOOD[:5], '" a,""b"""'), (*GOOD[:5], " c")), "V09")
    assert copy == file_of((*GOOD[:5], '"a,""b"""'), (*GOOD[:5], "c"))


def test_fixed_width_is_filled_up_again(layout: Layout, tmp_path: Path) -> None:
    form = {"format": "fixed", "newline": "crlf", "header": None, "delimiter": None}

    def written(number: str, name: str, kana: str, day: str, amount: str, note: str) -> bytes:
        sizes = ((number, 15), (name, 40), (kana, 60), (day, 8), (amount, 10), (note, 60))
        return b"".join(value.encode("cp932").ljust(size) for value, size in sizes) + b"\r\n"

    good = written("1001", "山田　太郎", "ヤマダ　タロウ", "19850312", "0000001200", "")
    bad = written("1002", "山田 太郎", "ﾔﾏﾀﾞ　ﾀﾛｳ", "H010203", "0000001200", "")
    right = written("1002", "山田　太郎", "ヤマダ　タロウ", "19890203", "0000001200", "")
    source, copy = tmp_path / "a.dat", tmp_path / "b.dat"
    source.write_bytes(good + bad + good)
    note = mend(source, layout, agreed(**form), ["V02,V05,V09"], copy)
    assert copy.read_bytes() == good + right + good
    assert left(note) == {("V09", "氏名"): (1, 0), ("V02", "氏名カナ"): (1, 0), ("V05", "生年月日"): (1, 0)}


@pytest.mark.parametrize(
    "code", [b"\xed\x40", b"\xfa\x5c", b"\x87\x9a", b"\xee\xf9", b"\xfb\xfc", b"\xee\xe0", b"\xf0\x40"]
)
def test_a_character_with_two_codes_keeps_the_one_that_it_has(mended: Mend, code: bytes) -> None:
    data = file_of((GOOD[0], "山 太郎", *GOOD[2:])).replace("山".encode("cp932"), code)
    note, copy, _ = mended(data, "V09")
    assert copy == data.replace(b" ", "　".encode("cp932"))
    assert left(note) == {("V09", "氏名"): (1, 0)}


def test_one_character_in_two_codes_is_for_people(mended: Mend) -> None:
    data = file_of((GOOD[0], "山川 太郎", *GOOD[2:])).replace("山川".encode("cp932"), b"\xed\x40\xfa\x5c")
    note, copy, _ = mended(data, "V09")
    assert copy == data
    assert left(note) == {("V09", "氏名"): (0, 1)}


def test_what_fixed_width_would_not_give_back_is_not_written(layout: Layout, tmp_path: Path) -> None:
    sizes = (15, 40, 60, 8, 10, 60)
    values = ("1001", "山田　太郎", "", "19850312", "-,0       ", "")
    source, copy = tmp_path / "a.dat", tmp_path / "b.dat"
    pairs = zip(values, sizes, strict=True)
    source.write_bytes(b"".join(value.encode("cp932").ljust(size) for value, size in pairs) + b"\r\n")
    form = {"format": "fixed", "newline": "crlf", "header": None, "delimiter": None}
    note = mend(source, layout, agreed(**form), ["V09"], copy)
    assert copy.read_bytes() == source.read_bytes()
    assert left(note) == {("V09", "金額"): (0, 1)}


_PIECES = st.sampled_from(
    [
        "1001",
        "１２",
        " ",
        "　",
        "山田　太郎",
        "山田 太郎",
        "ﾔﾏﾀﾞ",
        "R5.4.1",
        "1985/03/12",
        "007",
        "-０5",
        '"a,b"',
        '"改\n行"',
        "x" * 40,
        "",
        "外\ue000",
        '"',
        "A",
    ]
)
_RECORDS = st.lists(st.tuples(*[_PIECES] * 6), min_size=1, max_size=6)
_NAMED = st.lists(st.sampled_from(EVERYTHING), min_size=1, max_size=4, unique=True)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    records=_RECORDS,
    only=_NAMED,
    ends=st.lists(st.sampled_from(["\r\n", "\n", "\r"]), min_size=7, max_size=7),
    size=st.sampled_from([1, 40, 1 << 20]),
)
def test_mending_twice_is_mending_once_whatever_the_blocks(
    layout: Layout, tmp_path: Path, records: list[tuple[str, ...]], only: list[str], ends: list[str], size: int
) -> None:
    lines = [HEADER, *records]
    data = "".join(",".join(line) + end for line, end in zip(lines, ends, strict=False)).encode("cp932")
    source, once, twice = (tmp_path / name for name in ("source.csv", "once.csv", "twice.csv"))
    source.write_bytes(data)
    agreement = agreed(newlines_in_values=True)
    first = mend(source, layout, agreement, only, once, block_size=size)
    again = mend(once, layout, agreement, only, twice)
    assert twice.read_bytes() == once.read_bytes()
    assert all(count.mended == 0 for count in again.counts)
    assert {(c.rule, c.item): c.left for c in again.counts} == {
        (c.rule, c.item): c.left for c in first.counts if c.left
    }
    if not any(count.mended for count in first.counts):
        assert once.read_bytes() == data
