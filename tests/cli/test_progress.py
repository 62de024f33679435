from __future__ import annotations

import io
import sys

import pytest

from chukan.cli.progress import progress
from chukan.cli.switches import choose


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def screen(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Put a terminal in the place of stderr; in the test itself, as pytest's capture takes its place back before."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    return terminal


def test_a_terminal_sees_how_far_the_work_is(monkeypatch: pytest.MonkeyPatch) -> None:
    choose()
    terminal = screen(monkeypatch)
    with progress() as report:
        assert report is not None
        report("住民.csv", 1, 2)
        report("ファイル間の検査", 0, 0)

    assert "住民.csv" in terminal.getvalue()


@pytest.mark.parametrize("switch", ["quiet", "no_progress"])
def test_nobody_is_bothered_who_does_not_want_it(monkeypatch: pytest.MonkeyPatch, switch: str) -> None:
    choose(**{switch: True})
    terminal = screen(monkeypatch)
    with progress() as report:
        assert report is None

    assert terminal.getvalue() == ""


def test_short_work_shows_none(monkeypatch: pytest.MonkeyPatch) -> None:
    choose()
    screen(monkeypatch)
    with progress(shown=False) as report:
        assert report is None


def test_a_file_sees_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    choose()
    with progress() as report:
        assert report is None
