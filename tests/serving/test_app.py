"""The pages, as somebody uses them."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from chukan.serving.app import Pages, make_app, new_token
from chukan.serving.findings import Query

from .conftest import TOKEN, Browser, pages_of

ACCEPTED = {"対応": "了承", "理由": "戸籍照会中", "了承者": "課長", "了承日": "2026-11-22"}


def _numbers(pages: Pages) -> list[int]:
    return [int(n) for n in pages.findings.matching(Query.of({"rule": "V04", "item": "性別"}), pages.book.states)]


def _version(page: str) -> str:
    found = re.search('name="version" value="([0-9a-f]+)"', page)
    assert found
    return found[1]


def test_the_list_shows_filters_and_findings(browser: Browser, pages: Pages) -> None:
    page = browser.get("/").text
    for words in ("指摘の確認と記入", "不合格", "すべて", "V04", "139998", "選んだ指摘に保存する"):
        assert words in page
    filtered = browser.get("/?rule=V04&item=性別").text
    assert len(re.findall('class="tick"', filtered)) == 3
    assert "当てはまる指摘はありません" in browser.get("/?text=どこにもない").text


def test_a_decision_on_one_finding(browser: Browser, pages: Pages) -> None:
    number = _numbers(pages)[1]
    page = browser.get(f"/finding/{number}?rule=V04").text
    assert "3 件目（この指摘）" in page
    answer = browser.post(f"/finding/{number}?rule=V04", {"version": _version(page), **ACCEPTED})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/finding/{number}?rule=V04&saved=1"
    after = browser.get(answer.headers["location"]).text
    assert "戸籍照会中" in after
    assert "保存しました" in after
    assert pages.book.states[number] == "了承"


def test_what_was_typed_stays_when_it_is_not_saved(browser: Browser, pages: Pages) -> None:
    number = _numbers(pages)[0]
    version = _version(browser.get(f"/finding/{number}").text)
    answer = browser.post(f"/finding/{number}", {"version": version, "対応": "了承", "理由": "<b>急ぎ</b>"})
    assert answer.status_code == 200
    assert "保存していません" in answer.text
    assert "了承者・了承日" in answer.text
    assert "&lt;b&gt;急ぎ&lt;/b&gt;" in answer.text
    assert pages.book.counts["了承"] == 0


def test_two_people_at_once(project: Path, browser: Browser, pages: Pages) -> None:
    number = _numbers(pages)[0]
    version = _version(browser.get(f"/finding/{number}").text)
    other = Browser(make_app(pages_of(project), TOKEN)).enter()
    assert other.post(f"/finding/{number}", {"version": version, "対応": "保留", "担当": "乙"}).status_code == 303
    answer = browser.post(f"/finding/{number}", {"version": version, **ACCEPTED})
    assert answer.status_code == 409
    assert "ほかの人が先に記入しました" in answer.text
    assert "担当「乙」" in answer.text
    assert "戸籍照会中" in answer.text
    again = browser.post(f"/finding/{number}", {"version": _version(answer.text), **ACCEPTED})
    assert again.status_code == 303


def test_the_same_on_several(browser: Browser, pages: Pages) -> None:
    page = browser.get("/?rule=V04").text
    rows = re.findall('name="row" value="([0-9]+ [0-9a-f]+)"', page)
    assert len(rows) >= 3
    fields = [*(("row", row) for row in rows), ("対応", "直す"), ("担当", "事業者A")]
    answer = browser.post("/?rule=V04", fields)
    assert answer.headers["location"] == f"/?rule=V04&saved={len(rows)}"
    assert pages.book.counts["直す"] == len(rows)
    assert f"{len(rows)} 件に保存しました" in browser.get(answer.headers["location"]).text
    assert "□ に印" in browser.post("/", {"対応": "直す"}).text


def test_nothing_can_be_typed_where_it_is_read_only(project: Path) -> None:
    browser = Browser(make_app(pages_of(project, read_only=True), TOKEN)).enter()
    page = browser.get("/finding/0").text
    assert '<form method="post"' not in page
    assert "--read-only" in page
    assert browser.post("/finding/0", {"version": "x", "対応": "直す"}).text.count("保存していません") == 1


@pytest.mark.parametrize("path", ["/finding/999999", "/finding/x", "/nowhere", "/../etc/passwd"])
def test_a_page_that_is_not_there(browser: Browser, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 404
    assert "ありません" in answer.text


def test_tokens_are_new_each_time() -> None:
    assert new_token() != new_token()
    assert len(new_token()) >= 32


@pytest.mark.parametrize("path", ["/finding/" + "9" * 5000, "/finding/-1", "/finding/²", "/finding/x"])
def test_an_address_of_no_finding_says_so(browser: Browser, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 404
    assert "この番号の指摘はありません" in answer.text or "このページはありません" in answer.text


def test_a_form_that_no_page_sends_is_refused(browser: Browser, pages: Pages) -> None:
    assert browser.post("/", [("row", "0 x")] * 1500).status_code == 400
    for row in ("9" * 5000 + " x", "² x", "-1 x"):
        assert "印を付けてください" in browser.post("/", [("row", row), *ACCEPTED.items()]).text
    assert pages.book.counts["了承"] == 0


@pytest.mark.parametrize("data", [b"PK junk", b"", None])
def test_a_damaged_sheet_is_told_on_the_page(browser: Browser, pages: Pages, data: bytes | None) -> None:
    number = _numbers(pages)[0]
    version = _version(browser.get(f"/finding/{number}").text)
    assert browser.post(f"/finding/{number}", {"version": version, "対応": "直す"}).status_code == 303
    pages.book.path.unlink()
    if data is None:
        pages.book.path.mkdir()
    else:
        pages.book.path.write_bytes(data)
    for answer in (
        browser.get("/"),
        browser.get(f"/finding/{number}"),
        browser.post(f"/finding/{number}", {"version": version, "対応": "保留"}),
    ):
        assert answer.status_code == 409
        assert "decisions.xlsx" in answer.text
    lost = browser.post(f"/finding/{number}", {"version": version, **ACCEPTED})
    assert "保存していません" in lost.text
    assert "戸籍照会中" in lost.text  # what was typed stays in the form
    several = browser.post("/", [("row", f"{number} {version}"), *ACCEPTED.items()])
    assert "戸籍照会中" in several.text
    if data is None:
        pages.book.path.rmdir()
    else:
        pages.book.path.unlink()
    again = browser.get(f"/finding/{number}")
    assert again.status_code == 200
    assert browser.post(f"/finding/{number}", {"version": _version(again.text), **ACCEPTED}).status_code == 303
    assert pages.book.counts["了承"] == 1


@pytest.mark.parametrize("gone", [False, True])
def test_when_the_run_is_made_anew_nothing_is_typed_on_the_old_one(
    browser: Browser, pages: Pages, project: Path, gone: bool
) -> None:
    number = _numbers(pages)[0]
    version = _version(browser.get(f"/finding/{number}").text)
    result = project / "out" / "verification.json"
    if gone:
        result.unlink()
    else:
        result.write_bytes(result.read_bytes() + b"\n")
    for answer in (
        browser.get("/"),
        browser.get(f"/finding/{number}"),
        browser.post(f"/finding/{number}", {"version": version, "対応": "直す"}),
    ):
        assert answer.status_code == 409
        assert "起動し直してください" in answer.text
    assert not pages.book.path.exists()


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(28, "No space left on device"), "読み書きができません"),
        (KeyError("山田"), "内部エラーです（KeyError）"),
    ],
)
def test_a_page_that_cannot_be_made_says_so_without_values(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, error: Exception, told: str
) -> None:
    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr("chukan.serving.context.Records.around", fails)
    answer = browser.get("/finding/0")

    assert answer.status_code == 500
    assert told in answer.text
    assert "山田" not in answer.text
    assert "script" not in answer.headers["content-security-policy"]


def test_a_form_that_never_ends_is_given_up(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    async def waits(*_: object) -> bytes:
        await asyncio.sleep(5)
        return b""

    monkeypatch.setattr("chukan.serving.app._PATIENCE", 0.01)
    monkeypatch.setattr("starlette.requests.Request.body", waits)

    assert browser.post("/finding/0", {"対応": "直す"}).status_code == 408
