"""One record taken apart."""

from __future__ import annotations

import csv
import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chukan.intake.records.split import MOST_FIELDS, all_in_quotes, closing, split


def fields(record: bytes, quote: int | None = 34) -> list[bytes]:
    return split(record, 44, quote).values


@pytest.mark.parametrize(
    ("record", "values", "flaws"),
    [
        (b"", [b""], [None]),
        (b",", [b"", b""], [None, None]),
        (b'"a,b",c', [b"a,b", b"c"], [None, None]),
        (b'"a""b"', [b'a"b'], [None]),
        (b'""', [b""], [None]),
        (b'a"b,c', [b'a"b', b"c"], ["bare", None]),
        (b'"a"b,c', [b'"a"b', b"c"], ["after", None]),
        (b'"a" ,c', [b'"a" ', b"c"], ["after", None]),
    ],
)
def test_values_and_flaws(record: bytes, values: list[bytes], flaws: list[str | None]) -> None:
    found = split(record, 44, 34)

    assert found.values == values
    assert [field.flaw for field in found.fields] == flaws
    assert found.sound == (not any(flaws))
    assert b",".join(record[field.start : field.end] for field in found.fields) == record


@given(st.lists(st.sampled_from(['"', '""', ",", '","', "a", "あ", '"a"']), max_size=12))
@example(['"', "a", '"', ",", '"', '"'])
def test_a_record_in_quotes_throughout_is_split_alike(pieces: list[str]) -> None:
    record = "".join(pieces).encode()
    parts = split(record, 44, 34)
    plain = parts.sound and all(field.end - field.start == len(field.value) + 2 for field in parts.fields)

    assert all_in_quotes(record, 44, 34) == (parts.values if plain and b'"' not in b"".join(parts.values) else None)


def test_a_quote_that_never_closes_is_a_character() -> None:
    found = split(b'a,"b,c', 44, 34)

    assert found.open_at == 2
    assert found.values == [b"a", b'"b', b"c"]


def test_without_a_quote_it_is_a_character() -> None:
    assert fields(b'"a,b"', None) == [b'"a', b'b"']


def test_sound_records_as_pythons_csv_reads_them() -> None:
    rng = random.Random(1)
    for _ in range(500):
        values = ["".join(rng.choices('a,"', k=rng.randrange(4))) for _ in range(rng.randrange(1, 4))]
        record = ",".join(f'"{v.replace(chr(34), chr(34) * 2)}"' for v in values)

        assert [v.decode() for v in fields(record.encode())] == values == next(csv.reader([record]))


def test_where_a_quote_closes() -> None:
    assert closing(b'ab"', 0, 34) == 2
    assert closing(b'a""b"', 0, 34) == 4
    assert closing(b'a""', 0, 34) is None
    assert closing(b'ab"', 0, 34, 2) is None


def test_of_a_record_made_to_do_harm_only_the_number_of_its_fields_is_kept() -> None:
    record = b'"a",' * 50_000 + b'b"c'
    parts = split(record, 44, 34)
    assert len(parts.fields) == MOST_FIELDS
    assert parts.count == 50_001
    assert parts.flawed
    assert not parts.sound
    assert split(record, 44, 34, keep=0).count == 50_001
    assert split(b'a,"b', 44, 34, keep=0).open_at == 2
