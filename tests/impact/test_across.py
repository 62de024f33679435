"""Changes that take more than one record."""

from __future__ import annotations

from pathlib import Path

import pytest

from chukan.agreement import Agreement
from chukan.authoring.change import Change
from chukan.authoring.diff import diff_layouts
from chukan.impact.across import is_across, spilled_items
from chukan.impact.run import impact_on
from chukan.layouts.body import DECLARATIONS
from chukan.layouts.comparisons import SameValues, Sum
from chukan.layouts.declarations import Exclusive, History, Reference
from chukan.layouts.model import Layout

AGREED = Agreement(encoding="utf-8", newline="lf", header=True)
Sides = tuple[Layout, Layout]


def with_body(layout: Layout, **changes: object) -> Layout:
    return layout.model_copy(update={"body": layout.body.model_copy(update=changes)})


def test_keys_and_declarations_across_records_are_told_apart(sides: Sides) -> None:
    across = {(c.what, c.field) for c in diff_layouts(*sides).changes if is_across(c)}

    assert across == {("item", "key"), ("unique", ""), ("reference", "")}
    assert spilled_items(*sides) == ("番号", "枝番", "氏名")


def test_a_history_that_is_new(file: Path, sides: Sides) -> None:
    old, _ = sides
    new = with_body(old, history=History(of=("番号",), number="枝番", start_at=2))

    (one,) = impact_on(file, old, new, AGREED).changes

    assert one.change.what == "history"
    assert one.records
    assert one.records > 0


@pytest.mark.parametrize(("key", "records"), [(("番号",), 0), (("氏名",), 4)])
def test_a_reference_within_the_file(file: Path, sides: Sides, key: tuple[str, ...], records: int) -> None:
    old, _ = sides
    new = with_body(old, references=(Reference(items=("番号",), to=("a",), key=key),))

    (one,) = impact_on(file, old, new, AGREED).changes

    assert (one.change.what, one.why) == ("reference", "")
    assert (one.records or 0) >= records


def test_a_key_that_did_not_hold_before_is_not_blamed_on_the_change(tmp_path: Path, sides: Sides) -> None:
    old, _ = sides
    items = tuple(i.model_copy(update={"key": 3}) if i.name == "氏名" else i for i in old.items)
    new = old.model_copy(update={"items": items})
    file = tmp_path / "a.csv"
    file.write_text("番号,枝番,氏名,区分,届出日,備考,率,個人番号\n1,1,甲,,,,,\n1,1,甲,,,,,\n", "utf-8")

    (one,) = impact_on(file, old, new, AGREED).changes

    assert (one.change.field, one.records, one.already) == ("key", 0, 2)


def test_every_kind_of_declaration_is_counted_or_said_to_take_another_file(file: Path, sides: Sides) -> None:
    """Sums, same values and numbers that another register must not have are never counted as zero."""
    old, _ = sides
    new = with_body(old, exclusive=(Exclusive.model_validate({"items": ["番号"], "with": "a"}),))

    (one,) = impact_on(file, old, new, AGREED).changes

    assert (one.change.what, one.records) == ("exclusive", None)
    assert one.touches
    across = {kind.kind for kind in DECLARATIONS if kind.across_records}
    assert {kind for kind in across if is_across(Change("added", kind, "town/a", "x"))} == across


def test_a_sum_within_the_file_is_counted(tmp_path: Path, sides: Sides) -> None:
    old, _ = sides
    whole = Sum.model_validate(
        {
            "total": "率",
            "items": ["番号"],
            "when": "枝番 = 1",
            "parts": [{"of": "a", "amount": "率", "when": "枝番 > 1"}],
        }
    )
    file = tmp_path / "a.csv"
    rows = ["1,1,甲,,,,30,", "1,2,甲,,,,10,", "1,3,甲,,,,20,", "2,1,乙,,,,30,", "2,2,乙,,,,10,"]
    file.write_text("\n".join(["番号,枝番,氏名,区分,届出日,備考,率,個人番号", *rows, ""]), "utf-8", newline="\n")

    (one,) = impact_on(file, old, with_body(old, sums=(whole,)), AGREED).changes

    assert (one.change.what, one.records, one.why) == ("sum", 1, "")
    assert [e.record for e in one.examples] == [4]


def test_values_that_the_file_states_twice_are_counted(tmp_path: Path, sides: Sides) -> None:
    old, _ = sides
    same = SameValues.model_validate(
        {"items": ["番号"], "to": "a", "values": {"氏名": ["氏名"]}, "to_when": "枝番 = 1", "when": "枝番 > 1"}
    )
    file = tmp_path / "a.csv"
    rows = ["1,1,甲,,,,,", "1,2,乙,,,,,", "2,1,丙,,,,,", "2,2,丙,,,,,"]
    file.write_text("\n".join(["番号,枝番,氏名,区分,届出日,備考,率,個人番号", *rows, ""]), "utf-8", newline="\n")

    (one,) = impact_on(file, old, with_body(old, same=(same,)), AGREED).changes

    assert (one.change.what, one.records, one.why) == ("same", 1, "")
    assert [e.record for e in one.examples] == [2]


@pytest.mark.parametrize(
    ("field", "declared", "named"),
    [
        ("sums", Sum.model_validate({"total": "率", "items": ["番号"], "parts": [{"of": "b"}]}), "合計（K06）"),
        (
            "same",
            SameValues.model_validate({"items": ["番号"], "to": "b", "values": {"氏名": ["枝番"]}}),
            "一致（K07）",
        ),
        ("exclusive", Exclusive.model_validate({"items": ["番号"], "with": "b"}), "（K04）"),
    ],
)
def test_what_compares_files_names_its_rule_and_the_other_file(
    file: Path, sides: Sides, field: str, declared: object, named: str
) -> None:
    old, _ = sides

    (one,) = impact_on(file, old, with_body(old, **{field: (declared,)}), AGREED).changes

    assert one.records is None
    assert one.touches
    assert named in one.why
    assert "town/b" in one.why
    assert "このファイルだけでは数えられません" in one.why
