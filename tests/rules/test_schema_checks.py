from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from pandera.errors import SchemaErrors

from chukan.expressions import conditions
from chukan.layouts.declarations import RecordRule
from chukan.rules.catalogue_check import CatalogueCheck
from chukan.rules.schema import LayoutSchema
from chukan.rules.schema_checks import PandasBackend

Compile = Callable[..., LayoutSchema]
ITEMS = ({"item": "性別", "type": "X", "length": 1, "code": "gender"}, {"item": "人数", "type": "9", "length": 2})


def check_of(schema: LayoutSchema, item: str, rule: str) -> CatalogueCheck:
    found = schema.columns[item].checks
    return next(check for check in found if isinstance(check, CatalogueCheck) and check.name == rule)


def test_a_rule_that_holds_everywhere_answers_with_one_word(schema_of: Compile) -> None:
    found = check_of(schema_of(*ITEMS), "性別", "V04")(pd.Series(["1", ""], dtype=pd.ArrowDtype(pa.string())))

    assert found.check_output is True
    assert found.check_passed


def test_a_mask_has_the_index_of_the_column(schema_of: Compile) -> None:
    found = check_of(schema_of(*ITEMS), "性別", "V04")(pd.Series(["1", "7"], index=[5, 9]))

    assert found.check_output.to_dict() == {5: True, 9: False}
    assert found.failure_cases.to_dict() == {9: "7"}


def test_a_number_that_pandas_took_for_one_is_checked_all_the_same(schema_of: Compile) -> None:
    found = check_of(schema_of(*ITEMS), "人数", "V03")(pd.Series([5, 100]))

    assert found.check_output.tolist() == [True, False]


def test_numbers_where_strings_must_be_fail_as_a_column(schema_of: Compile) -> None:
    schema = schema_of(*ITEMS)
    frame = pd.DataFrame({"性別": [1, 7], "人数": ["1", "2"]})

    with pytest.raises(SchemaErrors) as failed:
        schema.validate(frame, lazy=True)

    assert [error for error in failed.value.failure_cases["check"] if "文字列の列ではありません" in error]


def test_failure_cases_never_hold_a_secret(schema_of: Compile) -> None:
    schema = schema_of({"item": "個人番号", "type": "X", "length": 12, "format": "my_number"})
    found = check_of(schema, "個人番号", "V07")(pd.Series(["123456789012"]))

    assert not found.check_passed
    assert found.failure_cases is None


def test_a_check_is_shared_by_the_copies_of_a_schema(schema_of: Compile) -> None:
    check = check_of(schema_of(*ITEMS), "性別", "V04")

    assert copy.deepcopy(check) is check


def test_all_the_rules_of_records_are_one_query(schema_of: Compile, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = [{"id": f"r{n}", "assert": "人数 < 5", "message": "多すぎます。"} for n in range(5)]
    schema = schema_of(*ITEMS, rules=tuple(RecordRule.model_validate(rule) for rule in rules))
    asked: list[int] = []
    select = conditions._select

    def counted(parts: Iterable[str]) -> str:
        listed = list(parts)
        asked.append(len(listed))
        return select(listed)

    monkeypatch.setattr(conditions, "_select", counted)
    frame = pd.DataFrame({"性別": ["1"], "人数": ["2"]}, dtype=pd.ArrowDtype(pa.string()))

    assert [check(frame).check_output for check in schema.checks] == [True] * 5
    assert asked == [5]


@pytest.mark.parametrize("checked", [pd.Series(["1"]), pd.DataFrame({"性別": ["1"]})])
def test_columns_and_frames_of_pandas_have_one_backend(schema_of: Compile, checked: Any) -> None:
    assert check_of(schema_of(*ITEMS), "性別", "V04").get_backend(checked) is PandasBackend
