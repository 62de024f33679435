"""`chukan serve` in a browser: filter, decide, save, at three widths, and the next verification takes it in."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from tests.browser.page import CHROMIUM, Page
from tests.serving.conftest import project  # noqa: F401 - a fixture

from chukan.cli.main import run
from chukan.serving.book import SAVED
from chukan.verification.document import load_verification

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
WIDTHS = (1280, 768, 390)


@pytest.fixture
def address(project: Path) -> Iterator[str]:  # noqa: F811 - the fixture
    command = [sys.executable, "-m", "chukan", "serve", str(project / "out")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as server:
        assert server.stdout is not None
        server.stdout.readline()
        yield server.stdout.readline().strip()
        server.send_signal(signal.SIGINT)


def _click(page: Page, selector: str) -> None:
    """Click what leads to another page, and wait until it is there."""
    page.value(f"window.old = true; setTimeout(() => document.querySelector({selector!r}).click(), 20)")
    for _ in range(200):
        time.sleep(0.05)
        with suppress(AssertionError):  # the page is between two
            if page.value("window.old !== true && document.readyState === 'complete'"):
                return
    pytest.fail(f"{selector} led nowhere")


def test_somebody_filters_decides_and_verifies_again(
    address: str,
    project: Path,  # noqa: F811 - the fixture
    tmp_path: Path,
) -> None:
    with Page(tmp_path / "profile") as page:
        page.go(address, width=1280)
        page.value("document.querySelector('#f-rule').value = 'V04'")
        _click(page, ".filters button")
        assert page.value("document.querySelectorAll('tbody tr').length") == 3
        _click(page, "tbody a")
        assert "（この指摘）" in page.value("document.body.innerText")
        page.value(
            """(() => { const set = (id, v) => { document.querySelector(id).value = v; };
            set('#act', '了承'); set('#why', '戸籍照会中'); set('#who', '課長'); set('#when', '令和8年11月22日'); })()"""
        )
        _click(page, ".decide button")
        assert "保存しました" in page.value("document.body.innerText")
        for width in WIDTHS:
            for path in ("/", "/finding/0"):
                page.go(address.partition("/enter")[0] + path, width=width)
                assert page.value("document.documentElement.scrollWidth") <= width
        assert page.problems == []
        assert all(request.startswith("http://127.0.0.1:") for request in page.requests)
    again = ["verify", str(project / "project.yaml"), "--decisions", str(project / "out" / SAVED)]
    assert run([*again, "--out", str(project / "next"), "--as-of", "2026-11-23", "--no-progress", "--quiet"]) == 1
    use = load_verification(project / "next").decisions
    assert use is not None
    assert use.accepted == 1
