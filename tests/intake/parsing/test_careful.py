from __future__ import annotations

import pytest

from chukan.intake.parsing.careful import CarefulReader
from chukan.intake.records.block import IrregularSpan
from chukan.intake.records.rules import RecordRules

RULES = RecordRules(width=3, delimiter=ord(","), quote=ord('"'), newlines_in_values=True)
READER = CarefulReader(RULES, ("a", "b", "c"))


def test_a_sound_record_is_read_as_it_is() -> None:
    reading = READER.read(b'1,"x,""y",3', 100, 7, 8)

    assert (reading.values, reading.anomalies, reading.extra) == ([b"1", b'x,"y', b"3"], (), False)


def test_a_flawed_quote_is_told_where_it_stands() -> None:
    reading = READER.read(b'1,x"y,3', 100, 7, 8)

    assert reading.values == [b"1", b'x"y', b"3"]
    (flaw,) = reading.anomalies
    assert (flaw.rule, flaw.record, flaw.line, flaw.item, flaw.offset) == ("F08", 7, 8, "b", 103)


@pytest.mark.parametrize("text", [b"1,2", b"1,2,3,4", b'1,"2"'])
def test_another_number_of_fields_is_no_record(text: bytes) -> None:
    reading = READER.read(text, 100, 7, 8)

    assert reading.values is None
    assert [(a.rule, a.offset) for a in reading.anomalies] == [("F07", 100)]


@pytest.mark.parametrize(("text", "readable"), [(b"1,2,3,", True), (b"1,2,3", True), (b"1,2,3,4", False)])
def test_a_delimiter_at_the_end_where_records_end_so(text: bytes, readable: bool) -> None:
    rules = RecordRules(width=3, delimiter=ord(","), quote=ord('"'), newlines_in_values=True, trailing=True)
    reading = CarefulReader(rules, ("a", "b", "c")).read(text, 0, 1, 1)

    assert (reading.values == [b"1", b"2", b"3"]) is readable
    assert reading.extra == (text == b"1,2,3,")


@pytest.mark.parametrize("kind", ["too_long", "unknown_type"])
def test_what_the_cutter_refuses_is_not_read(kind: str) -> None:
    span = IrregularSpan(kind=kind, start=0, end=5, next=6, line=0)  # type: ignore[arg-type]

    assert READER.read(b"1,2,3", 0, 1, 1, span).values is None
