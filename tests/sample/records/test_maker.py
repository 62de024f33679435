"""Keys, people and dates of a block agree with each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from tests.sample.records.conftest import table

from chukan.layouts.model import Layout

MakeLayout = Callable[..., Layout]


def test_every_household_with_somebody_present_has_one_head(register: Layout) -> None:
    present = [r for r in table(register, 3000).to_pylist() if r["状態"] == "1" and r["最新フラグ"] == "1"]
    heads = Counter(r["世帯番号"] for r in present if r["続柄"] == "02")

    assert set(heads.values()) == {1}
    assert set(heads) == {r["世帯番号"] for r in present}
    assert max(Counter(r["世帯番号"] for r in present).values()) >= 3


def test_names_births_and_numbers_agree_with_each_other(register: Layout) -> None:
    rows = table(register, 1000).to_pylist()

    assert all(r["氏名"].count("　") == 1 for r in rows)
    by_person = {r["宛名番号"]: r for r in rows}
    numbers = [r["個人番号"] for r in by_person.values() if r["個人番号"]]
    assert len(set(numbers)) == len(numbers) > 300
    by_number = {r["個人番号"]: r["宛名番号"] for r in rows if r["個人番号"]}
    assert all(by_number[r["個人番号"]] == r["宛名番号"] for r in rows if r["個人番号"])


def test_periods_do_not_overlap(make_layout: MakeLayout) -> None:
    layout = make_layout(
        [
            {"item": "番号", "type": "X", "length": 10, "required": "required", "key": 1, "format": "digits"},
            {"item": "連番", "type": "9", "length": 2, "required": "required", "key": 2},
            {"item": "適用開始年月日", "type": "DATE", "length": 8, "required": "required"},
            {"item": "適用終了年月日", "type": "DATE", "length": 8},
        ],
        history={
            "of": ["番号"],
            "number": "連番",
            "start_at": 0,
            "period": {"start": "適用開始年月日", "end": "適用終了年月日"},
        },
    )
    last: dict[str, str] = {}
    for row in table(layout, 1000).to_pylist():
        start, end = row["適用開始年月日"], row["適用終了年月日"]
        assert row["連番"] == "0" or last[row["番号"]] < start
        assert end == "" or start <= end
        last[row["番号"]] = end
