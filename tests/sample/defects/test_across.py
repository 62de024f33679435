from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable

import pyarrow as pa
import pytest

from chukan.layouts.library import Library
from chukan.layouts.model import Layout
from chukan.sample.defects.across import seed_across
from chukan.sample.defects.linked_file import LinkedTables
from chukan.sample.deliveries.linked import delivery

AS_OF = dt.date(2026, 11, 23)
Findings = Callable[..., set[tuple[int, str, str]]]
BUSINESSES = ("resident_register", "non_resident_addressee", "child_allowance")
Case = tuple[dict[str, Layout], dict[str, pa.Table], LinkedTables]


@pytest.fixture(scope="module")
def case(library: Library) -> Case:
    pack = library.pack("mic")
    layouts = {f"{b}/{s}": pack.layout(b, s) for b, s in pack.layouts() if b in BUSINESSES}
    batches: dict[str, list[pa.RecordBatch]] = {}
    for layout, batch in delivery(list(layouts.values()), "131016", 250, as_of=AS_OF):
        batches.setdefault(layout.path, []).append(batch)
    tables = {n: pa.Table.from_batches(b) for n, b in batches.items()}
    return layouts, tables, seed_across(tables, layouts, as_of=AS_OF)


def changed(before: pa.Table, after: pa.Table) -> set[int]:
    """Return records (from 1) that differ."""
    pairs = zip(before.to_pylist(), after.to_pylist(), strict=True)
    return {n for n, (a, b) in enumerate(pairs, 1) if a != b}


def test_every_record_is_still_right_by_itself(case: Case, findings: Findings) -> None:
    layouts, _, across = case

    assert {n: f for n, layout in layouts.items() if (f := findings(layout, across.tables[n]))} == {}


def test_only_records_with_a_defect_have_changed(case: Case) -> None:
    _, tables, across = case
    for name, table in tables.items():
        told = {d.record for d in across.defects.get(name, [])}
        assert changed(table, across.tables[name]) <= across.taken(name)
        assert told <= across.taken(name)


def test_all_kinds_are_there(case: Case) -> None:
    kinds = {d.kind: d.rule for defects in case[2].defects.values() for d in defects}

    assert kinds == {
        "duplicate_key": "K01",
        "orphan": "K02",
        "history_gap": "K03",
        "two_latest": "K03",
        "date_goes_back": "K03",
        "number_in_two_registers": "K04",
        "no_head": "K05",
        "two_heads": "K05",
        "other_value": "K07",
        "sum_off": "K06",
    }


def test_duplicates_are_the_only_ones(case: Case) -> None:
    layouts, _, across = case
    for name, layout in layouts.items():
        if layout.body.history is not None:
            continue
        keys = list(zip(*(across.tables[name].column(k).to_pylist() for k in layout.key), strict=True))
        twins = {n for n, key in enumerate(keys, 1) if Counter(keys)[key] > 1}
        assert twins == {d.record for d in across.defects.get(name, []) if d.kind == "duplicate_key"}


def test_an_orphan_names_nobody(case: Case) -> None:
    _, _, across = case
    registers = ("resident_register/person", "non_resident_addressee/addressee")
    numbers = {v for n in registers for v in across.tables[n].column("宛名番号").to_pylist()}
    orphans = [
        (n, d)
        for n, defects in across.defects.items()
        for d in defects
        if d.kind == "orphan" and d.item.endswith("宛名番号")
    ]

    assert orphans
    for name, defect in orphans:
        value = across.tables[name].column(defect.item)[defect.record - 1].as_py()
        assert value, name
        assert value not in numbers, (name, defect)


def test_households_without_and_with_two_heads(case: Case) -> None:
    _, _, across = case
    rows = across.tables["resident_register/person"].to_pylist()
    present = [r for r in rows if r["住民状態"] == "1" and r["最新フラグ"] == "1"]
    heads = Counter({r["世帯番号"]: 0 for r in present})
    heads.update(r["世帯番号"] for r in present if r["続柄_1"] == "02")

    assert sorted(n for n in heads.values() if n != 1) == [0, 2]


def test_one_number_in_two_registers(case: Case) -> None:
    _, _, across = case
    people, others = (
        set(across.tables[n].column("宛名番号").to_pylist())
        for n in ("resident_register/person", "non_resident_addressee/addressee")
    )

    assert len(people & others) == 1


def test_the_same_seed_spoils_the_same(case: Case) -> None:
    layouts, tables, across = case

    assert seed_across(tables, layouts, as_of=AS_OF).defects == across.defects
