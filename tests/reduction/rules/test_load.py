"""The rules as data: all of them, of the right kind, asked of layouts that have their items."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from chukan.errors import PackError
from chukan.layouts.library import Library, builtin_folder
from chukan.reduction.rules.load import FOLDER, Retention, load_retention
from chukan.reduction.rules.needs import needs_of

#: The record classes that were looked up in the law, by business; one's own, where the law is silent, come on top.
LOOKED_UP = {
    "JK": 3,
    "FH": 2,
    "KS": 5,
    "IK": 2,
    "SK": 5,
    "GK": 4,
    "ZE": 11,
    "KH": 3,
    "NK": 3,
    "KG": 4,
    "KK": 2,
    "JT": 1,
    "JF": 1,
    "SH": 3,
    "SG": 1,
    "KE": 4,
    "KO": 1,
    "SE": 1,
    "ZK": 2,
    "JS": 5,
    "MN": 2,
}
#: What a system of other rooms keeps: 戸籍, 住基ネット, paper slips, schools' own registers, claims on the state.
APPLIED_TO_NOTHING = {
    "JK02",
    "JK03",
    "FH02",
    "KS01",
    "KS02",
    "KS03",
    "KS04",
    "KS05",
    "IK02",
    "SK03",
    "SK04",
    "GK02",
    "GK03",
    "GK04",
    "NK01",
    "NK02",
    "JS04",
    "MN01",
    "MN02",
}


def test_all_record_classes_are_there(retention: Retention) -> None:
    expected = {f"{letters}{n:02}" for letters, last in LOOKED_UP.items() for n in range(1, last + 1)}

    assert len(expected) == 65
    assert expected <= set(retention.rules)


def test_what_is_asked_of_no_layout_says_so(retention: Retention) -> None:
    applied = {a.rule.id for a in retention.applied}

    assert {r.id for r in retention.rules.values() if r.default == "fact"} == APPLIED_TO_NOTHING
    assert set(retention.rules) - applied == APPLIED_TO_NOTHING


def test_kinds_are_kept_apart(retention: Retention) -> None:
    by_kind: dict[str, set[str]] = {}
    for rule in retention.rules.values():
        by_kind.setdefault(rule.kind, set()).add(rule.default)

    assert by_kind == {
        "statutory_retention": {"law", "fact", "own_rule", "never"},
        "limitation_period": {"floor", "fact"},  # never lets a record go by itself
        "local_practice": {"setting", "never", "fact"},  # never has years of its own
        "storage_restriction": {"fact"},
    }
    assert not [r.id for r in retention.rules.values() if r.default in ("setting", "own_rule") and r.years is not None]


def test_what_the_municipality_sets_says_what_to_decide(retention: Retention) -> None:
    assert [r.id for r in retention.rules.values() if r.must_be_set and not r.ask] == []
    assert retention.rules["KE01"].default == "own_rule"


@pytest.mark.parametrize("edition", ["2.7"])
def test_every_rule_finds_its_layout_and_its_items(retention: Retention, library: Library, edition: str) -> None:
    pack = library.pack("mic")
    layouts = {x.path: x for x in (pack.layout(b, s, edition) for b, s in pack.layouts(edition))}

    assert {a.layout for a in retention.applied} <= set(layouts)
    assert {m for g in retention.groups for m in g.members} <= set(layouts)
    assert {c.layout for c in retention.conditions.values()} <= set(layouts)
    for layout in layouts.values():
        needs_of(layout, layouts.values(), retention)


def test_links_join_items_of_one_type(retention: Retention, library: Library) -> None:
    pack = library.pack("mic")
    layouts = {x.path: x for x in (pack.layout(b, s, "2.7") for b, s in pack.layouts("2.7"))}
    links = [(a.layout, a.start.layout, a.start.by) for a in retention.applied if a.start.type == "follows"]
    links += [(a.layout, also.layout, also.by) for a in retention.applied for also in a.start.also]
    links += [
        (a.layout, retention.conditions[use.use].layout, use.by) for a in retention.applied for use in a.entry.related
    ]

    for own, other, by in links:
        for left, right in by.items():
            types = [layouts[where].by_name[item].type for where, item in ((own, left), (other, right))]
            assert types[0] == types[1], (own, left, other, right)
    assert len(links) > 100


def test_no_condition_is_left_unused(retention: Retention) -> None:
    assert set(retention.conditions) == {use.use for a in retention.applied for use in a.entry.related}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the built-in rules to spoil."""
    return Path(shutil.copytree(builtin_folder() / FOLDER, tmp_path / "retention"))


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("rules.csv", "JK02,", "JK01,", "「JK01」が二度"),
        ("rules.csv", "law,150,", "law,,", "years がありません"),
        ("rules.csv", "limitation_period,", "limitation,", "kind"),
        ("resident.yaml", "[JK01]", "[JK9]", "「JK9」がありません"),
        ("tax.yaml", "use: unrefunded,", "use: unrefundd,", "unrefundd"),
        ("tax.yaml", "id: unrefunded", "id: unpaid_resident_tax", "unrefunded"),
        ("tax.yaml", "rules: [ZE08]", "rules: [ZE05]", "しかありません"),
        ("resident.yaml", "type: event, items: [消除年月日]", "type: event", "items"),
        ("resident.yaml", "type: event", "type: evnt", "evnt"),
    ],
)
def test_a_slip_is_told_with_its_place(folder: Path, file: str, old: str, new: str, told: str) -> None:
    spoil(folder, file, old, new)

    with pytest.raises(PackError) as error:
        load_retention(folder)

    assert told in f"{error.value} {error.value.hint}"
    assert re.search(rf"{file}|retention", str(error.value.place))


def test_an_item_that_the_layout_lacks_is_told(folder: Path, library: Library) -> None:
    spoil(folder, "resident.yaml", "items: [交付年月日]", "items: [交附年月日]")
    layout = library.layout("resident_register/issuance", default="mic@2.7")

    with pytest.raises(PackError, match="交附年月日"):
        needs_of(layout, [layout], load_retention(folder))


def test_an_expression_may_only_look_at_its_record(folder: Path, library: Library) -> None:
    spoil(folder, "resident.yaml", "when: 除票区分 = '1'", "when: 除票区分 = getenv('HOME')")
    layout: Any = library.layout("resident_register/removed", default="mic@2.7")

    with pytest.raises(PackError):
        needs_of(layout, [layout], load_retention(folder))
