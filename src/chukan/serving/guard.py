"""Who may ask: this computer only, with the token of this run, from this page."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse

COOKIE = "chukan"
MOST = 64 << 10
"""Bytes of a form."""
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

    def __init__(self, app: App, token: str) -> None:
        """Guard an application.

        Args:
            app: what is guarded.
            token: of this run; whoever has it may see and decide.
        """
        self._app, self._token = app, token

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
            if not secrets.compare_digest(given.encode(), self._token.encode()):
                return _refused("合言葉が違います。起動したときに表示されたアドレスを開いてください。", 403)
            answer = RedirectResponse("/", 303)
            answer.set_cookie(COOKIE, self._token, httponly=True, samesite="strict", path="/")
            return answer
        given = HTTPConnection(scope).cookies.get(COOKIE, "")
        if not secrets.compare_digest(given.encode(), self._token.encode()):
            return _refused("起動したときに表示されたアドレス（token の付いたもの）を開いてください。", 403)
        if scope["method"] not in ("GET", "HEAD"):
            if headers.get("origin") != f"http://{host}":
                return _refused("ほかのページからの記入は受け付けません。", 403)
            size = headers.get("content-length", "")
            if not size.isdigit() or int(size) > MOST:
                return _refused("記入が長すぎます。", 413)
        return None


def _refused(text: str, status: int) -> App:
    return PlainTextResponse(text, status)
