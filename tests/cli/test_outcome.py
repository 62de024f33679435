"""What a command answers: its exit code, and where each view goes."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from chukan.cli.outcome import Views, base_of, exit_code
from chukan.errors import UsageError
from chukan.verification.result import Records, Totals
from chukan.verification.verdict import Verdict


def code(fail_on: str, verdict: Verdict, errors: int = 0, warnings: int = 0, infos: int = 0) -> int:
    """Return the exit code of a verification with such findings left."""
    totals = Totals(
        files=1, bytes=1, records=Records(1, 0, 1), errors=errors, warnings=warnings, infos=infos, waived=0, estimates=0
    )
    return exit_code(SimpleNamespace(totals=totals, verdict=verdict), fail_on)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("left", "codes"),
    [
        ({}, {"error": 0, "warning": 0, "info": 0, "never": 0}),
        ({"infos": 1}, {"error": 0, "warning": 0, "info": 1, "never": 0}),
        ({"warnings": 1}, {"error": 0, "warning": 1, "info": 1, "never": 0}),
        ({"errors": 1}, {"error": 1, "warning": 1, "info": 1, "never": 0}),
    ],
)
def test_findings_that_are_left_decide_from_their_weight_on(left: dict[str, int], codes: dict[str, int]) -> None:
    assert {fail_on: code(fail_on, "pass", **left) for fail_on in codes} == codes


@pytest.mark.parametrize("fail_on", ["error", "warning", "info"])
@pytest.mark.parametrize(("verdict", "expected"), [("not_checked", 1), ("fail", 1), ("pass_with_waivers", 0)])
def test_what_was_not_looked_at_is_never_a_success(fail_on: str, verdict: Verdict, expected: int) -> None:
    assert code(fail_on, verdict) == expected


def test_one_view_takes_the_place_of_the_screen(tmp_path: Path) -> None:
    assert Views.of([], None, json=False, base="") == Views()
    assert Views.of([], None, json=True, base="") == Views(printed="json")
    assert Views.of(["sarif", "sarif"], None, json=False, base="d/") == Views(printed="sarif", base="d/")
    assert Views.of(["sarif", "junit"], tmp_path, json=True, base="") == Views(("sarif", "junit"), "json")
    assert Views.of(["github"], tmp_path, json=False, base="") == Views(printed="github")


@pytest.mark.parametrize(("formats", "json"), [(["sarif", "junit"], False), (["sarif"], True), (["sarrif"], False)])
def test_two_views_for_one_screen_are_an_error(formats: list[str], json: bool) -> None:
    with pytest.raises(UsageError):
        Views.of(formats, None, json=json, base="")


def test_paths_are_as_seen_from_where_the_command_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here" / "data").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "here")

    assert base_of(Path("a.csv")) == ""
    assert base_of(Path("data/a.csv")) == base_of(tmp_path / "here" / "data" / "a.csv") == "data/"
    assert base_of(tmp_path / "a.csv") == ""
