"""Whether what goes over a network can be read on the way."""

from __future__ import annotations

import socket
from collections.abc import Iterable

from chukan.errors import UsageError

#: Schemes of Dask that encrypt, or that leave no process.
_PRIVATE = ("tls", "wss", "inproc")


def check_private(addresses: Iterable[str]) -> None:
    """Make sure that records and keys of residents go to other machines encrypted only.

    Args:
        addresses: of a scheduler or of workers, as Dask writes them.

    Raises:
        UsageError: one is on another machine, and is reached in the clear.
    """
    for address in addresses:
        scheme, _, rest = address.rpartition("://")
        if scheme not in _PRIVATE and not is_own(_host(rest)):
            raise UsageError(
                "ほかの端末との通信が暗号化されていません。住民のデータは送りません",
                place=address,
                hint="Dask に TLS を設定し、--scheduler tls://... を指定してください（ドキュメントの「複数の端末で検査する」）。",
            )


def is_own(host: str) -> bool:
    """Return True when a host is this machine."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_DGRAM)
    except (OSError, UnicodeError):
        return False
    return bool(found) and all(_can_bind(family, where) for family, _, _, _, where in found)


def _can_bind(family: int, where: tuple[object, ...]) -> bool:
    """Only a machine's own addresses can be bound to."""
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((where[0], 0, *where[2:]))
        except OSError:
            return False
    return True


def _host(rest: str) -> str:
    """Return the host of ``HOST:PORT`` or ``[HOST]:PORT``."""
    if rest.startswith("["):
        return rest[1:].partition("]")[0]
    return rest.rpartition(":")[0] or rest
