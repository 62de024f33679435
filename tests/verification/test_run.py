"""From targets to a verdict: nothing is lost, and what did not run is never a pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.intake.source.moody import Moody
from tests.verification.conftest import AGREED, AS_OF, BAD_SEX, GOOD, HEADER, states

from chukan.errors import Bug, InputError, StoreFailure
from chukan.intake.batch import Account
from chukan.layouts.declarations import RecordRule
from chukan.layouts.model import Layout
from chukan.rules.catalogue import of_a_verification
from chukan.severity import Severity
from chukan.verification.decisions.model import Waiver
from chukan.verification.job import Job, Options, Target
from chukan.verification.run import run

from .conftest import Check


def test_a_good_file_passes(check: Check, file: Callable[..., Path]) -> None:
    outcome = check(file(GOOD))

    assert outcome.findings == []
    assert outcome.verification.verdict == "pass"
    assert outcome.verification.files[0].totals == {"税額": 100}
    assert set(states(outcome)) == {r.id for r in of_a_verification()}


def test_an_account_that_does_not_add_up_is_our_bug(
    check: Check, file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    add = Account.__add__
    monkeypatch.setattr(Account, "__add__", lambda a, b: replace(add(a, b), read_records=a.read_records))

    with pytest.raises(Bug, match="収支"):
        check(file(GOOD))


def test_one_file_alone_that_cannot_be_read_is_the_end(check: Check, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        check(tmp_path / "missing.csv")


@pytest.mark.parametrize("mood", ["denied", "down", "dies", "short"])
def test_in_a_project_a_store_that_fails_is_no_finding_of_a_file(
    check: Check, target: Callable[..., Target], mood: str
) -> None:
    """Nobody saw the file: neither a pass nor a failure follows from it. One that is not there is a finding, as in a folder."""
    Moody.begin(a__csv=f"{HEADER}\n{GOOD}\n".encode("cp932"), b__csv=f"{HEADER}\n{BAD_SEX}\n".encode("cp932"))
    stored = [target(Path(f"moody://{name}.csv"), municipality="131016") for name in "abc"]
    outcome = check(*stored, across=True)
    Moody.mood, Moody.after = mood, 20

    assert [(f.file, f.rule) for f in outcome.findings] == [("b.csv", "V04"), ("c.csv", "F01")]
    with pytest.raises(StoreFailure) as raised:
        check(*stored, across=True)
    assert raised.value.place == "moody://a.csv"


def test_in_a_project_the_others_are_still_checked(check: Check, file: Callable[..., Path], tmp_path: Path) -> None:
    outcome = check(tmp_path / "missing.csv", file(GOOD, BAD_SEX), across=True)

    verification = outcome.verification
    assert [f.verdict for f in verification.files] == ["fail", "fail"]
    assert [(f.file, f.rule) for f in outcome.findings] == [("missing.csv", "F01"), ("people.csv", "V04")]
    assert verification.totals.records.total == 2


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


def test_progress_is_told_in_bytes(check: Check, file: Callable[..., Path]) -> None:
    path, told = file(*[GOOD] * 50), []

    check(path, options={"progress": lambda *what: told.append(what), "block_size": 256})

    steps = [done for name, done, size in told if name == path.name and size == path.stat().st_size]
    assert steps == sorted(steps)
    assert steps[-1] == path.stat().st_size


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


@pytest.mark.parametrize("block_size", [1, 1 << 20])
def test_the_files_behind_a_crowd_of_findings_keep_fewer(
    tmp_path: Path, layout: Layout, monkeypatch: pytest.MonkeyPatch, block_size: int
) -> None:
    """Memory and time must not grow with how many files are wholly wrong; what a file keeps depends on their order only."""
    monkeypatch.setattr("chukan.verification.run._MOST_KEPT", 50)
    monkeypatch.setattr("chukan.verification.run._FEW", 3)
    targets = []
    for number in range(3):
        path = tmp_path / f"{number}.csv"
        path.write_text(f"{HEADER}\n" + "x,x,x,x,x\n" * 12, encoding="cp932")
        targets.append(Target(path, path.name, layout, AGREED))

    result = run(Job(targets, across=False), Options(as_of=AS_OF, block_size=block_size))

    first, second, third = ([f for f in result.findings if f.file == t.shown] for t in targets)
    counts = {c.count for f in result.verification.files for c in f.counts}
    assert counts >= {12}
    assert len(first) > len(second) >= len(third)
    per_key = Counter((f.rule, f.item, f.ground) for f in third if f.rule[0] == "V")
    assert {*per_key.values()} == {3}
    assert [f.verdict for f in result.verification.files] == ["fail"] * 3
