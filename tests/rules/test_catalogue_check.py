from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pandera.pandas as pandera
import pyarrow as pa

from chukan.layouts.declarations import RecordRule
from chukan.rules.catalogue_check import ArrowBackend
from chukan.rules.checks import FieldCheck
from chukan.rules.compile import CompiledRules
from chukan.rules.schema import LayoutSchema

FEW = RecordRule.model_validate({"id": "few", "assert": "人数 < 5", "message": "多すぎます。"})


def test_a_check_is_one_of_pandera_and_the_schema_has_the_same_object(compiled: Callable[..., CompiledRules]) -> None:
    rules = compiled({"item": "人数", "type": "9", "length": 2}, local=[FEW])
    schema = LayoutSchema(rules)

    assert all(isinstance(check, pandera.Check) for check in (*rules.fields["人数"], *rules.records))
    assert all(check in schema.columns["人数"].checks for check in rules.fields["人数"])
    assert schema.checks == list(rules.records)


def test_an_arrow_column_is_answered_with_a_mask(one_check: Callable[..., FieldCheck]) -> None:
    check = one_check("V03", type="9", length=2)

    found = check(pa.array(["1", "123", ""]))

    assert check.get_backend(pa.array(["1"])) is ArrowBackend
    assert found.check_output.to_pylist() == [True, False, True]
    assert not found.check_passed


def test_where_nothing_is_wrong_the_answer_is_one_word(one_check: Callable[..., FieldCheck]) -> None:
    found = one_check("V03", type="9", length=2)(pa.array(["1", ""]))

    assert (found.check_output, found.check_passed) == (True, True)


def test_arrow_and_pandas_are_told_the_same(compiled: Callable[..., CompiledRules]) -> None:
    rules = compiled({"item": "人数", "type": "9", "length": 2}, local=[FEW])
    values = pa.array(["1", "9", "x", "123", ""])
    frame = pd.DataFrame({"人数": pd.Series(values.to_pylist())})

    for check in rules.fields["人数"]:
        asked = check(values).check_output, check(frame["人数"]).check_output
        assert asked[0] is asked[1] is True or asked[0].to_pylist() == asked[1].tolist()
    (few,) = rules.records
    batch = pa.RecordBatch.from_pydict({"人数": values})
    assert few(batch).check_output.to_pylist() == few(frame).check_output.tolist()
