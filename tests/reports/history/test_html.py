"""Many verifications as a page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.reports.compare.conftest import MakeRun
from tests.reports.history.conftest import MakeHistory, run_of

from chukan.reports.history import html
from chukan.reports.history.history import Failed, history
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


def test_runs_of_one_day_are_told_apart_by_their_time(days: MakeHistory, run: MakeRun) -> None:
    one = history([run_of(run([name]), "2026-04-01", hour=hour) for name, hour in (("a", "09:00"), ("b", "17:30"))])

    assert "04/01" in to_html(days(["a"], ["b"]))
    assert ">09:00<" in to_html(one)
    assert ">17:30<" in to_html(one)
