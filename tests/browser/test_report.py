"""`report.html` in a browser: it opens, filters, sorts, unfolds and prints, in three widths, light and dark, without a request."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.browser.page import CHROMIUM, Page
from tests.reports.conftest import make

from chukan.reports.html import to_html

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")

WIDTHS = (1280, 768, 390)
ROWS = "Array.from(document.querySelectorAll('#counts-t tbody tr'))"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(to_html(*make()), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with Page(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


def _contrast(page: Page, selector: str) -> float:
    """Return the contrast of an element's ink on the nearest ground (WCAG 2)."""
    ink, ground = page.value(
        f"""(() => {{ const e = document.querySelector({selector!r}); let g = e;
        while (getComputedStyle(g).backgroundColor === 'rgba(0, 0, 0, 0)') g = g.parentElement;
        return [getComputedStyle(e).color, getComputedStyle(g).backgroundColor]; }})()"""
    )

    def light(colour: str) -> float:
        parts = [int(n) / 255 for n in re.findall(r"[0-9]+", colour)[:3]]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(ink), light(ground)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_it_fits_the_window_and_can_be_read(page: Page, report: Path, width: int, dark: bool) -> None:
    page.open(report, width=width, dark=dark)

    assert page.value("document.documentElement.scrollWidth") <= width
    assert page.value("matchMedia('(prefers-color-scheme: dark)').matches") == dark
    for selector in ("body", ".banner h2", ".severity.error", ".severity.warning", ".severity.info", ".facts dt", "a"):
        assert _contrast(page, selector) >= 4.5, selector
    narrowest = page.value(
        "Math.min(...Array.from(document.querySelectorAll('#account .path'), e => e.closest('td').clientWidth))"
    )
    assert narrowest >= 150
    assert page.requests == [report.as_uri()]
    assert page.problems == []


def _shown(page: Page) -> list[str]:
    rows: list[str] = page.value(f"{ROWS}.filter(r => r.offsetParent !== null).map(r => r.cells[1].textContent)")
    return rows


@pytest.mark.parametrize("width", WIDTHS)
def test_filtering_sorting_and_unfolding(page: Page, report: Path, width: int) -> None:
    page.open(report, width=width)
    every = _shown(page)

    page.value(
        """(() => { const i = document.querySelector('[data-for=counts-t] input'); i.value = 'v02';
        i.dispatchEvent(new Event('input')); return new Promise(done => setTimeout(done, 300)); })()"""
    )
    assert [text[:3] for text in _shown(page)] == ["V02"]
    page.value(
        """(() => { const c = document.querySelector('[data-for=counts-t]'); const i = c.querySelector('input');
        i.value = ''; i.dispatchEvent(new Event('input'));
        c.querySelector('.toggle[data-severity=error]').click(); return new Promise(done => setTimeout(done, 300)); })()"""
    )
    assert 0 < len(_shown(page)) < len(every)
    page.value("document.querySelector('[data-for=counts-t] .toggle[data-severity=error]').click()")
    assert len(_shown(page)) == len(every)

    page.value("document.querySelector('#counts-t thead th:nth-child(6) button').click()")
    numbers: list[str] = page.value(f"{ROWS}.map(r => r.cells[5].textContent)")
    counts = [int(n.replace(",", "")) for n in numbers]
    assert counts == sorted(counts)

    for fold in ("#rule-V02", "#about-V02"):
        assert page.value(f"document.querySelector('{fold}').open") is False
        page.value(f"(location.hash = '{fold}', new Promise(done => setTimeout(done, 200)))")
        assert page.value(f"document.querySelector('{fold}').open") is True
        assert 0 <= page.value(f"document.querySelector('{fold}').getBoundingClientRect().top") < 300


def test_the_first_stop_of_the_keyboard_skips_to_the_text(page: Page, report: Path) -> None:
    page.open(report, width=1280)

    for kind in ("keyDown", "keyUp"):
        page.call("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)

    assert page.value("document.activeElement.getAttribute('href')") == "#main"
    assert page.value("document.activeElement.getBoundingClientRect().top") >= 0
    assert page.value("document.querySelector('#main').tagName") == "MAIN"


def test_it_prints_on_paper_whatever_the_screen_is(page: Page, report: Path) -> None:
    page.open(report, width=390, dark=True)

    pdf = page.pdf()

    assert pdf.startswith(b"%PDF")
    pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
    assert 4 <= pages <= 30
    sizes: set[Any] = set(re.findall(rb"/MediaBox\s*\[0 0 ([0-9.]+) ([0-9.]+)\]", pdf))
    assert {(round(float(w)), round(float(h))) for w, h in sizes} <= {(595, 842), (596, 842), (594, 842), (595, 841)}
    assert page.requests == [report.as_uri()]
