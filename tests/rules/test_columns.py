from __future__ import annotations

import pickle
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from chukan.rules.columns import ColumnCache, FrameCache, arrow_strings, holds_strings, identity

ARROW = pd.ArrowDtype(pa.string())


@pytest.mark.parametrize(
    "series",
    [
        pd.Series(["a", None, ""], dtype=object),
        pd.Series(["a", float("nan"), ""], dtype=object),
        pd.Series(["a", None, ""], dtype="str"),
        pd.Series(["a", pd.NA, ""], dtype="string"),
        pd.Series(["a", None, ""], dtype=ARROW),
        pd.Series(["a", None, ""], dtype="category"),
    ],
    ids=["object", "object with NaN", "str", "string", "arrow", "category"],
)
def test_any_column_of_strings_is_the_same(series: pd.Series[Any]) -> None:
    assert arrow_strings(series).to_pylist() == ["a", "", ""]
    assert holds_strings(series)


@pytest.mark.parametrize(
    "series",
    [
        pd.Series([1, 2]),
        pd.Series([1.0, None]),
        pd.Series([True]),
        pd.to_datetime(pd.Series(["2024-01-01"])),
        pd.Series([1, 1], dtype="category"),
    ],
    ids=["int", "float", "bool", "datetime", "category of int"],
)
def test_what_pandas_took_for_something_else_is_no_column_of_strings(series: pd.Series[Any]) -> None:
    assert not holds_strings(series)


def test_whole_numbers_beside_blanks_read_as_they_were_written() -> None:
    assert arrow_strings(pd.Series([3.0, None, 2.5])).to_pylist() == ["3", "", "2.5"]


def test_a_column_without_a_value_holds_strings() -> None:
    assert holds_strings(pd.Series([None, None], dtype=float))


def test_arrow_data_has_an_identity_and_objects_have_none() -> None:
    series = pd.Series(["a"], dtype=ARROW)

    assert identity(series) is identity(series)
    assert identity(series) is not identity(pd.Series(["a"], dtype=ARROW))
    assert identity(pd.Series(["a"], dtype=object)) is None


def test_a_column_is_converted_once() -> None:
    cache, series = ColumnCache(), pd.Series(["a", "a"], dtype=ARROW)

    assert cache.of(series) is cache.of(series)
    assert cache.of(pd.Series(["a", "a"], dtype=ARROW)) is not cache.of(series)


def test_objects_are_converted_each_time() -> None:
    cache, series = ColumnCache(), pd.Series(["a"], dtype=object)
    first = cache.of(series)

    series.iloc[0] = "b"

    assert (first.to_pylist(), cache.of(series).to_pylist()) == (["a"], ["b"])


def test_a_copy_in_another_process_begins_anew() -> None:
    cache, series = ColumnCache(), pd.Series(["a"], dtype=ARROW)
    cache.of(series)

    assert pickle.loads(pickle.dumps(cache)) == cache  # noqa: S301 - made here


def frame(**columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns, dtype=ARROW)


def test_a_frame_is_converted_once_with_what_is_read_of_it() -> None:
    cache, table = FrameCache(("甲", "丙")), frame(甲=["1"], 乙=["2"])

    assert cache.of(table) is cache.of(table)
    assert cache.of(table).to_pydict() == {"甲": ["1"]}


def test_a_column_that_was_replaced_is_converted_anew() -> None:
    cache, table = FrameCache(("甲", "乙")), frame(甲=["1"], 乙=["1"])
    cache.of(table)

    table["乙"] = frame(乙=["2"])["乙"]

    assert cache.of(table).to_pydict() == {"甲": ["1"], "乙": ["2"]}


def test_a_frame_of_objects_may_change_in_place_and_is_converted_each_time() -> None:
    cache, table = FrameCache(("甲", "乙")), frame(甲=["1"], 乙=["1"]).astype(object)
    cache.of(table)

    table.loc[0, "乙"] = "2"

    assert cache.of(table).to_pydict() == {"甲": ["1"], "乙": ["2"]}


def test_a_frame_of_another_length_is_another() -> None:
    cache, table = FrameCache(("甲",)), frame(乙=["1", "2"])

    assert [cache.of(table).num_columns, cache.of(table.iloc[:1]).num_columns] == [0, 0]
