"""How a delimited file is read: as agreed, or as it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.intake.conftest import AGREED, CLEAN

from chukan.errors import AgreementError
from chukan.intake.records.split import MOST_FIELDS, split
from chukan.layouts.model import Layout

Reading = Callable[..., Any]


def test_what_is_not_agreed_is_detected_and_named(read: Reading, person: Layout) -> None:
    found = read(CLEAN.replace("19800101", "1980/01/01").replace("20201231", "2020/12/31"), person)

    facts = found.facts
    assert (facts.encoding, facts.newline, facts.delimiter, facts.header, facts.dates) == (
        "cp932",
        "crlf",
        ",",
        True,
        "yyyy/mm/dd",
    )
    assert facts.undecided == (
        "format",
        "encoding",
        "newline",
        "delimiter",
        "quoting",
        "header",
        "length_unit",
        "dates",
    )
    assert 0 < facts.encoding_confidence < 1


def test_a_delimiter_other_than_agreed(read: Reading, person: Layout) -> None:
    found = read(CLEAN.replace(",", "\t"), person, **AGREED)

    assert found.rows[0] == ("0001", "山田　太郎", "19800101")
    assert found.rules == ["F07"]
    assert "タブ" in found.anomalies[0].message


@pytest.mark.parametrize("delimiter", ["|", "\\", "^"])
def test_a_delimiter_that_may_be_half_of_a_character(read: Reading, delimiter: str) -> None:
    text = f"番号{delimiter}氏名\r\n1{delimiter}ポ表ソ能－\r\n2{delimiter}予\r\n"

    found = read(text, encoding="cp932", delimiter=delimiter, newline="crlf")

    assert found.rows == [("1", "ポ表ソ能－"), ("2", "予")]
    assert found.anomalies == []


def test_offsets_are_the_files_when_the_delimiter_is_a_pipe(read: Reading) -> None:
    data = "k|v\r\n1|ポ\r\n".encode("cp932") + b"2|\x85|\r\n3\r\n"

    found = read(data, encoding="cp932", delimiter="|")

    assert [(r.offset, r.raw) for r in found.rejected] == [(11, b"2|\x85|"), (17, b"3")]


def test_delimiters_that_are_no_ascii_are_refused(read: Reading) -> None:
    with pytest.raises(AgreementError, match="使えません"):
        read("k、v\r\n", delimiter="、")


def test_a_first_line_of_millions_of_fields_is_not_taken_apart(read: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the header that may occur again: its fields would take hundreds of megabytes."""
    taken: list[int] = []

    def counted(record: bytes, *arguments: Any) -> Any:
        taken.append(len(record))
        return split(record, *arguments)

    monkeypatch.setattr("chukan.intake.opening.delimited.split", counted)

    found = read(b'",' * (3 * MOST_FIELDS), encoding="cp932")
    assert taken == []
    assert found.account.total_records + (found.account.header_bytes > 0) == 1

    read(b"k,v\r\n1,2\r\n", encoding="cp932")
    assert taken == [3]
