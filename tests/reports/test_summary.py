"""The rows that every view shows add up to what the verification counts."""

from __future__ import annotations

from dataclasses import replace

from chukan.reports.numbers import Numbers
from chukan.reports.summary import Summary, summarise
from chukan.severity import Severity
from chukan.verification.result import Count, Verification


def test_rules_businesses_and_counts_say_the_same(summary: Summary) -> None:
    of_no_business = sum(not f.business for f in summary.general)

    by_rule = Numbers(
        *(sum(getattr(r.numbers, k) for r in summary.rules) for k in ("errors", "warnings", "infos", "waived"))
    )
    by_business = [
        sum(b.numbers.of(s) for b in summary.businesses) for s in (Severity.ERROR, Severity.WARNING, Severity.INFO)
    ]

    assert (by_rule.errors, by_rule.warnings, by_rule.infos, by_rule.waived) == (
        summary.numbers.errors,
        summary.numbers.warnings,
        summary.numbers.infos,
        summary.numbers.waived,
    )
    assert by_business == [summary.numbers.errors - of_no_business, summary.numbers.warnings, summary.numbers.infos]
    assert sum(c.count for c in summary.counts) == by_rule.total
    assert sum(n.total for n in summary.by_cell.values()) == by_rule.total - of_no_business


def test_findings_of_no_file_are_counted_too(summary: Summary) -> None:
    rows = {r.rule: r for r in summary.rules}

    assert [f.rule for f in summary.general] == ["F01", "W01"]
    assert rows["F01"].numbers == Numbers(errors=1)
    assert rows["F01"].files == ()


def test_the_worst_comes_first(summary: Summary) -> None:
    assert [f.verdict for f in summary.worst_files] == ["fail"] * 4 + ["not_checked", "pass"]
    assert summary.worst_files[0].number(Severity.ERROR) == 61_239
    assert [r.rule for r in summary.found[:3]] == ["V07", "V08", "V02"]
    assert summary.found[-1].rule == "S02"


def test_a_rule_names_its_items_and_files(summary: Summary) -> None:
    row = next(r for r in summary.rules if r.rule == "V11")

    assert row.items == ("方書", "氏名")
    assert row.files == ("990019/resident_register/person_20260401.csv", "990027/resident_register/person_20260401.csv")
    assert row.gravest == "warning"


def test_what_is_waived_names_no_file(summary: Summary) -> None:
    row = next(r for r in summary.rules if r.rule == "V10")

    assert row.files == ("990027/resident_register/person_20260401.csv",)
    assert row.numbers == Numbers(warnings=8, waived=57)


def test_a_business_is_as_bad_as_its_worst_delivery(summary: Summary) -> None:
    assert [(b.name, b.verdict, b.files) for b in summary.businesses] == [
        ("住民基本台帳", "fail", 3),
        ("個人住民税", "fail", 2),
        ("国民健康保険", "fail", 1),
        ("印鑑登録", None, 0),
    ]


def test_it_rests_on_a_reference(summary: Summary, clean: Verification) -> None:
    assert summary.rests_on_reference
    assert summary.statements == ("参考定義（公式レイアウトとの照合前）による確認",)
    assert summarise(clean).found == ()


def test_a_rule_whose_findings_are_all_waived_weighs_what_they_weigh(clean: Verification) -> None:
    """A warning that was accepted is no error in the list of examples, whatever its rule weighs by default."""
    counts = (Count("K02", "世帯番号", Severity.WARNING, 2, waived=2),)
    file = replace(clean.files[0], counts=counts)
    row = next(r for r in summarise(replace(clean, files=(file,))).rules if r.rule == "K02")

    assert row.severity is Severity.ERROR
    assert row.gravest is Severity.WARNING
