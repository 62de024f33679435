from __future__ import annotations

import pickle
from collections.abc import Callable

import pyarrow as pa

from chukan.rules.checks import FieldCheck
from chukan.rules.distinct import DistinctValues


def test_a_check_names_its_rule_and_item(one_check: Callable[..., FieldCheck]) -> None:
    check = one_check("V03", type="9", length=2)

    assert (check.rule, check.item.name) == ("V03", "項目")
    assert check.error is not None
    assert check.error.startswith("V03「項目」")


def test_repeating_values_are_judged_once_and_found_wherever_they_are(one_check: Callable[..., FieldCheck]) -> None:
    check = one_check("V02", type="N")
    asked: list[int] = []
    judge = check.declared.failing

    def counted(values: pa.Array) -> pa.Array | None:
        asked.append(len(values))
        return judge(values)

    object.__setattr__(check.declared, "failing", counted)
    found = check.failing(pa.array(["山田", "ﾔﾏﾀﾞ", ""] * 400))

    assert found is not None
    assert found.to_pylist() == [False, True, False] * 400
    assert asked == [3]


def test_nulls_are_blanks(one_check: Callable[..., FieldCheck]) -> None:
    found = one_check("V05", type="DATE").failing(pa.array(["20230231", None, ""]))

    assert found is not None
    assert found.to_pylist() == [True, False, False]


def test_checks_travel_without_what_they_remember(one_check: Callable[..., FieldCheck]) -> None:
    check = one_check("V05", type="DATE")
    check.failing(pa.array(["20240101"]))

    copied = pickle.loads(pickle.dumps(check))  # noqa: S301 - made here

    assert copied == check
    assert isinstance(copied.distinct, DistinctValues)
