"""What to do next: few steps, each with thing, place and how."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from chukan.reports.steps import MOST, next_steps
from chukan.reports.summary import Summary, summarise
from chukan.severity import Severity
from chukan.verification.result import Finding, Verification


def test_what_blocks_comes_before_errors_and_decisions(summary: Summary) -> None:
    steps = next_steps(summary)

    assert [s.anchor for s in steps] == ["matrix", "waivers", "account", "rules", "rule-V07", "rule-V08", "agreement"]
    assert steps[0].where == "白波町の国民健康保険"
    assert steps[2].where == "990019/resident_register/person_20260401.csv（4 件）"
    assert "61,230 件" in steps[4].what


def test_every_step_has_thing_place_and_how(summary: Summary) -> None:
    assert [s for s in next_steps(summary) if not (s.what and s.where and s.how and s.anchor)] == []


def test_there_are_never_too_many(made: tuple[Verification, list[Finding]]) -> None:
    v = made[0]
    worse = tuple(
        replace(
            f,
            counts=tuple(replace(c, severity=Severity.ERROR, count=9, waived=0) for c in f.counts),
            undecided=("header",),
        )
        for f in v.files
    )

    assert len(next_steps(summarise(replace(v, files=worse)))) == MOST


def test_reading_problems_come_before_their_consequences(
    made: tuple[Verification, list[Finding]], narrow: Callable[..., Verification]
) -> None:
    v = narrow(
        made[0],
        made[0].files[0].path,
        deliveries=(),
        waivers=(),
        general=(),
        rules=tuple(replace(r, state="ran") for r in made[0].rules),
    )
    nothing_rejected = replace(v, totals=replace(v.totals, records=replace(v.totals.records, rejected=0)))
    file = replace(v.files[0], records=replace(v.files[0].records, rejected=0))

    steps = next_steps(summarise(replace(nothing_rejected, files=(file,))))

    assert [s.anchor for s in steps[:2]] == ["rule-F07", "rule-V02"]


@pytest.mark.parametrize(("project", "anchors"), [(False, ["basis"]), (True, ["basis", "basis"])])
def test_a_pass_leads_on(
    clean: Verification, made: tuple[Verification, list[Finding]], project: bool, anchors: list[str]
) -> None:
    v = replace(clean, deliveries=made[0].deliveries[5:6]) if project else clean

    steps = next_steps(summarise(v))

    assert [s.anchor for s in steps] == anchors
    assert steps[-1].where == "参考定義（公式レイアウトとの照合前）による確認"


def test_official_layouts_need_no_further_comparison(clean: Verification) -> None:
    ref = replace(clean.files[0].layout, authority="official", statement="取込元ワークブック a.xlsx による確認")
    v = replace(clean, layout=ref, files=(replace(clean.files[0], layout=ref),))

    assert next_steps(summarise(v)) == ()


def test_rules_that_are_off_are_told(clean: Verification) -> None:
    rules = tuple(
        replace(r, state="switched_off", why="check は1ファイルの検査です") if r.rule == "K02" else r
        for r in clean.rules
    )

    steps = next_steps(summarise(replace(clean, rules=rules)))

    assert steps[0].where == "K02 参照先のないレコード"
    assert "check は1ファイルの検査です" in steps[0].how
