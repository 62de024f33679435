from __future__ import annotations

from collections.abc import Callable

from tests.sample.defects.conftest import AS_OF, Case

from chukan.sample.defects.across import seed_across

Findings = Callable[..., set[tuple[int, str, str]]]


def test_every_record_is_still_right_by_itself(case: Case, findings: Findings) -> None:
    layouts, _, across = case

    assert {n: f for n, layout in layouts.items() if (f := findings(layout, across.tables[n]))} == {}


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


def test_the_same_seed_spoils_the_same(case: Case) -> None:
    layouts, tables, across = case

    assert seed_across(tables, layouts, as_of=AS_OF).defects == across.defects
