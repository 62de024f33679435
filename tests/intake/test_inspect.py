"""A file that nobody told anything about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.intake.conftest import PEOPLE, PEOPLE_CSV, drafted

from chukan.errors import InputError
from chukan.intake.draft import draft_agreement
from chukan.intake.inspect import inspect
from chukan.intake.inspection import Inspection
from chukan.layouts.model import Layout

LayoutOf = Callable[..., Layout]


def test_a_delimited_file(look: Callable[..., Inspection]) -> None:
    found = look(PEOPLE_CSV.encode("cp932") + b"x,\x93\r\n" + b"9,\x00\x93,20200101\r\n\x1a")

    assert (found.encoding, found.form, found.delimiter, found.header) == ("cp932", "csv", ",", True)
    assert found.newlines == (("crlf", 6),)
    assert (found.records, found.rejected) == (5, 1)
    assert found.widths == ((3, 4), (2, 1))
    assert (found.damaged_values, found.control_values, found.end_marks) == (1, 1, 1)
    assert [g.source_code for g in found.gaiji] == ["F040"]
    assert found.dates == "yyyymmdd"
    best = found.fits[0]
    assert best.address.endswith("/s")
    assert any("列名 3 / 3" in reason for reason in best.reasons)


def test_without_a_header_shapes_decide(look: Callable[..., Inspection]) -> None:
    found = look(PEOPLE_CSV.split("\r\n", 1)[1].encode())

    assert not found.header
    assert found.columns == ()
    assert found.fits[0].address.endswith("/s")
    assert found.fits[0].score > found.fits[1].score


@pytest.mark.parametrize("newline", ["\r\n", ""])
def test_a_fixed_width_file(look: Callable[..., Inspection], newline: str) -> None:
    data = newline.join(f"{a:4}{b}{'　' * (10 - len(b))}{c:8}" for a, b, c in PEOPLE) + newline

    found = look(data.encode("cp932"))

    assert (found.form, found.record_length, found.records) == ("fixed", 32, 3)
    assert found.widths == ((32, 3),)
    assert found.fits[0].address.endswith("/s")
    assert drafted(found).format == "fixed"


def test_an_empty_file(look: Callable[..., Inspection]) -> None:
    found = look(b"")

    assert found.records == 0
    assert found.fits == ()
    assert drafted(found).format == "csv"


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        inspect(tmp_path / "no")


def test_records_over_several_lines(look: Callable[..., Inspection]) -> None:
    found = look('1,東京,"あ\nい\nう"\r\n2,大阪,"か\nき"\r\n3,京都,"さ\nし\nす\nせ"\r\n'.encode("cp932"))

    assert (found.records, found.rejected, found.newlines_in_values) == (3, 0, 3)
    assert drafted(found).newlines_in_values is True


def test_of_the_lengths_that_divide_a_file_the_one_that_suits_is_taken_as_a_guess(
    tmp_path: Path, layout_of: Callable[..., Layout]
) -> None:
    narrow = layout_of(("番号", "X", 10), ("値", "X", 110))
    wide = layout_of(("番号", "DATE", 8), ("値", "9", 256))
    path = tmp_path / "f.dat"
    path.write_bytes(b"".join(b"%010d" % number + b"A" * 110 for number in range(33)))

    found = inspect(path, [wide, narrow])

    assert found.record_length == 120
    assert found.is_guess
    assert "推定" in draft_agreement(found)
    assert found.records == 33


def test_a_title_above_the_header(look: Callable[..., Inspection]) -> None:
    found = look("最新更新,2020/3/8\r\n番号,氏名,生年月日\r\n1,山田,20200101\r\n2,鈴木,20200102\r\n".encode())

    assert (found.records, found.skipped) == (2, 1)
    assert drafted(found).skip.first == 1


def test_what_the_sample_does_not_show_is_looked_for(look: Callable[..., Inspection]) -> None:
    beginning = "番号,氏名\r\n" + "1,山田\r\n" * 150_000

    found = look((beginning + "2,鈴木\r\n").encode("cp932") + "3,渋谷区道玄坂\r\n".encode() * 3)
    other = look(beginning.encode() + "4,髙﨑\r\n".encode())

    assert (found.encoding, found.damaged_values > 0) == ("cp932", True)
    assert (other.encoding, other.damaged_values) == ("utf-8", 0)


def test_an_end_mark_between_joined_files_is_in_no_value(tmp_path: Path) -> None:
    path = tmp_path / "joined.csv"
    path.write_bytes(f"{PEOPLE_CSV}\x1a{PEOPLE_CSV}".encode("cp932"))

    found = inspect(path)

    assert found.control_values == 0
    assert {"F05", "F06"} <= {anomaly.rule for anomaly in found.anomalies}


@pytest.mark.parametrize("above", ["no,name,birthday", "1,2,3", "住民一覧,,"])
def test_the_names_of_a_layout_below_the_first_record_settle_where_the_header_is(
    look: Callable[..., Inspection], above: str
) -> None:
    found = look(f"{above}\r\n{PEOPLE_CSV}".encode("cp932"))

    assert (found.header, found.skipped, found.records) == (True, 1, 3)
    assert found.fits[0].address.endswith("/s")
    assert drafted(found).skip.first == 1


def test_records_above_the_names_of_a_layout_are_no_titles(look: Callable[..., Inspection]) -> None:
    people = PEOPLE_CSV.split("\r\n", 1)[1]

    found = look((people + PEOPLE_CSV).encode("cp932"))

    assert (found.header, found.skipped) == (False, 0)


def test_a_delimiter_too_many_without_a_header(look: Callable[..., Inspection]) -> None:
    people = PEOPLE_CSV.split("\r\n", 1)[1].replace("\r\n", ",\r\n")

    found = look(people.encode("cp932"))

    assert found.fits[0].address.endswith("/s")
    assert "余分な区切り文字を除く" in found.fits[0].reasons[0]


def test_a_second_column_of_one_name_is_counted_and_proposed(look: Callable[..., Inspection]) -> None:
    found = look(PEOPLE_CSV.replace("番号,氏名,生年月日", "番号,氏名,氏名", 1).encode("cp932"))

    assert found.widths == ((3, 3),)
    assert found.columns == ("番号", "氏名", "氏名#2")
    assert drafted(found).columns == {"氏名#2": "生年月日"}
    assert [(a.rule, a.line) for a in found.anomalies] == [("F06", 1)]


def test_a_name_that_no_layout_has_is_told_by_its_number_the_second_time_too(look: Callable[..., Inspection]) -> None:
    found = look("番号,山田太郎,山田太郎,氏名\r\n0001,a,b,山田\r\n0002,a,b,鈴木\r\n".encode("cp932"))

    said = "".join(a.message + (a.item or "") for a in found.anomalies) + "".join(found.columns)
    assert "2 あります" in said
    assert "山田" not in said
