from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pandera.errors
import pyarrow as pa
import pytest

from chukan.layouts.declarations import RecordRule
from chukan.rules.schema import LayoutSchema
from chukan.severity import Severity

ITEMS: list[dict[str, Any]] = [
    {"item": "個人番号", "type": "X", "length": 12, "format": "my_number", "required": "required"},
    {"item": "性別", "type": "X", "length": 1, "code": "gender"},
    {"item": "氏名", "type": "N", "length": 5},
    {"item": "人数", "type": "9", "length": 2},
]
GOOD = {"個人番号": ["123456789018"], "性別": ["1"], "氏名": ["山田"], "人数": ["3"]}
BAD = {
    "個人番号": ["123456789017", "123456789018", None, "123456789018"],
    "性別": ["1", "9", None, ""],
    "氏名": ["山田太郎花子", None, "山\ue000", ""],
    "人数": ["3", "1", "", "x"],
}


@pytest.fixture
def rules(schema_of: Callable[..., LayoutSchema]) -> LayoutSchema:
    rule = RecordRule.model_validate({"id": "some", "assert": "人数 > 1", "message": "二人以上のはずです。"})
    return schema_of(*ITEMS, rules=(rule,))


def cases(rules: LayoutSchema, frame: pd.DataFrame) -> set[tuple[str, Any]]:
    with pytest.raises(pandera.errors.SchemaErrors) as caught:
        rules.validate(frame, lazy=True)
    found = caught.value.failure_cases
    return {(check.split("「")[0], index) for check, index in zip(found["check"], found["index"], strict=True)}


EXPECTED = {("V01", None), ("V07", None), ("V03", 0), ("V04", 1), ("R01", 1), ("V10", 2), ("V02", 3)}


@pytest.mark.parametrize("dtype", ["object", "str", "string", "arrow", "large_arrow"])
def test_it_takes_the_strings_that_pandas_has(rules: LayoutSchema, dtype: str) -> None:
    kinds: dict[str, Any] = {"arrow": pd.ArrowDtype(pa.string()), "large_arrow": pd.ArrowDtype(pa.large_string())}
    frame = pd.DataFrame(BAD, dtype=object).astype(kinds.get(dtype, dtype))

    assert cases(rules, frame) == EXPECTED


def test_the_index_and_other_columns_are_the_user_s(rules: LayoutSchema) -> None:
    frame = pd.DataFrame(BAD, dtype=object, index=[10, 10, 12, 13]).assign(備考=1)

    assert {index for _, index in cases(rules, frame)} == {None, 10, 12, 13}


def test_a_good_frame_passes_unchanged(rules: LayoutSchema) -> None:
    frame = pd.DataFrame(GOOD)

    assert rules.validate(frame, lazy=True).equals(frame)
    assert len(rules.validate(frame.iloc[:0], lazy=True)) == 0


def test_missing_columns_are_reported(rules: LayoutSchema) -> None:
    with pytest.raises(pandera.errors.SchemaErrors) as caught:
        rules.validate(pd.DataFrame(GOOD).drop(columns=["氏名", "人数"]), lazy=True)

    assert set(caught.value.failure_cases["failure_case"]) == {"氏名", "人数"}


def test_numbers_read_as_numbers_are_taken_as_written(rules: LayoutSchema) -> None:
    frame = pd.DataFrame(GOOD).assign(人数=[300])

    assert cases(rules, frame) == {("V03", 0)}


def test_a_my_number_is_nowhere(rules: LayoutSchema) -> None:
    with pytest.raises(pandera.errors.SchemaErrors) as caught:
        rules.validate(pd.DataFrame(BAD, dtype=object), lazy=True)

    assert "123456789017" not in caught.value.failure_cases.to_string()
    assert "123456789017" not in str(caught.value)
    assert "123456789018" not in str(caught.value)


def test_light_checks_can_be_left_out(rules: LayoutSchema) -> None:
    frame = pd.DataFrame(GOOD).assign(氏名=["山\ue000"])

    assert cases(rules, frame) == {("V10", 0)}
    assert rules.at_least(Severity.ERROR).validate(frame, lazy=True).equals(frame)


def test_the_schema_names_its_layout(rules: LayoutSchema) -> None:
    assert rules.name == "t@1/b/s"
    assert list(rules.columns) == [i["item"] for i in ITEMS]


@pytest.mark.parametrize("column", [[1], [1.0], pd.Series([1], dtype="category"), pd.to_datetime(["2024-01-01"])])
def test_a_column_that_pandas_took_for_something_else_says_so_once(rules: LayoutSchema, column: Any) -> None:
    with pytest.raises(pandera.errors.SchemaErrors) as caught:
        rules.validate(pd.DataFrame(GOOD).assign(性別=column), lazy=True)

    told = caught.value.failure_cases["check"]
    assert len(told) == 1
    assert "「性別」が文字列の列ではありません" in told[0]
    assert "dtype=str" in told[0]


def test_a_column_without_any_value_is_blank(rules: LayoutSchema) -> None:
    frame = pd.DataFrame(GOOD).assign(性別=float("nan"), 氏名=pd.Series([None], dtype=object))

    assert rules.validate(frame, lazy=True).equals(frame)


def test_whole_numbers_beside_blanks_are_as_written(rules: LayoutSchema) -> None:
    frame = pd.concat([pd.DataFrame(GOOD)] * 3, ignore_index=True).assign(人数=[3.0, float("nan"), 1.5])

    assert cases(rules, frame) == {("V08", 2)}


def test_the_order_of_columns_does_not_matter(rules: LayoutSchema) -> None:
    frame = pd.DataFrame(BAD, dtype=object)

    assert cases(rules, frame[frame.columns[::-1]]) == EXPECTED
