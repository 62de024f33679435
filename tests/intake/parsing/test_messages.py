"""What anomalies say: the thing, never a value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.intake.conftest import AGREED

from chukan.layouts.model import Layout

Reading = Callable[..., Any]


def test_no_message_holds_a_value(read: Reading, person: Layout) -> None:
    secret = "ひみつ"  # noqa: S105 - a name, not a password
    data = f'番号,氏名,生年月日\r\n{secret},{secret}\r\n"{secret},{secret},1\r\n{secret}"{secret},1,2\r\n'.encode(
        "cp932"
    )

    found = read(data + b"1,\x00\x93,3\r\n", person, **AGREED)

    assert {"F03", "F05", "F07", "F08"} <= set(found.rules)
    assert not any(secret in anomaly.message for anomaly in found.anomalies)
