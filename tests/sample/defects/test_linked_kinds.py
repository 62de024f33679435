"""Defects that one record cannot show."""

from __future__ import annotations

from collections import Counter

from tests.sample.defects.conftest import Case


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
