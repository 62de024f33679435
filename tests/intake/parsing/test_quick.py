"""The quick reader reads what is well-formed, and leaves all else alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chukan.intake.parsing.quick import binary_columns, has_control_bytes, size_of
from chukan.intake.records.rules import RecordRules

RULES = RecordRules(2, ord(","), ord('"'), None)


def columns(body: bytes, rows: int, rules: RecordRules = RULES, *, multiline: bool = False) -> list[list[bytes]] | None:
    found = binary_columns(body, rows, rules.width, rules, quoted=True, multiline=multiline, longest=len(body))
    return None if found is None else [column.to_pylist() for column in found]


def test_bytes_as_they_are() -> None:
    assert columns(b"1,\x93\x8c\r\n,NULL\r\n", 2) == [[b"1", b""], [b"\x93\x8c", b"NULL"]]
    assert columns(b'"1,1","a""b"\r\n', 1) == [[b"1,1"], [b'a"b']]
    assert columns(b'1,"a\r\nb"\r\n', 1, multiline=True) == [[b"1"], [b"a\r\nb"]]
    assert columns(b"", 0) == [[], []]


def test_a_quote_is_a_character_where_none_was_agreed_on() -> None:
    assert columns(b'"1,a"\r\n', 1, RecordRules(2, ord(","), None, None)) == [[b'"1'], [b'a"']]


@pytest.mark.parametrize(
    ("body", "rows"), [(b"1,2\r\n3\r\n", 2), (b"1,2,3\r\n", 1), (b"1,2\r\n", 2), (b"\xef\xbb\xbf1,2\r\n", 1)]
)
def test_what_is_not_so_many_records_of_that_width_is_left(body: bytes, rows: int) -> None:
    assert columns(body, rows) is None


@given(
    values=st.lists(st.text('aé\n\r,"あ', max_size=5), min_size=1, max_size=30),
    newline=st.sampled_from([b"\n", b"\r\n"]),
    piece=st.integers(60, 100),
)
def test_in_how_many_pieces_it_is_taken_apart_decides_nothing(values: list[str], newline: bytes, piece: int) -> None:
    quoted = [b'"' + value.replace('"', '""').encode() + b'"' for value in values]
    body = b"".join(b"1," + value + newline for value in quoted)
    whole = columns(body, len(values), multiline=True)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("chukan.intake.parsing.quick._PIECE", piece)
        pieces = binary_columns(body, len(values), 2, RULES, quoted=True, multiline=True, longest=1)

    assert whole == [[b"1"] * len(values), [value.encode() for value in values]]
    assert pieces is not None
    assert [column.to_pylist() for column in pieces] == whole


@pytest.mark.parametrize("value", ["a\r\nb", "\r\n", "\r\n" * 30])
def test_a_newline_in_a_value_is_whole_wherever_a_piece_ends(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chukan.intake.parsing.quick._PIECE", 64)
    for shift in range(70):
        values = ["x" * shift, *[value] * 9]
        body = b"".join(b'1,"%s"\r\n' % one.encode() for one in values)

        found = binary_columns(body, len(values), 2, RULES, quoted=True, multiline=True, longest=16)

        assert found is not None
        assert found[1].to_pylist() == [one.encode() for one in values]


def test_a_record_longer_than_a_piece_is_read_in_one() -> None:
    long = b"x" * (3 << 20)

    assert columns(b"1,2\r\n3," + long + b"\r\n4,5\r\n", 3) == [[b"1", b"3", b"4"], [b"2", long, b"5"]]


@pytest.mark.parametrize("body", [b"1,2\r\n33,4\r\n", b'"1","a""b"\r\n3,4\r\n', b'"",""\r\n1,2\r\n'])
def test_what_was_parsed_accounts_for_every_byte(body: bytes) -> None:
    found = binary_columns(body, 2, 2, RULES, quoted=True, multiline=False, longest=len(body))

    assert found is not None
    assert size_of(found, 2, body, RULES, quoted=True)[0] == len(body) - 2 * len(b"\r\n")


def test_fields_in_quotes_are_counted() -> None:
    body = b'"1","a""b"\r\n3,4\r\n'
    found = binary_columns(body, 2, 2, RULES, quoted=True, multiline=False, longest=len(body))

    assert found is not None
    assert size_of(found, 2, body, RULES, quoted=True)[1] == 2


@pytest.mark.parametrize(
    ("data", "delimiter", "found"),
    [
        (b"a\r\nb", ",", False),
        (b"a\x00b", ",", True),
        (b"a\tb", ",", True),
        (b"a\tb", "\t", False),
        (b"a\x7fb", ",", True),
    ],
)
def test_control_bytes(data: bytes, delimiter: str, found: bool) -> None:
    low = sum(byte < 0x20 for byte in data)
    known = sum(byte in b"\r\n" for byte in data)

    assert has_control_bytes(np.frombuffer(data, np.uint8), ord(delimiter)) is found
    assert has_control_bytes(data, ord(delimiter), known=known, low=low) is found
