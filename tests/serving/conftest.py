"""A run with findings to decide on, and somebody who asks for pages."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest

from chukan.layouts.library import Library
from chukan.serving.app import Pages, make_app
from chukan.serving.book import DecisionBook
from chukan.serving.context import Records
from chukan.serving.findings import Findings
from chukan.serving.guard import App

FIXTURES = Path(__file__).parents[2] / "fixtures"
TOKEN = "synthetic"  # noqa: S105 - of a test
PERSON = "139998/resident_register_person.csv"


@pytest.fixture
def project(seeded: Path, tmp_path: Path) -> Path:
    """Return a copy of a project whose people have findings, with the results in ``out``."""
    shutil.copytree(seeded, tmp_path / "project")
    return tmp_path / "project"


@dataclass
class Browser:
    """Somebody's browser: it keeps cookies, and sends the headers that browsers send."""

    app: App
    host: str = "127.0.0.1:8000"
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self._ask("GET", path, headers)

    def post(self, path: str, fields: dict[str, str] | list[tuple[str, str]], **headers: str) -> httpx.Response:
        headers = {"origin": f"http://{self.host}", "content-type": "application/x-www-form-urlencoded", **headers}
        return self._ask("POST", path, headers, urlencode(fields).encode())

    def enter(self) -> Browser:
        answer = self.get(f"/enter?token={TOKEN}")
        assert answer.status_code == 303
        self.cookies = dict(answer.cookies)
        return self

    def _ask(self, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url=f"http://{self.host}") as client:
                sent = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
                return await client.request(method, path, headers={"cookie": sent, **headers}, content=body)

        return asyncio.run(ask())


def pages_of(project: Path, *, read_only: bool = False) -> Pages:
    """Return the pages over the results of a project."""
    findings = Findings.load(project / "out")
    book = DecisionBook(project / "out", findings, read_only=read_only)
    return Pages(findings, book, Records(findings.verification, project, Library()))


@pytest.fixture
def pages(project: Path) -> Pages:
    """Return the pages over the results."""
    return pages_of(project)


Opened = Callable[[], Browser]


@pytest.fixture
def browser(pages: Pages) -> Browser:
    """Return a browser with the token."""
    return Browser(make_app(pages, TOKEN)).enter()
