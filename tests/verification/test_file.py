"""One file: read, checked, counted, and what could not be looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.verification.conftest import GOOD, states

from chukan.agreement import Agreement
from chukan.layouts.model import Layout
from chukan.verification.job import Target

from .conftest import AGREED, Check


def test_what_nobody_agreed_on_is_said(check: Check, file: Callable[..., Path], target: Callable[..., Target]) -> None:
    undecided = target(file(GOOD), agreement=Agreement())

    outcome = check(undecided)

    (finding,) = [f for f in outcome.findings if f.rule == "A01"]
    assert "文字コード" in finding.message
    assert outcome.verification.files[0].undecided
    assert [f.rule for f in check(undecided, severities={"A01": "off"}).findings] == []


def test_a_rule_without_one_of_its_items_did_not_run_as_a_whole(
    check: Check, file: Callable[..., Path], target: Callable[..., Target], layout: Layout
) -> None:
    path = file("0001,山田太郎,1,100", header="番号,氏名,性別,税額")

    whys = {n.rule: n.why for n in check(path).verification.files[0].not_run}

    assert "この検査が見る項目（「個人番号」）がファイルにありません" in whys["V07"]
    assert "検査する項目の一部（「個人番号」）がファイルにありません" in whys["V03"]
    assert {"R01", "V04", "V08"}.isdisjoint(whys)
    assert states(check(path))["V03"] == "could_not_run"


def test_an_item_that_a_reference_only_estimates_need_not_be_there(
    check: Check, file: Callable[..., Path], target: Callable[..., Target], layout: Layout
) -> None:
    path = file("0001,山田太郎,1,100", header="番号,氏名,性別,税額")
    reference = layout.model_copy(update={"origin": layout.origin.model_copy(update={"authority": "reference"})})

    whys = {n.rule: n.why for n in check(replace(target(path), layout=reference)).verification.files[0].not_run}

    assert "V07" in whys  # nothing was left that it could look at
    assert "V03" not in whys


def test_rejected_records_are_handed_over(file: Callable[..., Path], target: Callable[..., Target]) -> None:
    from chukan.verification.job import Job, Options
    from chukan.verification.run import run

    kept: list[bytes] = []
    run(
        Job([target(file(GOOD, "0003,少ない"))], agreement=AGREED, across=False),
        Options(profile=False),
        reject=lambda _, rejected: kept.append(rejected.raw),
    )

    assert [raw.decode("cp932").rstrip() for raw in kept] == ["0003,少ない"]


def test_private_characters_are_gaiji_and_damaged_keys_are_written_out(
    check: Check, tmp_path: Path, target: Callable[..., Target]
) -> None:
    path = tmp_path / "people.csv"
    lines = ["番号,氏名,性別,個人番号,税額", "1,\U000f0081,1,,", "2,山,1,,"]
    path.write_bytes("\n".join(lines).encode() + b"\nA\x81,\xff,1,,\nA\x81,x\xf0,1,,\n")

    outcome = check(
        target(path, agreement=AGREED.model_copy(update={"encoding": "utf-8"})), options={"show_values": True}
    )

    found = [(f.rule, f.record, f.item) for f in outcome.findings]
    assert found == [
        ("V10", 1, "氏名"),
        ("F03", 3, "氏名"),
        ("F03", 3, "番号"),
        ("K01", 3, "番号"),
        ("F03", 4, "氏名"),
        ("F03", 4, "番号"),
        ("K01", 4, "番号"),
    ]
    assert {f.value for f in outcome.findings if f.rule == "K01"} == {"A⟦81⟧"}
    assert [g.code_point for g in outcome.verification.files[0].gaiji] == ["U+F0081"]
