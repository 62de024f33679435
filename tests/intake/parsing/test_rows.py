"""What is wrong with single values, and where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Reading = Callable[..., Any]


def test_bytes_that_mean_nothing_cost_one_value(read: Reading) -> None:
    data = "k,v\r\n1,山田\r\n".encode("cp932") + b"2,\x8eR\x93\r\n3,\xfdz\r\n"

    found = read(data, encoding="cp932", newline="crlf")

    assert found.rows == [("1", "山田"), ("2", "山\U000f0093"), ("3", "\U000f00fdz")]
    assert found.damaged == [(2, "v"), (3, "v")]
    first, second = found.of("F03")
    assert (first.record, first.line, first.item, first.offset, first.raw) == (2, 3, "v", 17, b"\x93")
    assert (second.record, second.offset, second.raw) == (3, 22, b"\xfd")
    assert data[17:18] == b"\x93"
    assert data[22:23] == b"\xfd"
    assert "93" in first.message


@pytest.mark.parametrize("silent", [b"\x80", b"\xa0", b"\xfd", b"\xfe", b"\xff"])
def test_what_cp932_lets_pass_in_silence_is_found(read: Reading, silent: bytes) -> None:
    found = read(b"k,v\r\n1,\x8eR" + silent + b"\x93\x63\r\n", encoding="cp932")

    (anomaly,) = found.of("F03")
    assert anomaly.raw == silent
    assert anomaly.offset == 9
    assert found.rows == [("1", f"山{chr(0xF0000 + silent[0])}田")]


def test_a_half_character_does_not_swallow_the_delimiter(read: Reading) -> None:
    found = read(b"k,v,w\r\n1,\x93,z\r\n", encoding="cp932")

    assert found.rows == [("1", "\U000f0093", "z")]


def test_nul_inside_and_at_the_end(read: Reading) -> None:
    found = read(b"k,v\r\n1,a\x00b\x01\r\n2,\x1bx\r\n\x1a\x00\x00", encoding="cp932", newline="crlf")

    assert found.rows == [("1", "a\x00b\x01"), ("2", "\x1bx")]
    inside, escape, end = found.of("F05")
    assert (inside.severity, inside.record, inside.item, inside.offset, inside.raw) == ("error", 1, "v", 8, b"\x00\x01")
    assert (escape.severity, escape.record) == ("error", 2)
    assert (end.severity, end.line) == ("warning", 4)
    assert "3 バイト" in end.message
    assert found.account.end_bytes == 3
