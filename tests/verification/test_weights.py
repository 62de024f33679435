"""What the findings of each rule weigh before the project says otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from chukan.agreement import Agreement
from chukan.layouts.declarations import RecordRule
from chukan.layouts.library import Library
from chukan.rules.compile import compile_rules
from chukan.rules.settings import Settings
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


@pytest.mark.parametrize(
    "agreed",
    [
        {},
        {"gaiji": "error"},
        {"gaiji": "allow", "repertoire": "jis_x_0208"},
        {"repertoire": "jis_x_0213", "dates": "yyyy-mm-dd", "unknown_dates": []},
        {"format": "fixed", "length_unit": "bytes", "encoding": "utf-8", "padding": {"number": "left_zero"}},
    ],
)
def test_they_are_those_of_the_checks_that_run(target: Callable[..., Target], tmp_path: Path, agreed: object) -> None:
    agreement = Agreement.model_validate(agreed)
    layout = Library.default().layout("mic@2.7/resident_register/person")
    one = replace(target(tmp_path / "a.csv", agreement=agreement), layout=layout)
    local = RecordRule.model_validate(
        {"id": "own", "assert": "氏名 IS NOT NULL", "message": "氏名がありません。", "severity": "info"}
    )

    for _ in range(2):
        for rules in ((), (local,)):
            compiled = compile_rules(layout, Settings(agreement=agreement), rules).in_force
            assert layout_weights([one], {layout.path: rules}) == compiled
            assert compiled.get("R01") is not None or not rules


def test_two_files_of_one_layout_under_two_agreements(target: Callable[..., Target], tmp_path: Path) -> None:
    agreements = (Agreement(gaiji="error", repertoire="jis_x_0208"), Agreement(gaiji="error"))
    files = [target(tmp_path / "a.csv", agreement=a) for a in agreements]

    assert layout_weights(files, {}) == layout_weights(files[::-1], {})
    assert "V12" in layout_weights(files, {})
