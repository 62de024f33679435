"""Masks become exact counts and the first places, whatever way a check was asked."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from chukan.intake.batch import Anomaly, Batch
from chukan.layouts.model import Layout
from chukan.rules.compile import compile_rules
from chukan.rules.settings import Settings
from chukan.severity import Severities
from chukan.values.damage import DAMAGE
from chukan.verification.batch import BatchChecker
from chukan.verification.tally import Tally


def batch(columns: dict[str, list[str]], *, first: int = 1, **more: object) -> Batch:
    table = pa.record_batch([pa.array(v, pa.string()) for v in columns.values()], names=list(columns))
    numbers = range(first, first + table.num_rows)
    return Batch(
        table=table,
        records=pa.array(numbers, pa.int64()),
        lines=pa.array([n + 1 for n in numbers], pa.int64()),
        **more,  # type: ignore[arg-type]
    )


def checked(layout: Layout, *batches: Batch, limit: int = 1000, show: bool = False, **severities: str) -> Tally:
    checker = BatchChecker(compile_rules(layout, Settings(severities=Severities(severities))), show)
    tally = Tally(limit)
    for one in batches:
        checker.check(one, tally)
    return tally


def test_a_place_has_record_line_item_and_message(layout: Layout) -> None:
    (place,) = checked(layout, batch({"性別": ["1", "9"]}, first=41))

    assert (place.record, place.line, place.item, place.rule, place.severity) == (42, 43, "性別", "V04", "error")
    assert place.message.startswith("「性別」の値「9」")


@pytest.mark.parametrize("rows", [50, 3000])
def test_values_that_repeat_and_values_that_do_not_count_the_same(layout: Layout, rows: int) -> None:
    """Repeating columns are asked by their distinct values, others whole."""
    repeating = ["山田", "ﾔﾏﾀﾞ"] * (rows // 2)
    unique = [f"{'ﾔ' if n % 2 else '山'}{chr(0x4E00 + n)}" for n in range(rows)]

    for column in (repeating, unique):
        tally = checked(layout, batch({"氏名": column}), V11="off", V12="off")

        assert tally.counts == {("V02", "氏名", "error", "attested"): rows // 2}
        assert [p.record for p in tally] == list(range(2, rows + 1, 2))[:1000]


def test_only_the_first_places_are_kept_across_batches(layout: Layout) -> None:
    batches = [batch({"性別": ["9"] * 3}, first=first) for first in (1, 4, 7)]

    tally = checked(layout, *batches, limit=4)

    assert tally.counts == {("V04", "性別", "error", "attested"): 9}
    assert [p.record for p in tally] == [1, 2, 3, 4]


def test_a_damaged_value_is_f03_s_business_only(layout: Layout) -> None:
    bad = chr(DAMAGE + 0x82)
    anomaly = Anomaly(rule="F03", message="読めないバイト", record=2, line=3, item="性別", offset=9, raw=b"\x82")
    damaged = batch(
        {"氏名": ["山", "山"], "性別": ["9", bad]},
        anomalies=(anomaly,),
        damaged={"性別": np.array([1])},
    )

    tally = checked(layout, damaged)

    assert tally.counts == {("V04", "性別", "error", "attested"): 1, ("F03", "性別", "error", ""): 1}
    place = next(p for p in tally if p.rule == "F03")
    assert (place.record, place.value) == (2, "82")
    assert "10 バイト目" in place.message


def test_a_record_rule_that_reads_a_damaged_value_is_silent(layout: Layout) -> None:
    columns = {"氏名": ["山", "山"], "性別": ["", ""]}

    assert checked(layout, batch(columns)).counts == {("R01", "性別", "error", "attested"): 2}
    assert checked(layout, batch(columns, damaged={"氏名": np.array([0])})).counts == {
        ("R01", "性別", "error", "attested"): 1
    }


def test_a_column_that_the_file_lacks_is_not_asked(layout: Layout) -> None:
    assert checked(layout, batch({"氏名": ["山"]})).counts == {}


def test_severities_are_the_project_s(layout: Layout) -> None:
    bad = batch({"性別": ["9"]}, anomalies=(Anomaly(rule="F04", message="改行", severity="warning"),))

    assert checked(layout, bad, V04="warning", F04="error").counts == {
        ("V04", "性別", "warning", "attested"): 1,
        ("F04", "", "error", ""): 1,
    }
    assert checked(layout, bad, V04="off", F04="off").counts == {}


@pytest.mark.parametrize("show", [False, True])
def test_values_are_masked_unless_asked_for_and_my_number_always(layout: Layout, show: bool) -> None:
    tally = checked(layout, batch({"氏名": ["ﾔﾏﾀﾞ"], "個人番号": ["123456789017"]}), show=show)

    said = " ".join(f"{p.value} {p.message}" for p in tally)
    assert {p.rule for p in tally} == {"V02", "V07"}
    assert ("ﾔﾏﾀﾞ" in said) == show
    assert "1234" not in said


def test_no_records(layout: Layout) -> None:
    assert checked(layout, batch({i.name: [] for i in layout.items})).counts == {}


def test_a_vendor_s_code_for_a_character_of_jis_is_v11(layout: Layout) -> None:
    """∵ is one character, and 81 E6 or 87 9A in the file: only intake knows."""
    table = {"氏名": ["山∵", "山∵"], "性別": ["1", "1"]}

    assert checked(layout, batch(table)).counts == {}
    tally = checked(layout, batch(table, vendor_coded={"氏名": (1,)}))

    (place,) = tally
    assert (place.rule, place.record, place.severity) == ("V11", 2, "warning")
    assert "2文字目" in place.message
