"""Who may ask."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chukan.serving.app import Pages, make_app

from .conftest import TOKEN, Browser


def test_without_the_token_nothing_is_shown(pages: Pages) -> None:
    browser = Browser(make_app(pages, TOKEN))
    for path in ("/", "/finding/0", "/enter?token=wrong", "/enter", "/enter?token="):
        answer = browser.get(path)
        assert answer.status_code == 403
        assert "性別" not in answer.text
    assert browser.post("/finding/0", {"対応": "直す"}).status_code == 403


def test_the_token_opens_it_and_the_cookie_is_for_this_page_only(pages: Pages) -> None:
    answer = Browser(make_app(pages, TOKEN)).get(f"/enter?token={TOKEN}")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert answer.headers["location"] == "/"


def test_pages_on_two_ports_have_a_cookie_each(pages: Pages) -> None:
    """Browsers keep one jar for all ports of a computer."""
    names = {
        next(iter(Browser(make_app(pages, TOKEN), host=f"127.0.0.1:{port}").enter().cookies)) for port in (8000, 8001)
    }
    assert len(names) == 2


def test_a_ticket_opens_it_once(pages: Pages) -> None:
    browser = Browser(make_app(pages, TOKEN, "ticket"))
    assert browser.get("/enter?token=ticket").status_code == 303
    assert browser.get("/enter?token=ticket").status_code == 403
    assert browser.get(f"/enter?token={TOKEN}").status_code == 303
    assert Browser(make_app(pages, TOKEN)).get("/enter?token=").status_code == 403


@pytest.mark.parametrize("host", ["evil.example:8000", "127.0.0.1.evil.example", "10.0.0.1:8000", "localhost.evil"])
def test_another_name_for_this_computer_is_refused(browser: Browser, host: str) -> None:
    assert replace(browser, host=host).get("/").status_code == 421


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:9", ""])
def test_another_page_may_not_write(browser: Browser, pages: Pages, origin: str) -> None:
    assert browser.post("/finding/0", {"対応": "直す"}, origin=origin).status_code == 403
    assert pages.book.counts["直す"] == 0


def test_a_form_without_end_is_refused(browser: Browser) -> None:
    assert browser.post("/finding/0", {"理由": "あ" * 50_000}).status_code == 413


@pytest.mark.parametrize(
    "headers",
    [
        {"content-length": "-1"},
        {"content-length": "9" * 5000},
        {"transfer-encoding": "chunked"},
    ],
)
def test_a_form_whose_length_nobody_knows_is_refused(browser: Browser, pages: Pages, headers: dict[str, str]) -> None:
    """A body in chunks has none, also where a length stands beside it."""
    answer = browser.post("/finding/0", {"対応": "直す"}, **headers)

    assert answer.status_code == 413
    assert pages.book.counts["直す"] == 0


def test_every_answer_forbids_scripts_and_frames(browser: Browser) -> None:
    for path in ("/", "/finding/0", "/nowhere", "/enter?token=x"):
        headers = browser.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "script-src" not in policy
        assert headers["cache-control"] == "no-store"
