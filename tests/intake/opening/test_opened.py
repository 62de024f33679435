"""What is settled before the first record is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.intake.conftest import AGREED, CLEAN

from chukan.layouts.model import Layout

Reading = Callable[..., Any]


def test_a_byte_order_mark_that_was_not_agreed_on(read: Reading) -> None:
    found = read(b"\xef\xbb\xbfk,v\r\n1,\xe5\xb1\xb1\r\n", encoding="utf-8")

    (anomaly,) = found.of("F03")
    assert (anomaly.offset, anomaly.raw) == (0, b"\xef\xbb\xbf")
    assert found.rows == [("1", "山")]
    assert found.facts.bom
    assert found.facts.encoding == "utf-8"


def test_utf_16_where_cp932_is_agreed(read: Reading, person: Layout) -> None:
    found = read(CLEAN.encode("utf-16"), person, **AGREED)

    assert found.rows == [("0001", "山田　太郎", "19800101"), ("0002", "髙﨑　花子", "20201231")]
    (anomaly,) = found.anomalies
    assert anomaly.rule == "F03"
    assert "UTF-16LE" in anomaly.message
    assert found.account.bom_bytes == 2
    assert found.account.total_bytes == len(CLEAN.encode("utf-16"))
