from __future__ import annotations

from collections.abc import Callable

import pytest

from chukan.agreement import Agreement
from chukan.rules.checks import FieldCheck
from chukan.rules.settings import Settings
from chukan.severity import Severity

Verdicts = Callable[..., dict[str, list[str]]]
OneCheck = Callable[..., FieldCheck]
GAIJI = "\ue000"


def agreed(gaiji: str) -> Settings:
    return Settings(agreement=Agreement.model_validate({"gaiji": gaiji}))


def test_private_use_is_gaiji(verdicts: Verdicts) -> None:
    values = [f"山{GAIJI}田", "\uf8ff", "\U000f0001", "山田", ""]

    assert [v for v, rules in verdicts(values, type="N", length=10).items() if "V10" in rules] == values[:3]


def test_nothing_is_said_of_gaiji_that_are_agreed(verdicts: Verdicts) -> None:
    assert verdicts([GAIJI], agreed("allow"), type="N", length=10) == {GAIJI: []}


@pytest.mark.parametrize("weight", ["warning", "error"])
def test_the_agreement_decides_the_weight(one_check: OneCheck, weight: str) -> None:
    assert one_check("V10", agreed(weight), type="N", length=10).severity == Severity(weight)


def test_a_finding_belongs_to_one_rule_where_the_type_forbids_it(verdicts: Verdicts) -> None:
    assert verdicts([GAIJI], type="X", length=10) == {GAIJI: ["V02"]}


def test_the_message_names_the_codes_and_nothing_else(one_check: OneCheck) -> None:
    message = one_check("V10", type="N", length=20).message(f"山{GAIJI}田\ue001{GAIJI}", show=False)

    assert "（U+E000、U+E001）" in message
    assert "山" not in message


def test_of_many_codes_five_are_named(one_check: OneCheck) -> None:
    message = one_check("V10", type="N", length=20).message("".join(chr(0xE000 + n) for n in range(7)), show=False)

    assert "U+E004 など" in message
    assert "U+E005" not in message
