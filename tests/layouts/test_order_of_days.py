"""What is filed, applied for or decided comes before what is done with it, in every business that states both days."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chukan.layouts.library import Library

Changed = Callable[[str, dict[str, str]], set[tuple[str, str, str]]]
PACK = Library.default().pack("mic")
RULES = {
    "filed_by_processing": ("届出年月日", "処理年月日"),
    "declared_by_processing": ("申告年月日", "処理年月日"),
    "applied_by_processing": ("申請年月日", "処理年月日"),
    "applied_by_decision": ("申請年月日", "決定年月日"),
    "decided_by_notice": ("決定年月日", "通知年月日"),
    "assessed_by_notice": ("賦課決定年月日", "通知年月日"),
    "decided_by_payment": ("決定年月日", "支払年月日"),
}
CASES = [
    (f"{business}/{slug}", rule.id)
    for business, slug in PACK.layouts()
    for rule in PACK.layout(business, slug).body.rules
    if rule.id in RULES
]
#: One layout of each business is tried with records; all others have the very same rule.
TRIED = list({address.split("/")[0]: (address, rule) for address, rule in CASES}.values())


PAST = [
    (f"{business}/{slug}", rule.id, rule.items[0])
    for business, slug in PACK.layouts()
    for rule in PACK.layout(business, slug).body.rules
    if rule.id in ("processed_by_today", "born_by_today") and len(rule.items) == 1
]
#: One layout of each business and rule.
PAST_TRIED = list({(address.split("/")[0], rule): (address, rule, item) for address, rule, item in PAST}.values())


@pytest.mark.parametrize(("address", "rule", "item"), PAST_TRIED)
def test_nobody_is_born_and_nothing_is_processed_after_the_day_of_the_check(
    changed: Changed, address: str, rule: str, item: str
) -> None:
    assert rule in {name for _, name, _ in changed(address, {item: "20300101"})}


def test_what_has_happened_is_asked_of_nearly_all() -> None:
    stated = {f"{b}/{s}" for b, s in PACK.layouts() if "処理年月日" in PACK.layout(b, s).by_name}

    assert {address for address, rule, _ in PAST if rule == "processed_by_today"} >= stated - {
        "resident_register/person",
        "resident_register/move_history",
    }


def test_many_businesses_have_such_days() -> None:
    assert len(CASES) > 50
    assert len(TRIED) > 15


@pytest.mark.parametrize(("address", "rule"), CASES)
def test_the_rule_is_the_same_everywhere_and_only_warns(address: str, rule: str) -> None:
    layout = PACK.layout(*address.split("/"))
    (declared,) = [r for r in layout.body.rules if r.id == rule]

    assert (declared.assertion, declared.rule, declared.severity) == (" <= ".join(RULES[rule]), "R02", "warning")


@pytest.mark.parametrize(("address", "rule"), TRIED)
def test_days_the_wrong_way_round_are_found_and_the_same_day_is_not(changed: Changed, address: str, rule: str) -> None:
    first, second = RULES[rule]

    assert rule in {name for _, name, _ in changed(address, {first: "20210402", second: "20210401"})}
    assert rule not in {name for _, name, _ in changed(address, {first: "20210401", second: "20210401"})}
