from __future__ import annotations

import pickle

import pyarrow as pa

from chukan.rules.distinct import DistinctValues


def test_distinct_values_are_found_where_they_repeat() -> None:
    found = DistinctValues().of(pa.array(["a", "b"] * 500))

    assert found is not None
    assert found.dictionary.to_pylist() == ["a", "b"]


def test_a_column_is_encoded_once() -> None:
    cache, values = DistinctValues(), pa.array(["a", "a"])

    assert cache.of(values) is cache.of(values)
    assert cache.of(pa.array(["a", "a"])) is not cache.of(values)


def test_a_column_that_hardly_repeats_is_not_encoded_and_the_next_block_not_looked_at() -> None:
    cache = DistinctValues()

    assert cache.of(pa.array([str(n) for n in range(1000)])) is None
    assert cache.of(pa.array(["a"] * 1000)) is None


def test_a_column_that_is_gone_is_forgotten() -> None:
    cache, values = DistinctValues(), pa.array(["a"])
    cache.of(values)

    del values

    assert cache._last is None


def test_a_copy_in_another_process_begins_anew() -> None:
    cache, values = DistinctValues(), pa.array(["a"])
    cache.of(values)

    assert pickle.loads(pickle.dumps(cache))._last is None  # noqa: S301 - made here
