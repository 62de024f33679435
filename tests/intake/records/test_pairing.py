"""Quotes in pairs, by bits and by a plain walk through the bytes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chukan.intake.records.delimited import find_records
from chukan.intake.records.lines import physical
from chukan.intake.records.pairing import all_paired
from chukan.intake.records.rules import RecordRules

RULES = RecordRules(2, ord(","), ord('"'), None)
#: Pieces of files, joined: records that are sound are likely, and so is what breaks them.
PIECES = st.lists(
    st.sampled_from(['"', '""', ",", '","', "\r\n", '"\r\n"', "\n", "\r", "a", "あ", '"a"', "a" * 61]), max_size=60
)


def walked(text: str, marks: str) -> bool:
    """Return the same, byte by byte."""
    opened = False
    for at, character in enumerate(text):
        before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
        if character == '"':
            opened = not opened
            beside = before if opened else after
            if beside and beside not in marks + '"':
                return False
        elif character in "\r\n" and opened:
            return False
    return not opened


@given(PIECES, st.sampled_from([64, 1 << 18]))
@example(["a" * 61, '"', "a", '"'], 64)
@example(["a" * 61, ",", '"', '"', "\n"], 64)
@example(["a" * 61, ",", "a", '"', "\n"], 64)
def test_pairs_of_quotes(pieces: list[str], piece: int) -> None:
    text = "".join(pieces)
    data = np.frombuffer(text.encode(), np.uint8)
    lines = physical(data, final=True)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("chukan.intake.records.pairing._PIECE", piece)
        if len(data):
            assert all_paired(data, lines.ends, RULES) == walked(text, ",\r\n")


@given(PIECES, st.booleans(), st.integers(1, 400))
def test_records_are_the_same_by_bits_and_by_places(pieces: list[str], final: bool, window: int) -> None:
    data = "".join(pieces).encode() or b'"'

    with pytest.MonkeyPatch.context() as patched:
        by_bits = find_records(data, window, RULES, final=final)
        patched.setattr("chukan.intake.records.delimited.all_paired", lambda *_: False)
        by_places = find_records(data, window, RULES, final=final)

    assert by_bits.end == by_places.end
    for name in ("starts", "ends", "lines"):
        assert getattr(by_bits, name).tolist() == getattr(by_places, name).tolist()
    assert (by_bits.irregular, by_bits.newlines, by_bits.line_count) == (
        by_places.irregular,
        by_places.newlines,
        by_places.line_count,
    )
    assert by_bits.multiline.starts.tolist() == by_places.multiline.starts.tolist()
