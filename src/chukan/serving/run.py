"""Starting the server: on this computer only, with a new token each time."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

from chukan.errors import MissingExtra, UsageError

LOOPBACK = "127.0.0.1"
#: Seconds that requests have to end once it is stopped: a sheet is saved in less, a connection that sends nothing ends never.
_PATIENCE = 5


def serve(
    folder: Path,
    *,
    port: int = 0,
    read_only: bool = False,
    data: Path | None = None,
    packs: tuple[Path, ...] = (),
    show_values: bool = False,
    started: Callable[[str, str], None],
) -> None:
    """Show the findings of a run until somebody stops it (Ctrl-C).

    Args:
        folder: what `check` or `verify` left; the only place that is written.
        port: 0 = any that is free.
        read_only: nothing can be typed.
        data: the folder that the paths of the run start from; None = the one above `folder`.
        packs: folders of packs beside those that chukan carries.
        show_values: the records' values are not masked (個人番号 always is).
        started: called with the address once it can be opened, and with one that opens it only once.

    Raises:
        MissingExtra: starlette or uvicorn is not installed.
        InputError: the folder holds no results.
        ProjectError: the saved decisions are another run's.
        UsageError: the port is taken.
    """
    try:
        import uvicorn

        from chukan.serving.app import Pages, make_app, new_token
    except ModuleNotFoundError:
        raise MissingExtra("chukan serve には starlette と uvicorn が必要です", extra="serve") from None
    from chukan.layouts.library import Library
    from chukan.serving.book import DecisionBook
    from chukan.serving.context import Records
    from chukan.serving.findings import Findings

    findings = Findings.load(folder)
    book = DecisionBook(folder, findings, read_only=read_only)
    base = folder.resolve().parent if data is None else data
    pages = Pages(findings, book, Records(findings.verification, base, Library(packs), show_values))
    token, ticket = new_token(), new_token()
    with _listening(port) as listening:
        address = f"http://{LOOPBACK}:{listening.getsockname()[1]}"
        config = uvicorn.Config(
            make_app(pages, token, ticket),
            log_level="critical",  # what went wrong is said on the page
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=_PATIENCE,
        )
        started(f"{address}/enter?token={token}", f"{address}/enter?token={ticket}")
        uvicorn.Server(config).run(sockets=[listening])


def _listening(port: int) -> socket.socket:
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        found.bind((LOOPBACK, port))
    except OSError as e:
        found.close()
        raise UsageError(
            f"ポート {port} を使えません（{e.strerror}）",
            place="--port",
            hint="--port を外すか、別の番号にしてください。",
        ) from None
    found.listen()
    return found
