"""Who may ask: this computer only, with the token of this run, from this page."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse

from chukan.serving.findings import whole_number

MOST = 256 << 10
"""Bytes of a form: the longest texts that a sheet holds, written as addresses are."""
ENTER = "/enter"
_HEADERS = {
    b"content-security-policy": b"default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",  # with no-referrer browsers call the origin of our own forms null
    b"cache-control": b"no-store",
    b"x-frame-options": b"DENY",
}
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]


class Guard:
    """Lets through only what the person who started the server asks for, and puts the headers on every answer."""

    def __init__(self, app: App, token: str, ticket: str = "") -> None:
        """Guard an application.

        Args:
            app: what is guarded.
            token: of this run; whoever has it may see and decide.
            ticket: may be used once in its place: the address that a browser is started with is seen by other accounts.
        """
        self._app, self._token, self._ticket = app, token, ticket

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_HEADERS.items()]
            await send(message)

        answer = self._refusal(scope)
        await (answer or self._app)(scope, receive, with_headers)

    def _refusal(self, scope: Message) -> App | None:  # noqa: PLR0911 - one return for each reason to refuse
        """Return what is answered instead; None = the application may answer."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if host.partition(":")[0] not in ("127.0.0.1", "localhost"):  # another name may lead here (DNS rebinding)
            return _refused("このコンピューターの 127.0.0.1 からだけ使えます。", 421)
        if scope["path"] == ENTER:
            given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
            if not self._opens(given):
                return _refused("合言葉が違います。起動したときに表示されたアドレスを開いてください。", 403)
            answer = RedirectResponse("/", 303)
            answer.set_cookie(cookie(host), self._token, httponly=True, samesite="strict", path="/")
            return answer
        given = HTTPConnection(scope).cookies.get(cookie(host), "")
        if not secrets.compare_digest(given.encode(), self._token.encode()):
            return _refused("起動したときに表示されたアドレス（token の付いたもの）を開いてください。", 403)
        if scope["method"] not in ("GET", "HEAD"):
            if headers.get("origin") != f"http://{host}":
                return _refused("ほかのページからの記入は受け付けません。", 403)
            # a body in chunks has no length that could be looked at, whatever stands beside it
            size = whole_number(headers.get("content-length", ""))
            if size is None or size > MOST or "transfer-encoding" in headers:
                return _refused("記入が長すぎるか、長さが書かれていません。", 413)
        return None

    def _opens(self, given: str) -> bool:
        """Return whether what stands in the address lets somebody in; a ticket does once."""
        if secrets.compare_digest(given.encode(), self._token.encode()):
            return True
        if not self._ticket or not secrets.compare_digest(given.encode(), self._ticket.encode()):
            return False
        self._ticket = ""
        return True


def cookie(host: str) -> str:
    """Return the name of the cookie: browsers keep one jar for all ports, and several pages may be open.

    Args:
        host: as the request names it.
    """
    return f"chukan{host.partition(':')[2]}"


def _refused(text: str, status: int) -> App:
    return PlainTextResponse(text, status)
