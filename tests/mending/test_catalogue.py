"""What can be mended is named by rule, and nothing else can."""

from __future__ import annotations

import pytest

from chukan.errors import UsageError
from chukan.mending.catalogue import MENDS, chosen
from chukan.mending.log import DONE
from chukan.rules.catalogue import RULES


def test_every_mend_is_about_a_rule_and_says_what_it_leaves_alone() -> None:
    for rule, mend in MENDS.items():
        assert rule in RULES
        assert mend.title == RULES[rule].title
        assert mend.does.endswith("。")
        assert mend.never.endswith("。")
    assert set(DONE) == {rule for rule, mend in MENDS.items() if mend.in_values}


def test_rules_come_in_the_order_in_which_they_are_applied() -> None:
    assert chosen(["V02,V09", "F04"]) == ("F04", "V09", "V02")
    assert chosen(["V05 、 F03"]) == ("F03", "V05")


@pytest.mark.parametrize(
    ("only", "message"),
    [
        ([], "指定されていません"),
        ([" , "], "指定されていません"),
        (["V99"], "検査項目「V99」はありません"),
        (["V01"], "V01（必須項目の空白）の指摘は機械的に直せません"),
        (["V02,V04"], "V04"),
        (["K01"], "K01"),
    ],
)
def test_a_rule_without_a_mend_is_an_error_that_names_those_with_one(only: list[str], message: str) -> None:
    with pytest.raises(UsageError) as error:
        chosen(only)
    assert message in error.value.message
    assert "V09" in (error.value.hint or "")
