"""Quotes where they may be, and where not (F08): nothing behind a stray one is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chukan.intake.batch import Anomaly

Reading = Callable[..., Any]


def f08(found: Any) -> list[Anomaly]:
    return [a for a in found.anomalies if a.rule == "F08"]


@pytest.mark.parametrize("block_size", [1, 5, 1 << 20])
def test_what_rfc_4180_allows(read: Reading, block_size: int) -> None:
    data = 'k,v\r\n"1","a,b"\r\n2,"say ""hi"""\r\n"",""\r\n3,"two\r\nlines"\r\n4,b\r\n'

    found = read(data, encoding="cp932", newline="crlf", newlines_in_values=True, block_size=block_size)

    assert found.rows == [("1", "a,b"), ("2", 'say "hi"'), ("", ""), ("3", "two\r\nlines"), ("4", "b")]
    assert found.lines == [2, 3, 4, 5, 7]
    assert found.anomalies == []


def test_a_quote_inside_a_bare_field_is_found_and_kept(read: Reading) -> None:
    found = read('k,v\r\n1,ab"c\r\n2,b\r\n', encoding="cp932")

    assert found.rows == [("1", 'ab"c'), ("2", "b")]
    (anomaly,) = f08(found)
    assert (anomaly.severity, anomaly.record, anomaly.line, anomaly.item, anomaly.offset) == ("error", 1, 2, "v", 9)


def test_text_behind_a_closing_quote_is_found_and_kept(read: Reading) -> None:
    found = read('k,v\r\n"x"y,1\r\n2,"a,b"c\r\n', encoding="cp932")

    assert found.rows == [('"x"y', "1"), ("2", '"a,b"c')]
    assert [a.item for a in f08(found)] == ["k", "v"]


def test_a_quote_that_never_closes_costs_one_line(read: Reading) -> None:
    data = 'a,b,c\r\n1,"x,y\r\n' + "2,p,q\r\n" * 5

    found = read(data, encoding="cp932", newline="crlf")

    assert len(found.rows) == 6
    assert found.rows[0] == ("1", '"x', "y")
    (anomaly,) = f08(found)
    assert (anomaly.record, anomaly.line, anomaly.offset, anomaly.raw) == (1, 2, 9, b'"')
    assert "2 行目" in anomaly.message
    assert "5 行以上" in anomaly.message


def test_a_quote_that_never_closes_in_a_record_of_another_width(read: Reading) -> None:
    found = read('a,b,c\r\n1,"x\r\n2,p,q\r\n', encoding="cp932")

    assert found.rows == [("2", "p", "q")]
    assert [r.raw for r in found.rejected] == [b'1,"x']
    assert found.rules == ["F08"]


@pytest.mark.parametrize("agreed", [None, False])
def test_records_swallowed_by_a_stray_quote_are_read(read: Reading, agreed: bool | None) -> None:
    data = 'a,b,c\r\n1,"x,y\r\n2,p,q\r\n3,r,s\r\n4,t",u\r\n5,v,w\r\n'

    found = read(data, encoding="cp932", newlines_in_values=agreed)

    assert [row[0] for row in found.rows] == ["1", "2", "3", "4", "5"]
    stray, bare = f08(found)
    assert "3 行を飲み込みます" in stray.message
    assert (bare.record, bare.item) == (4, "b")


def test_where_newlines_are_agreed_on_swallowed_records_are_a_warning(read: Reading) -> None:
    found = read('a,b,c\r\n1,"x\r\n2,p,q\r\n3,r",s\r\n', encoding="cp932", newlines_in_values=True)

    assert found.rows == [("1", "x\r\n2,p,q\r\n3,r", "s")]
    assert [(a.severity, a.record) for a in f08(found)] == [("warning", 1)]


@pytest.mark.parametrize("agreed", [None, True])
def test_a_line_that_only_looks_like_a_record_where_it_is_cut_out_of_values(read: Reading, agreed: bool | None) -> None:
    """No value holds the whole line: it is the end of one, four blank ones and the beginning of another."""
    data = b'P9,b,"\r\n",",,,,,","\r\n"\r\n' * 2
    agreement = {} if agreed is None else {"newlines_in_values": agreed}

    found = read(data, encoding="cp932", header=False, **agreement)

    assert found.rows == [("P9", "b", "\r\n", ",,,,,", "\r\n")] * 2
    assert f08(found) == []


def test_a_newline_in_a_value_that_is_not_agreed_on(read: Reading) -> None:
    data = 'k,v\r\n1,"a\nb"\r\n2,c\r\n'

    undecided = read(data, encoding="cp932", newline="crlf")
    forbidden = read(data, encoding="cp932", newline="crlf", newlines_in_values=False)

    assert undecided.anomalies == []
    assert undecided.rows == forbidden.rows == [("1", "a\nb"), ("2", "c")]
    assert [(a.severity, a.record, a.line) for a in f08(forbidden)] == [("error", 1, 2)]


def test_quotes_mean_nothing_where_none_are_agreed_on(read: Reading) -> None:
    for agreed in ({"quote": "none"}, {"quoting": "none"}):
        found = read('k,v\r\n1,a"b\r\n2,"c\r\n', encoding="cp932", newline="crlf", **agreed)

        assert found.rows == [("1", 'a"b'), ("2", '"c')]
        assert found.anomalies == []


def test_quotes_that_were_not_agreed_on_are_taken_off(read: Reading) -> None:
    found = read('"k","v"\r\n"1","a"\r\n', encoding="cp932", newline="crlf", quoting="none")

    assert found.rows == [("1", "a")]
    assert [(a.rule, a.severity) for a in found.anomalies] == [("F08", "error")]


def test_fields_without_the_agreed_quotes_are_counted(read: Reading) -> None:
    found = read('"k","v"\r\n"1",a\r\n2,"b""c"\r\n', encoding="cp932", newline="crlf", quoting="all")

    (anomaly,) = found.anomalies
    assert (anomaly.rule, anomaly.severity, anomaly.count) == ("F08", "warning", 2)


def test_quotes_everywhere_where_the_fewest_are_agreed_on(read: Reading) -> None:
    found = read('"k","v"\r\n"1","a"\r\n', encoding="cp932", newline="crlf", quoting="minimal")

    assert [(a.rule, a.severity) for a in found.anomalies] == [("F08", "warning")]


def test_another_quote(read: Reading) -> None:
    found = read("k,v\r\n1,'a,b'\r\n2,it''s\r\n", encoding="cp932", quote="'")

    assert found.rows == [("1", "a,b"), ("2", "it''s")]
    assert len(f08(found)) == 1


def test_many_flawed_records_among_sound_ones(read: Reading) -> None:
    data = "k,v\r\n" + '1,a"b\r\n2,"x""y"\r\n"q"r,3\r\n' * 200

    found = read(data, encoding="cp932")

    assert len(found.rows) == 600
    assert found.records == list(range(1, 601))
    assert found.lines == list(range(2, 602))
    assert len(f08(found)) == 400
