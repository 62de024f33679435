"""From targets to a verdict: nothing is lost, and what did not run is never a pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from chukan.agreement import Agreement
from chukan.errors import Bug, InputError
from chukan.intake.batch import Account
from chukan.layouts.declarations import LayoutBody, RecordRule
from chukan.layouts.model import Layout
from chukan.rules.catalogue import RULES
from chukan.rules.rule import OWN_RULE
from chukan.severity import Severity
from chukan.verification.decisions.model import Waiver
from chukan.verification.job import Target
from chukan.verification.result import Delivery

from .conftest import AGREED, Check

GOOD = "0001,山田太郎,1,123456789018,100"
BAD_SEX = "0002,山田花子,9,,200"


def states(outcome: object) -> dict[str, str]:
    return {r.rule: r.state for r in outcome.verification.rules}  # type: ignore[attr-defined]


def test_a_good_file_passes(check: Check, file: Callable[..., Path]) -> None:
    outcome = check(file(GOOD))

    assert outcome.findings == []
    assert outcome.verification.verdict == "pass"
    assert outcome.verification.files[0].totals == {"税額": 100}
    assert set(states(outcome)) == {r for r in RULES if r != OWN_RULE and not r.startswith("M")}


def test_every_record_is_read_or_rejected(check: Check, file: Callable[..., Path]) -> None:
    outcome = check(file(GOOD, "0003,少ない", BAD_SEX))

    records = outcome.verification.totals.records
    assert (records.read, records.rejected, records.total) == (2, 1, 3)
    assert [(f.rule, f.record) for f in outcome.findings] == [("F07", 2), ("V04", 3)]


def test_an_account_that_does_not_add_up_is_our_bug(
    check: Check, file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    add = Account.__add__
    monkeypatch.setattr(Account, "__add__", lambda a, b: replace(add(a, b), read_records=a.read_records))

    with pytest.raises(Bug, match="収支"):
        check(file(GOOD))


def test_what_nobody_agreed_on_is_said(check: Check, file: Callable[..., Path], target: Callable[..., Target]) -> None:
    undecided = target(file(GOOD), agreement=Agreement())

    outcome = check(undecided)

    (finding,) = [f for f in outcome.findings if f.rule == "A01"]
    assert "文字コード" in finding.message
    assert outcome.verification.files[0].undecided
    assert [f.rule for f in check(undecided, severities={"A01": "off"}).findings] == []


def test_a_rule_that_could_not_run_is_no_pass(
    check: Check, file: Callable[..., Path], target: Callable[..., Target], layout: Layout
) -> None:
    rule = RecordRule.model_validate({"id": "strange", "assert": "ない項目 > 1", "message": "。"})
    other = layout.model_copy(update={"body": LayoutBody(name="住民", rules=(rule,))})

    outcome = check(replace(target(file(GOOD)), layout=other))

    assert outcome.verification.verdict == "not_checked"
    assert states(outcome)["R01"] == "could_not_run"
    assert "ない項目" in outcome.verification.files[0].not_run[0].why


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


def test_switched_off_is_told(check: Check, file: Callable[..., Path]) -> None:
    outcome = check(file(GOOD, BAD_SEX), severities={"V04": "off"})

    assert outcome.verification.verdict == "pass"
    assert states(outcome)["V04"] == "switched_off"
    assert states(outcome)["K02"] == "switched_off"  # one file by itself
    assert states(outcome)["V05"] == "ran"


def test_one_file_alone_that_cannot_be_read_is_the_end(check: Check, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        check(tmp_path / "missing.csv")


def test_in_a_project_the_others_are_still_checked(check: Check, file: Callable[..., Path], tmp_path: Path) -> None:
    outcome = check(tmp_path / "missing.csv", file(GOOD, BAD_SEX), across=True)

    verification = outcome.verification
    assert [f.verdict for f in verification.files] == ["fail", "fail"]
    assert [(f.file, f.rule) for f in outcome.findings] == [("missing.csv", "F01"), ("people.csv", "V04")]
    assert verification.totals.records.total == 2


def test_a_promised_delivery_without_a_file_is_not_checked(check: Check, file: Callable[..., Path]) -> None:
    promised = Delivery("131016", "千代田区", "tax", "個人住民税", "layout")
    exempt = Delivery("131016", "千代田区", "seal", "印鑑登録", "exempt_in_use")

    outcome = check(file(GOOD), across=True, deliveries=(promised, exempt))

    assert [d.verdict for d in outcome.verification.deliveries] == ["not_checked", None]
    assert outcome.verification.verdict == "not_checked"
    (finding,) = [f for f in outcome.findings if f.rule == "F01"]
    assert "千代田区の個人住民税" in finding.message


def test_the_delivery_note_is_compared(check: Check, file: Callable[..., Path], target: Callable[..., Target]) -> None:
    path = file(GOOD, GOOD.replace("0001", "0002"))
    right = target(path, expected_records=2, expected_totals={"税額": 200})
    wrong = target(path, expected_records=3, expected_totals={"税額": 201})

    assert [f.rule for f in check(right).findings] == []
    assert {f.rule for f in check(wrong).findings} == {"F09", "S01"}
    assert states(check(path))["F09"] == "switched_off"


@pytest.mark.parametrize(("limit", "verdict"), [(2, "pass_with_waivers"), (1, "fail")])
def test_what_is_waived_passes_and_is_counted(
    check: Check, file: Callable[..., Path], limit: int, verdict: str
) -> None:
    waiver = Waiver("V04", "性別", "", limit, "独自の値", "住民課長", "2026-11-20", "waivers.xlsx 2行目")

    outcome = check(file(GOOD, BAD_SEX, BAD_SEX.replace("0002", "0003")), waivers=(waiver,))

    assert outcome.verification.verdict == verdict
    assert outcome.verification.totals.waived == (2 if limit == 2 else 0)
    assert ("W01" in {f.rule for f in outcome.findings}) == (limit == 1)
    assert outcome.verification.counts()["V04", Severity.ERROR] == 2


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


def test_progress_is_told_in_bytes(check: Check, file: Callable[..., Path]) -> None:
    path, told = file(*[GOOD] * 50), []

    check(path, options={"progress": lambda *what: told.append(what), "block_size": 256})

    steps = [done for name, done, size in told if name == path.name and size == path.stat().st_size]
    assert steps == sorted(steps)
    assert steps[-1] == path.stat().st_size


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


def test_of_two_findings_of_one_record_the_same_is_kept_however_the_file_is_cut(
    check: Check, file: Callable[..., Path], layout: Layout
) -> None:
    rules = [
        RecordRule.model_validate(
            {"id": f"r{n}", "rule": "R02", "assert": f"番号 < '{limit}'", "items": ["番号"], "message": message}
        )
        for n, (limit, message) in enumerate((("0003", "ん"), ("0000", "あ")))
    ]
    path = file(*(f"{n:04d},,1,," for n in range(1, 9)))

    samples = [
        [
            (f.record, f.message)
            for f in check(path, local_rules={"b/s": rules}, options={"sample_limit": 3, "block_size": size}).findings
        ]
        for size in (1, 30, 64, 1 << 20)
    ]

    assert samples == [[(1, "あ"), (2, "あ"), (3, "ん")]] * 4
