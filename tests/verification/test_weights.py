"""What the findings of each rule weigh before the project says otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from chukan.severity import Severity
from chukan.verification.job import Target
from chukan.verification.weights import gravest, layout_weights


def test_the_gravest_of_several_files() -> None:
    files = [{"V01": Severity.INFO, "V02": Severity.ERROR}, {"V01": Severity.WARNING}, {"V02": Severity.INFO}]

    assert gravest(files) == {"V01": Severity.WARNING, "V02": Severity.ERROR}
    assert gravest(reversed(files)) == gravest(files)
    assert gravest([]) == {}


@pytest.mark.parametrize(("basis", "severity"), [("attested", Severity.ERROR), ("estimate", Severity.WARNING)])
def test_what_a_pack_only_estimates_can_warn_and_never_fail(
    target: Callable[..., Target], tmp_path: Path, basis: str, severity: Severity
) -> None:
    one = target(tmp_path / "a.csv")
    items = tuple(item.model_copy(update={"basis": basis}) for item in one.layout.items)
    reference = one.layout.origin.model_copy(update={"authority": "reference"})
    layout = one.layout.model_copy(update={"items": items, "origin": reference})

    assert layout_weights([replace(one, layout=layout)], {})["V02"] == severity


def test_files_without_a_layout_of_their_own_weigh_nothing() -> None:
    assert layout_weights([], {}) == {}
