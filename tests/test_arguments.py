"""What the library's functions refuse, and what they take in several forms."""

from __future__ import annotations

import datetime as dt
import inspect
from pathlib import Path
from typing import Any

import pytest

import chukan
from chukan.arguments import checked_arguments, day_of
from chukan.errors import UsageError

FILE = Path(__file__).parents[1] / "fixtures" / "projects" / "good" / "139998" / "resident_register_household.csv"
HOUSEHOLD = "resident_register/household"


@pytest.mark.parametrize("day", [dt.date(2026, 11, 23), dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC), "2026-11-23"])
def test_a_day_may_be_text(day: dt.date | str) -> None:
    outcome = chukan.check(FILE, HOUSEHOLD, as_of=day, jobs=1)
    assert outcome.verification.as_of == "2026-11-23"
    assert day_of(day) == dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        *(("as_of", value) for value in ("2026/11/23", "20261123", "2026-13-01", "あした", "", 20261123)),
        *(("path", value) for value in (None, 5, [FILE], "")),
        *(("layout", value) for value in (5, [HOUSEHOLD])),
        *(("agreement", value) for value in (5, ["a.yaml"])),
        *(("packs", value) for value in (5, [5], {"a": 1})),
        *(("limit", value) for value in (0, -1, "10", None, 1.5, True)),
        *(("jobs", value) for value in (0, "many", None, 2.0)),
        ("schema", "x"),
        ("progress", 5),
    ],
)
def test_the_wrong_kind_is_named_with_what_would_do(argument: str, value: object) -> None:
    arguments: dict[str, Any] = {"path": FILE, "layout": HOUSEHOLD, argument: value}
    with pytest.raises(UsageError) as error:
        chukan.check(**arguments)
    assert error.value.message.startswith(f"{argument} の ")
    assert error.value.place == "chukan.check"
    assert (error.value.hint or "").endswith("を渡してください。")


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("layout", {"layout": None}),
        ("schema", {"layout": HOUSEHOLD, "as_of": "きょう"}),
        ("read", {"path": 5, "layout": HOUSEHOLD}),
        ("mend", {"path": FILE, "layout": HOUSEHOLD, "only": [5], "out": "x.csv"}),
        ("mend", {"path": FILE, "layout": HOUSEHOLD, "only": ["V02"], "out": None}),
        ("verify", {"project": 5}),
        ("verify", {"project": "project.yaml", "municipality": 139998}),
        ("reconcile", {"delivered": 5}),
        ("reconcile", {"delivered": FILE, "loaded": FILE, "layout": HOUSEHOLD, "as_of": 5}),
    ],
)
def test_all_the_functions_are_alike(name: str, arguments: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="は使えません"):
        getattr(chukan, name)(**arguments)


def test_one_may_stand_for_several(tmp_path: Path) -> None:
    note = chukan.mend(FILE, HOUSEHOLD, "V02,V09", tmp_path / "b.csv", as_of="2026-11-23", packs=str(tmp_path))
    assert note.rules == ("V09", "V02")


def test_the_function_looks_as_before() -> None:
    def check(path: str, *, as_of: str | None = None) -> str:
        """Say what came."""
        return f"{path} {as_of}"

    checked = checked_arguments(check)
    assert checked("a", as_of=None) == "a None"
    assert inspect.signature(checked) == inspect.signature(check)
    assert checked.__doc__ == "Say what came."
    anything: Any = checked
    with pytest.raises(TypeError, match="unexpected"):  # Python's own error is clear
        anything("a", other=1)
