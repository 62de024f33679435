"""The form of a file: byte order mark, newlines, end mark, names and order of the columns."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from chukan.errors import InputError

from .conftest import GOOD, HEADER, Mend, file_of, left

TWO = ("1002", "鈴木　花子", "スズキ　ハナコ", "19900101", "0", "備考")


def test_newlines_become_the_agreed_one_and_those_in_values_stay(mended: Mend) -> None:
    spanning = (*TWO[:5], '"一行目\n二行目"')
    data = file_of(GOOD, spanning, newline="\n")[:-1]
    note, copy, log = mended(data, "F04", newlines_in_values=True)
    assert copy == file_of(GOOD, spanning)
    assert left(note) == {("F04", ""): (3, 0)}
    assert [row.split(",")[5:] for row in log.splitlines()[1:]] == [
        ["", "1 か所"],
        ["LF", "1 か所"],
        ["なし", "1 か所"],
    ]


def test_where_no_newline_is_agreed_the_first_one_of_the_file_holds(mended: Mend) -> None:
    data = file_of(GOOD, GOOD, GOOD, newline="\n") + ",".join(TWO).encode("cp932") + b"\r\n"
    _, copy, _ = mended(data, "F04", newline=None)
    assert copy == file_of(GOOD, GOOD, GOOD, TWO, newline="\n")


@pytest.mark.parametrize("end", [b"\x1a", b"\x1a\r\n", b"\x00\x00"])
def test_an_end_mark_is_left_out(mended: Mend, end: bytes) -> None:
    note, copy, _ = mended(file_of(GOOD) + end, "F05")
    assert copy == file_of(GOOD)
    assert left(note) == {("F05", ""): (1, 0)}


@pytest.mark.parametrize(
    ("encoding", "before", "after"),
    [("utf-8", codecs.BOM_UTF8, b""), ("utf-8-sig", b"", codecs.BOM_UTF8), ("utf-8", b"", b"")],
)
def test_the_byte_order_mark_is_the_agreed_one(mended: Mend, encoding: str, before: bytes, after: bytes) -> None:
    text = file_of(GOOD).decode("cp932").encode()
    note, copy, _ = mended(before + text, "F03", encoding=encoding)
    assert copy == after + text
    assert left(note) == ({("F03", ""): (1, 0)} if before != after else {})


@pytest.mark.parametrize(
    ("agreed", "written"), [("utf-8-sig", "cp932"), ("cp932", "utf-16"), ("utf-8", "utf-16"), ("cp932", "utf-8-sig")]
)
def test_the_mark_of_a_file_in_another_encoding_than_agreed_stays(mended: Mend, agreed: str, written: str) -> None:
    data = file_of(*[GOOD] * 5).decode("cp932").encode(written)
    note, copy, _ = mended(data, "F03", encoding=agreed)
    assert copy == data
    assert left(note)["F03", ""][0] == 0
    assert left(note)["F03", ""][1] > 0
    assert "BOM はそのままです" in note.reasons[0]


def test_columns_get_the_names_and_the_order_of_the_layout(mended: Mend) -> None:
    order = (3, 1, 0, 2, 5, 4)
    names = ["生年月日 ", "氏名", "宛名番号", "氏名ｶﾅ", "備考", "金額"]
    data = file_of(*([record[n] for n in order] for record in (GOOD, TWO)), header=names)
    note, copy, _ = mended(data, "F06")
    assert copy == file_of(GOOD, TWO)
    assert left(note) == {("F06", ""): (8, 0)}


def test_a_column_that_no_layout_knows_is_kept_behind(mended: Mend) -> None:
    data = file_of(("x", "1200", *GOOD[:4], ""), header=("独自の列", "金額", *HEADER[:4], "備考"))
    note, copy, _ = mended(data, "F06")
    assert copy == file_of((*GOOD, "x"), header=(*HEADER, "独自の列"))
    assert left(note) == {("F06", ""): (7, 1)}  # the column itself stays for people to decide


def test_quotes_stay_as_they_are(mended: Mend) -> None:
    data = b'"\x88\xb6\x96\xbc\x94\xd4\x8d\x86",' + file_of(('"1,0"', *GOOD[1:])).partition(b",")[2]
    _, copy, _ = mended(data, "F04,F06,V09")
    assert copy == data


def test_records_that_cannot_be_read_pass_through(mended: Mend) -> None:
    broken = ("1003", "壊れた", "x")
    order = (1, 0, 2, 3, 4, 5)
    data = file_of([GOOD[n] for n in order], broken, [TWO[n] for n in order], header=[HEADER[n] for n in order])
    note, copy, _ = mended(data, "F06")
    assert copy == file_of(GOOD, broken, TWO)
    assert (note.records_read, note.records_rejected) == (2, 1)


def test_an_end_mark_with_records_behind_it_stays(mended: Mend) -> None:
    data = file_of(GOOD) + b"\x1a\r\n" + file_of(TWO).partition(b"\r\n")[2]
    note, copy, log = mended(data + b"\x1a", "F05")
    assert copy == data
    assert left(note) == {("F05", ""): (1, 1)}
    assert "1 バイト" in log


def test_a_header_that_cannot_be_written_again_says_nothing_of_an_order(mended: Mend) -> None:
    data = file_of([GOOD[n] for n in (1, 0, 2, 3, 4, 5)], header=[HEADER[n] for n in (1, 0, 2, 3, 4, 5)])
    data = data.replace("備考".encode("cp932"), b"\x94\xff", 1)
    note, copy, log = mended(data, "F06")
    assert copy == data
    assert "並べた" not in log
    assert note.reasons


KINDS = {"record_types": {"column": 1, "header": "H", "data": "1001", "trailer": "T"}}


def test_records_of_other_kinds_stay(mended: Mend) -> None:
    control = b"H,20260101, x\r\n"
    data = control + file_of((GOOD[0], "山田 太郎", *GOOD[2:])).partition(b"\r\n")[2] + b"T, 1\r\n"
    note, copy, _ = mended(data, "V09", header=False, **KINDS)
    assert copy == control + file_of(GOOD).partition(b"\r\n")[2] + b"T, 1\r\n"
    assert (note.records_read, note.records_rejected) == (1, 0)


def test_the_column_that_says_the_kind_is_not_moved(mended: Mend) -> None:
    order = (1, 0, 2, 3, 4, 5)
    kinds = {"record_types": {"column": 2, "header": "H", "data": "1001"}}
    data = file_of(("x", "H"), [GOOD[n] for n in order], header=[HEADER[n] for n in order])
    note, copy, _ = mended(data, "F06", **kinds)
    assert copy == data
    assert any("record_types" in why for why in note.reasons)


def test_a_header_that_does_not_fit_its_records_is_left_alone(mended: Mend) -> None:
    data = file_of(GOOD, TWO, header=(*HEADER[:2][::-1], *HEADER[2:], "多い", "もっと多い"))
    _, copy, _ = mended(data, "F06")
    assert copy == data


@pytest.mark.parametrize("newline", ["\r\n", "\n"])
def test_columns_are_ordered_around_records_that_are_not_as_they_should_be(mended: Mend, newline: str) -> None:
    order = (1, 0, 2, 3, 4, 5)
    odd = ("1003", "山田　花子", '"カナ"ナ', "19850312", "12", "")
    too_many, too_few, quoted = (*GOOD, "z"), GOOD[:3], ("1004", '"山田\n太郎"', *GOOD[2:])

    def of(*, moved: bool) -> bytes:
        first, second, *others = ([r[n] for n in order] if moved else [*r] for r in (GOOD, odd, quoted, TWO))
        rows = [first, second, too_many, too_few, *others]
        return file_of(*rows, header=[HEADER[n] for n in order] if moved else HEADER, newline=newline)

    note, copy, _ = mended(of(moved=True), "F06", newline={"\n": "lf"}.get(newline, "crlf"))
    assert copy == of(moved=False)
    assert (note.records_read, note.records_rejected) == (4, 2)


def test_an_open_quote_stays_where_it_is(mended: Mend, tmp_path: Path) -> None:
    rows = [[r[n] for n in (1, 0, 2, 3, 4, 5)] for r in (HEADER, GOOD, ("1003", '"山田', *GOOD[2:]), TWO)]
    with pytest.raises(InputError, match="引用符の閉じないレコード") as refused:
        mended(file_of(*rows[1:], header=rows[0]), "F06")
    assert refused.value.place == "レコード 2"
    assert not (tmp_path / "copy.csv").exists()


@pytest.mark.parametrize("end", [b"\x1a", b"\x1a\r\n", b"\x00\x00"])
@pytest.mark.parametrize("before", [b"", file_of()])
def test_an_end_mark_with_no_record_before_it(mended: Mend, before: bytes, end: bytes) -> None:
    _, copy, _ = mended(before + end, "F05", "F04", "V09")
    assert copy == before
