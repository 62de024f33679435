"""Which profiles are worth a word (S02)."""

from __future__ import annotations

import pyarrow as pa
import pytest
from tests.integrity.conftest import make_layout
from tests.verification.conftest import item

from chukan.layouts.model import Item
from chukan.verification.plausibility import RECORDS, suspicion
from chukan.verification.profile import Profiler


@pytest.mark.parametrize(
    ("fields", "filled", "blank", "counts", "told"),
    [
        ({"format": "phone"}, RECORDS, 0, {"1": RECORDS}, "すべてで同じ"),
        ({"format": "phone"}, RECORDS, 0, {"1": 30, "2": 30, "3": 40}, "40%"),
        ({"format": "phone"}, RECORDS, 0, {str(n): 25 for n in range(4)}, None),
        ({"format": "phone"}, RECORDS - 1, 0, {"1": RECORDS - 1}, None),
        ({"format": "phone", "code": "gender"}, RECORDS, 0, {"1": RECORDS}, None),
        ({}, RECORDS, 0, {"1": RECORDS}, None),
        ({"format": "phone"}, RECORDS, 0, None, None),
        ({"required": "conditional"}, 0, RECORDS, {}, "件すべてで空です"),
        ({"required": "optional"}, 0, RECORDS, {}, None),
        ({"required": "required"}, 0, RECORDS, {}, None),
    ],
)
def test_what_is_hardly_ever_right(
    fields: dict[str, str], filled: int, blank: int, counts: dict[str, int] | None, told: str | None
) -> None:
    message = suspicion(item(**fields), filled, blank, counts)
    assert message is None if told is None else told in (message or "")


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({"131016": 4, "131024": 6}, "10件のうち6件で、この市区町村のコード（131016）ではありません"),
        ({"131016": 5, "131024": 5}, None),
        ({"131024": 9}, None),  # too few to say so
        ({"13101": 10}, None),
    ],
)
def test_codes_of_another_town_are_told(counts: dict[str, int], told: str | None) -> None:
    own = Item(no=1, item="定置場_市区町村コード", type="X")
    message = suspicion(own, sum(counts.values()), 0, counts, municipality="131016")
    assert message is None if told is None else told in (message or "")
    assert suspicion(own, sum(counts.values()), 0, counts) is None


def test_a_written_condition_is_for_v01_to_tell() -> None:
    rows = {"甲": [""] * RECORDS, "乙": [""] * RECORDS, "丙": ["x"] * RECORDS}
    made = make_layout("person", "甲 乙 丙", required_when={"甲": "丙 = '1'"})
    items = tuple(i.model_copy(update={"required": "conditional"}) for i in made.items)
    profiler = Profiler(made.model_copy(update={"items": items}), rows)
    profiler.add(pa.RecordBatch.from_pydict(rows))
    assert [name for name, _ in profiler.flags()] == ["乙"]
