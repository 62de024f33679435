"""The pages: a list of findings with filters, one finding with its record, and what is saved on it."""

from __future__ import annotations

import asyncio
import logging
import secrets
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

from jinja2 import Environment
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from chukan import __version__
from chukan.errors import ChukanError, reason
from chukan.output.html import page_environment
from chukan.reports.labels import GROUND_JA
from chukan.reports.summary import summarise
from chukan.rules.catalogue import RULES
from chukan.serving.book import SAVED, STATES, Conflict, DecisionBook, row_name
from chukan.serving.context import NEIGHBOURS, Records
from chukan.serving.findings import PAGE, Findings, Query, whole_number
from chukan.serving.guard import App, Guard
from chukan.severity import Severity
from chukan.verification.decisions import sheet as form
from chukan.verification.decisions.model import ACTIONS
from chukan.verification.result import Verification
from chukan.verification.verdict import VERDICT_JA

_HERE = Path(__file__).parent / "templates"
_FACETS_JA = {
    "severity": "重大度",
    "rule": "検査項目",
    "item": "項目",
    "municipality": "市区町村",
    "business": "業務",
    "file": "ファイル",
    "ground": "根拠",
}
_LOG = logging.getLogger(__name__)
#: Seconds in which a form must have come: it is some kilobytes, from this computer.
_PATIENCE = 30
_OTHERS = "ほかの人が先に記入しました。いまの内容を確かめてから、もう一度保存してください。"


@dataclass(frozen=True)
class Told:
    """What became of the form that was sent.

    Attributes:
        problem: Why nothing was saved.
        typed: What was typed then.
        ticked: The findings that it was for.
        saved: How many rows were saved.
    """

    problem: str = ""
    typed: Mapping[str, str] | None = None
    ticked: tuple[int, ...] = ()
    saved: int = 0

    @classmethod
    def of(cls, request: Request) -> Told:
        """Return what the address says of the form before."""
        return cls(saved=whole_number(request.query_params.get("saved", "")) or 0)

    @property
    def status(self) -> HTTPStatus:
        """Of the answer."""
        return HTTPStatus.CONFLICT if self.problem == _OTHERS else HTTPStatus.OK


