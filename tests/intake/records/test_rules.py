"""What decides where a record ends."""

from __future__ import annotations

import pytest

from chukan.intake.records.rules import RecordRules

RULES = RecordRules(3, ord(","), ord('"'), None)


@pytest.mark.parametrize(
    ("line", "is_record"),
    [
        (b"1,2,3", True),
        (b"1,2", False),
        (b"1,2,3,4", False),
        (b'1,"2,2",3', True),
        (b'"1,2",3', False),
        (b'1,2"2,3', False),
        (b"", False),
    ],
)
def test_a_line_that_would_be_a_record_by_itself(line: bytes, is_record: bool) -> None:
    assert RULES.looks_like_record(line) is is_record


def test_in_files_of_one_column_any_line_would_be_one_so_that_none_is() -> None:
    assert not RecordRules(1, ord(","), ord('"'), None).looks_like_record(b"a")


def test_without_a_quote_it_is_a_character() -> None:
    assert RecordRules(3, ord(","), None, None).looks_like_record(b'1,"2,3')


def test_widths_that_a_record_may_have() -> None:
    several = RecordRules(3, ord(","), None, None, others=frozenset({7}))
    trailing = RecordRules(3, ord(","), None, None, trailing=True)

    assert [n for n in range(9) if several.has_width(n)] == [3, 7]
    assert [n for n in range(9) if trailing.has_width(n)] == [3, 4]


@pytest.mark.parametrize(("width", "delimiter", "nothing"), [(3, ",", True), (1, ",", False), (3, " ", False)])
def test_lines_of_blanks_are_nothing_where_they_cannot_be_a_record(width: int, delimiter: str, nothing: bool) -> None:
    assert RecordRules(width, ord(delimiter), None, None).blanks_are_nothing is nothing
