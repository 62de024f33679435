from __future__ import annotations

import io
import json
import sys
import time
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from chukan.cli.progress import Stopwatch, following, following_files, in_words, progress, seconds_left
from chukan.cli.switches import choose
from chukan.errors import UsageError
from chukan.verification.progress import Step


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


STEP = Step(what="住民.csv", file=2, files=3, records=1200, done=30_000_000, total=90_000_000)


def test_a_person_sees_files_records_speed_and_the_time_left() -> None:
    assert [*in_words(STEP, 2.0)] == ["2/3 ファイル", "1,200 件", "15 MB/秒", "残り約 4 秒"]
    assert [*in_words(replace(STEP, total=9_000_000_000), 2.0)][-1] == "残り約 9 分 58 秒"
    assert [*in_words(replace(STEP, total=0), 2.0)] == ["2/3 ファイル", "1,200 件", "15 MB/秒"]
    assert [*in_words(replace(STEP, file=0), 2.0)] == ["1,200 件"]
    assert [*in_words(replace(STEP, records=0), 2.0)] == ["2/3 ファイル", "15 MB/秒", "残り約 4 秒"]
    taken_over = replace(STEP, unread=20_000_000)
    assert [*in_words(taken_over, 2.0)] == ["2/3 ファイル", "1,200 件", "5 MB/秒", "残り約 12 秒"]
    assert seconds_left(replace(taken_over, done=20_000_000), 2.0) is None
    assert seconds_left(replace(taken_over, done=90_000_000), 2.0) == 0


def test_speed_is_that_of_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is done before the first file, such as looking at what an earlier run knows, has a speed of its own."""
    moments = iter([10.0, 70.0, 71.0, 75.0])
    monkeypatch.setattr(time, "monotonic", lambda: next(moments))
    watch = Stopwatch()

    assert watch.reading(replace(STEP, file=0)) == 0
    assert watch.reading(STEP) == 1
    assert watch.reading(replace(STEP, file=0)) == 5


def test_files_that_are_read_once_or_twice_are_told_as_those_of_a_verification(
    capsys: pytest.CaptureFixture[str],
) -> None:
    choose(progress="json")
    with following_files([("old.csv", 100), ("new.csv", 50), ("new.csv", 60)]) as report:
        assert report is not None
        for what, done in [("old.csv", 60), ("old.csv", 100), ("new.csv", 50), ("突合", 0), ("new.csv", 30)]:
            report(what, done, 0)
    choose()

    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(line["what"], line["file"], line["bytes"]) for line in lines] == [
        ("old.csv", 1, 0),
        ("old.csv", 1, 100),
        ("new.csv", 2, 100),
        ("new.csv", 2, 150),
        ("突合", 0, 150),
        ("new.csv", 3, 150),
        ("new.csv", 3, 180),
    ]
    assert {line["total_bytes"] for line in lines} == {210}
    assert lines[-1]["event"] == "end"


def test_a_terminal_sees_how_far_a_check_is(monkeypatch: pytest.MonkeyPatch) -> None:
    choose()
    terminal = screen(monkeypatch)
    with following() as tell:
        assert tell is not None
        tell(STEP)

    assert "住民.csv" in terminal.getvalue()
    assert "2/3 ファイル" in terminal.getvalue()


@pytest.mark.parametrize("quiet", [False, True])
def test_a_program_reads_lines_that_the_schema_describes(capsys: pytest.CaptureFixture[str], quiet: bool) -> None:
    schema = json.loads((Path(__file__).parents[2] / "docs" / "progress.schema.json").read_text(encoding="utf-8"))
    choose(progress="json", quiet=quiet)
    with following() as tell:
        assert tell is not None
        tell(replace(STEP, file=1, done=0, records=0))
        tell(replace(STEP, file=1))  # too soon after the one before, but the last of its file
        tell(STEP)
        tell(replace(STEP, file=0, what="ファイル間の検査", total=0))
    choose()

    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    for line in lines:
        jsonschema.validate(line, schema)
    assert [(line["event"], line["file"], line["records"]) for line in lines] == [
        ("progress", 1, 0),
        ("progress", 1, 1200),
        ("progress", 2, 1200),
        ("progress", 0, 1200),
        ("end", 0, 1200),
    ]


def test_a_run_that_is_stopped_has_no_end(capsys: pytest.CaptureFixture[str]) -> None:
    choose(progress="json")

    def stopped() -> None:
        with following() as tell:
            assert tell is not None
            tell(STEP)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    choose()

    assert [json.loads(line)["event"] for line in capsys.readouterr().err.splitlines()] == ["progress"]


def test_another_word_is_refused() -> None:
    with pytest.raises(UsageError, match="--progress"):
        choose(progress="jsn")
    choose()


def test_a_name_is_neither_markup_nor_a_command_to_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    choose()
    name = "[/住民].csv\x1b]0;名\x07"
    terminals = [screen(monkeypatch)]
    with progress() as report:
        assert report is not None
        report(name, 1, 2)
    terminals.append(screen(monkeypatch))
    with following() as told:
        assert told is not None
        told(Step(what=name, done=1, total=2, file=1, files=2, records=0))

    for terminal in terminals:
        assert "[/住民].csv" in terminal.getvalue()
        assert "\x1b]0;" not in terminal.getvalue()
