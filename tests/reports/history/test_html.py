"""Many verifications as a page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.reports.history.conftest import MakeHistory

from chukan.reports.history import html
from chukan.reports.history.history import Failed
from chukan.reports.history.html import to_html


def test_a_trend_needs_two_runs(days: MakeHistory) -> None:
    assert "<svg" not in to_html(days(["a"]))
    assert "<svg" in to_html(days(["a"], ["b"]))


def test_the_picture_shows_the_last_runs_only(days: MakeHistory, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = to_html(days(["a"], ["b"], ["c"], ["d"]))
    monkeypatch.setattr(html, "CHARTED", 2)

    assert to_html(days(["a"], ["b"], ["c"], ["d"])).count("<rect") < whole.count("<rect")


def test_texts_are_texts(days: MakeHistory) -> None:
    page = to_html(replace(days(["a"], group="<i>群"), failed=(Failed("x.yaml", "<u>壊れています"),)))

    assert "&lt;i&gt;群" in page
    assert "&lt;u&gt;壊れています" in page
    assert "<u>" not in page
