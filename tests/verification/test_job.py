"""What is to be checked: names by which files go, and severities that are known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from chukan.errors import UsageError
from chukan.severity import Severity
from chukan.verification.job import Job, Target


def test_a_target_goes_by_its_numbers_and_its_names(target: Callable[..., Target], tmp_path: Path) -> None:
    one = target(tmp_path / "a.csv", municipality="131016", municipality_name="千代田区")

    assert one.place.names == (("131016", "千代田区"), ("b", "試験業務"), ("s", "住民"))
    assert one.place.items == one.layout.names
    assert not one.is_part


def test_a_name_that_no_screen_can_show_is_made_readable(target: Callable[..., Target], tmp_path: Path) -> None:
    shown = target(tmp_path / "\udcff.csv").shown

    shown.encode("utf-8")
    assert shown.endswith(".csv")


def test_severities_are_known_before_anything_runs(target: Callable[..., Target], tmp_path: Path) -> None:
    targets = [target(tmp_path / "a.csv")]

    assert Job(targets, severities={"V01": "warning"}).severities.of("V01", Severity.ERROR) == Severity.WARNING  # type: ignore[arg-type]
    assert Job(targets, severities={"V01": "off"}).severities.of("V01", Severity.ERROR) is None  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="V99"):
        Job(targets, severities={"V99": "error"})  # type: ignore[arg-type]
    with pytest.raises(UsageError):
        Job(targets, severities={"V01": "Error!"})  # type: ignore[arg-type]
