"""The rows that every paper shows, and the decisions told once for all the municipalities that they stand open in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.reduction.report.conftest import file_line, report

from chukan.reduction.report import tables
from chukan.reduction.report.report import Amount, Cell, Decision, RuleLine
from chukan.reduction.rules.model import Kind
from chukan.reduction.rules.reasons import CANDIDATE, CHECK, MUST, Code


def cell(
    file: int, level: int, records: int, *, code: Code = "over", year: int | None = 2010, over: bool = False
) -> Cell:
    return Cell(file, level, "IK01", code, f"わけ {code}", year, over=over, amount=Amount(records, records * 10))


def rule_line(kind: Kind, **more: Any) -> RuleLine:
    line = RuleLine(
        id="IK01",
        kind=kind,
        default="setting",
        business="印鑑",
        record_class="原票",
        law="○○法1条",
        period="5年",
        start="",
        in_force_since="",
        prior="",
        provenance="seen",
        confidence="high",
        source="",
        note="",
        ask="",
        layouts=(),
        years=(5,),
        law_years=None,
        unset=False,
        boundary="",
        set_name="",
        set_by="",
        set_on="",
        candidates=Amount(1, 1),
        alone=Amount(),
        waiting=Amount(),
        held=Amount(),
    )
    return replace(line, **more)


def test_before_and_after() -> None:
    one = report(
        cell(0, CANDIDATE, 3), cell(0, CHECK, 2), cell(0, MUST, 4), files=(file_line("131016", "千代田区", rejected=1),)
    )
    all_ = tables.whole(one)

    assert (all_.total.records, all_.left.records, all_.share) == (10, 7, 30.0)
    assert all_.total == all_.left + all_.candidate


def test_years_stand_in_order_and_the_unknown_first() -> None:
    lines = tables.by_year(
        report(cell(0, MUST, 1, year=2020), cell(0, CANDIDATE, 2, year=1999), cell(0, CHECK, 3, year=None))
    )

    assert [(x.names[0], x.classes.total.records) for x in lines] == [("", 3), ("1999", 2), ("2020", 1)]


def test_what_stands_against_leaves_out_what_is_only_within_its_period() -> None:
    rows = tables.standing(
        report(
            cell(0, MUST, 1, code="within"),
            cell(0, MUST, 2, code="group", over=True),
            cell(0, CHECK, 3, code="not_set"),
            cell(0, MUST, 4, code="no_rule"),
            cell(0, CHECK, 5, code="not_set", year=2011),
        )
    )

    assert [(s.level, s.amount.records, s.over) for s in rows] == [(CHECK, 8, False), (MUST, 2, True)]


def test_grounds_name_things_as_they_are() -> None:
    law = tables.ground(rule_line("statutory_retention"))
    own = tables.ground(rule_line("local_practice", set_name="文書管理規程"))
    limit = tables.ground(rule_line("limitation_period"))
    boundary = tables.ground(rule_line("statutory_retention", boundary="2014-06-20"))

    assert law == "○○法1条の保存期間（5年）が満了している"
    assert "保存を義務付ける法令の定めを確認できず、文書管理規程（5年）" in own
    assert (limit, "保存期間" in limit) == ("期間制限・時効: ○○法1条", False)
    assert "2014-06-20）より前" in boundary


def test_years_of_municipalities_that_differ() -> None:
    assert tables.years(rule_line("local_practice", years=(5, 10), unset=True)) == "5年・10年・要設定"
    assert tables.years(rule_line("local_practice", default="never")) == "候補にしない"
    assert (
        tables.years(rule_line("local_practice", boundary="2009-06-20・2014-06-20"))
        == "境界日 2009-06-20 ・ 2014-06-20"
    )


def test_the_same_decision_of_several_municipalities_is_told_once() -> None:
    files = tuple(
        file_line(code, name) for code, name in (("131016", "千代田区"), ("131024", "中央区"), ("131032", "港区"))
    )
    some = (
        *(
            Decision(f.municipality, open=True, about="ZE09", text="年数", amount=Amount(n))
            for n, f in enumerate(files)
        ),
        Decision("131032", open=True, about="boundary", text="境界日", amount=Amount(7)),
        Decision("131032", open=False, about="ZE09", text="年数"),
    )
    one = report(files=files, decisions=some)
    opened, taken = tables.decisions(one, opened=True), tables.decisions(one, opened=False)

    assert [(d.rule, d.text, d.amount.records) for d in opened] == [("ZE09", "年数", 3), ("", "境界日", 7)]
    assert opened[0].where(3) == "全 3 市区町村（千代田区、中央区 1 件、港区 2 件）"
    assert opened[1].where(3) == "港区 7 件"
    assert opened[1].where(1) == ""
    assert [d.where(3) for d in taken] == ["港区"]
