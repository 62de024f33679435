from __future__ import annotations

import socket

import pytest

from chukan.engines.network import check_private, is_own
from chukan.errors import UsageError


@pytest.mark.parametrize(
    "address",
    [
        "tls://10.0.0.1:8786",
        "wss://scheduler.example.jp",
        "inproc://10.0.0.1/1/2",
        "tcp://127.0.0.1:8786",
        "127.0.0.1:8786",
        "localhost:8786",
        "tcp://[::1]:8786",
        f"tcp://{socket.gethostbyname(socket.gethostname())}:8786",
    ],
)
def test_what_is_encrypted_or_stays_on_this_machine_may_go(address: str) -> None:
    check_private([address])


@pytest.mark.parametrize(
    "address",
    ["tcp://192.0.2.1:8786", "192.0.2.1:8786", "ws://192.0.2.1:1", "tcp://no-such-host.invalid:8786", "tcp://:1"],
)
def test_nothing_goes_to_another_machine_in_the_clear(address: str) -> None:
    with pytest.raises(UsageError, match="暗号化されていません") as raised:
        check_private(["tcp://127.0.0.1:1", address])

    assert raised.value.place == address
    assert "tls://" in (raised.value.hint or "")


def test_addresses_of_this_machine() -> None:
    assert is_own("127.0.0.1")
    assert not is_own("192.0.2.1")