@dataclass(frozen=True)
class Pages:
    """What all the pages show."""

    findings: Findings
    book: DecisionBook
    records: Records

    @cached_property
    def _names(self) -> dict[str, dict[str, str]]:
        return _names(self.findings.verification)

    async def index(self, request: Request) -> Response:
        """Return the list."""
        return await run_in_threadpool(self._index, Query.of(request.query_params), Told.of(request))

    async def several(self, request: Request) -> Response:
        """Save the same decision on all the findings that were ticked."""
        fields = await _fields(request)
        query = Query.of(request.query_params)
        seen = [one.partition(" ") for one in fields.get("row", [])]
        entries = {n: version for number, _, version in seen if (n := whole_number(number)) is not None}
        if not entries:
            return await run_in_threadpool(self._index, query, Told("記入する指摘の □ に印を付けてください。"))
        typed = {name: fields.get(name, [""])[0] for name in form.TYPED}
        problem = await run_in_threadpool(self._save, entries, typed)
        if problem:
            return await run_in_threadpool(self._index, query, Told(problem, typed, tuple(entries)))
        return RedirectResponse(f"/?{urlencode(query.parameters(saved=len(entries)))}", HTTPStatus.SEE_OTHER)

    async def finding(self, request: Request) -> Response:
        """Return one finding."""
        return await run_in_threadpool(
            self._finding, self._number(request), Query.of(request.query_params), Told.of(request)
        )

    async def decide(self, request: Request) -> Response:
        """Save the decision on one finding."""
        fields = await _fields(request)
        number, query = self._number(request), Query.of(request.query_params)
        typed = {name: fields.get(name, [""])[0] for name in form.TYPED}
        problem = await run_in_threadpool(self._save, {number: fields.get("version", [""])[0]}, typed)
        if problem:
            return await run_in_threadpool(self._finding, number, query, Told(problem, typed))
        return RedirectResponse(f"/finding/{number}?{urlencode(query.parameters(saved=1))}", HTTPStatus.SEE_OTHER)

    def _save(self, entries: Mapping[int, str], typed: Mapping[str, str]) -> str:
        """Return why nothing was saved; "" = all was."""
        try:
            self.book.save(entries, typed)
        except Conflict:
            return _OTHERS
        except ChukanError as e:
            return _sentence(e)
        return ""

    def _number(self, request: Request) -> int:
        number = whole_number(request.path_params["number"])
        if number is None or number >= len(self.findings):
            raise HTTPException(HTTPStatus.NOT_FOUND, "この番号の指摘はありません。")
        return number

    def _index(self, query: Query, told: Told) -> Response:
        trouble = self.book.look()
        numbers = self.findings.matching(query, self.book.states)
        pages = max(1, -(-len(numbers) // PAGE))
        page = min(query.page, pages)
        shown = [int(n) for n in numbers[(page - 1) * PAGE : page * PAGE]]
        rows = [(n, self.findings[n], self.book.of(n)) for n in shown]
        return self._page(
            "list.html.j2",
            query=query,
            rows=rows,
            found=len(numbers),
            page=page,
            pages=pages,
            trouble=trouble,
            facets=self.findings.facets,
            kept=len(self.findings),
            counted=sum(f.number(waived=True) for f in self.findings.verification.files)
            + len(self.findings.verification.general),
            told=told,
            typed=told.typed or dict.fromkeys(form.TYPED, ""),
        )

    def _finding(self, number: int, query: Query, told: Told) -> Response:
        finding, trouble = self.findings[number], self.book.look()
        numbers = self.findings.matching(query, self.book.states)
        later, earlier = numbers[numbers > number], numbers[numbers < number]
        written = self.book.of(number)
        return self._page(
            "finding.html.j2",
            query=query,
            number=number,
            finding=finding,
            rule=RULES.get(finding.rule),
            written=written,
            typed=told.typed or (written.cells if written else {}),
            context=self.records.around(finding),
            trouble=trouble,
            following=int(later[0]) if len(later) else None,
            previous=int(earlier[-1]) if len(earlier) else None,
            told=told,
        )

    def _page(
        self, template: str, *, query: Query, told: Told, trouble: ChukanError | None, **context: Any
    ) -> Response:
        v = self.findings.verification
        return HTMLResponse(
            _environment()
            .get_template(template)
            .render(
                **context,
                query=query,
                told=told,
                trouble=_sentence(trouble) if trouble is not None and not told.problem else "",
                link=lambda path, **other: f"{path}?{urlencode(query.parameters(**other))}",
                v=v,
                verdict=VERDICT_JA[v.verdict],
                names=self._names,
                book=self.book,
                version=__version__,
            ),
            HTTPStatus.CONFLICT if trouble is not None else told.status,
        )


def make_app(pages: Pages, token: str, ticket: str = "") -> App:
    """Return the guarded application.

    Args:
        pages: what it shows.
        token: whoever has it may see and decide.
        ticket: may be used once in its place; "" = none.
    """
    routes = [
        Route("/", pages.index, methods=["GET"]),
        Route("/", pages.several, methods=["POST"]),
        Route("/finding/{number}", pages.finding, methods=["GET"]),
        Route("/finding/{number}", pages.decide, methods=["POST"]),
    ]
    handlers = {HTTPException: _told, ChukanError: _told, Exception: _broken}
    return Guard(Starlette(routes=routes, exception_handlers=handlers), token, ticket)


def new_token() -> str:
    """Return a token that nobody guesses."""
    return secrets.token_urlsafe(24)


def _sentence(error: ChukanError) -> str:
    place = f"（{error.place}）" if error.place else ""
    return f"{error.message}{place}。{error.hint or ''}"


def _told(request: Request, error: Exception) -> Response:  # noqa: ARG001 - starlette's signature
    status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.CONFLICT
    words = {HTTPStatus.NOT_FOUND: "このページはありません。", HTTPStatus.METHOD_NOT_ALLOWED: "この操作はできません。"}
    text = _sentence(error) if isinstance(error, ChukanError) else words.get(HTTPStatus(status), "表示できません。")
    return HTMLResponse(_environment().get_template("problem.html.j2").render(text=text, version=__version__), status)


def _broken(request: Request, error: Exception) -> Response:  # noqa: ARG001 - starlette's signature
    """Say that a page can't be made, as the commands do; where it failed goes to the log, without values."""
    if isinstance(error, OSError):
        text = f"読み書きができません: {reason(error)}"
    else:
        _LOG.error("%s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
        text = f"内部エラーです（{type(error).__name__}）。何も保存していません。開発元に知らせてください。"
    template = _environment().get_template("problem.html.j2")
    return HTMLResponse(template.render(text=text, version=__version__), HTTPStatus.INTERNAL_SERVER_ERROR)


async def _fields(request: Request) -> dict[str, list[str]]:
    """Return the fields of a form; plain forms only, so no package for uploads is needed."""
    try:
        async with asyncio.timeout(_PATIENCE):
            body = await request.body()
        return parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=1000)
    except TimeoutError:
        raise HTTPException(HTTPStatus.REQUEST_TIMEOUT) from None
    except asyncio.CancelledError:  # the server is being stopped
        raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE) from None
    except (ValueError, ClientDisconnect):  # the latter: the window was closed while it was sent
        raise HTTPException(HTTPStatus.BAD_REQUEST) from None


def _names(v: Verification) -> dict[str, dict[str, str]]:
    """Return the words for the codes in findings: facet -> code -> word."""
    s = summarise(v)
    return {
        "severity": {severity.value: severity.ja for severity in Severity},
        "rule": {rule: f"{rule} {RULES[rule].title}" for rule in RULES},
        "municipality": s.towns,
        "business": s.business_names,
        "ground": dict(GROUND_JA),
    }


@cache
def _environment() -> Environment:
    environment = page_environment(_HERE)
    environment.globals |= {
        "FACETS_JA": _FACETS_JA,
        "STATES": STATES,
        "ACTIONS": ACTIONS,
        "SAVED": SAVED,
        "NEIGHBOURS": NEIGHBOURS,
        "PAGE": PAGE,
        "form": form,
        "row_name": row_name,
    }
    return environment
