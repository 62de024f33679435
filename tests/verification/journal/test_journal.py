"""What is new or changed is checked, nothing else; the result is that of a run without a journal."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.verification.conftest import AGREED

from chukan.errors import InputError, OutputError
from chukan.intake.batch import Rejected
from chukan.verification.job import Target
from chukan.verification.journal import conditions, journal

from .conftest import LATER, WAIVER, World, layout_of, local_rule, sheet, taken, without_times

PEOPLE, MORE, TAXES = "people.csv", "more.csv", "taxes.csv"
FILES = {PEOPLE, MORE, TAXES}
ALL = {*FILES, "across"}


def records(world: World) -> None:
    world.records[MORE][0] = "0003,試験二郎,2,,5"


def layout(world: World) -> None:
    world.layouts["t"] = layout_of("t", codes="127")


def note(world: World) -> None:
    world.layouts["s"] = layout_of("s", note="備考")


def agreement(world: World) -> None:
    world.agreements[TAXES] = AGREED.merged({"encoding": "utf-8"})


def repertoire(world: World) -> None:
    world.agreements[PEOPLE] = AGREED.merged({"repertoire": "jis_x_0208"})


def undecided(world: World) -> None:
    world.agreements[PEOPLE] = AGREED.model_copy(update={"length_unit": None})


def rule(world: World) -> None:
    world.job["local_rules"] = local_rule("税額 > 50")


def severity(world: World) -> None:
    world.job["severities"] = {"V04": "info"}


def severity_across(world: World) -> None:
    world.job["severities"] = {"K01": "info"}


def estimates(world: World) -> None:
    world.agreements[MORE] = AGREED.merged({"estimates": "error"})


def day(world: World) -> None:
    world.options["as_of"] = LATER


def limit(world: World) -> None:
    world.options["sample_limit"] = 1


def values(world: World) -> None:
    world.options["show_values"] = True


def keys(world: World) -> None:
    world.options["keys"] = True


def waiver(world: World) -> None:
    world.job["waivers"] = (WAIVER,)


def decisions(world: World) -> None:
    world.job["decisions"] = sheet(world.run(journal=False), accepted=4)


def delivery_note(world: World) -> None:
    world.expected = 5


def nothing(world: World) -> None:
    assert world.records


CHANGES: dict[Callable[[World], None], set[str]] = {
    nothing: ALL,
    records: {PEOPLE, TAXES},
    layout: {PEOPLE, MORE},
    note: {TAXES},
    agreement: {PEOPLE, MORE},
    repertoire: {MORE, TAXES},
    undecided: {MORE, TAXES},
    rule: {TAXES},
    severity: set(),
    severity_across: FILES,
    estimates: {PEOPLE, TAXES},
    day: set(),
    limit: set(),
    values: set(),
    keys: set(),
    waiver: ALL,
    decisions: ALL,
    delivery_note: FILES,
}
"""What is changed -> the files whose results are taken over all the same, and whether the rest is."""


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_has_changed_is_checked_and_nothing_else(world: World, change: Callable[[World], None]) -> None:
    first = world.run()
    change(world)

    again = world.run()

    assert taken(first) == set()
    assert taken(again) == CHANGES[change]
    assert without_times(again) == without_times(world.run(journal=False))


def test_a_sheet_decides_where_more_was_found_than_was_kept(world: World) -> None:
    world.records[PEOPLE] += ["0006,三人目,8,,1", "0007,四人目,7,,1"]  # three of V04; two are kept
    world.run()
    world.job["decisions"] = sheet(world.run(journal=False, sample_limit=1000))

    again = world.run()

    assert taken(again) == {MORE, TAXES}
    assert again.journal_use.why == {"listed": 1}
    assert without_times(again) == without_times(world.run(journal=False))


def test_bytes_are_read_anew_whatever_size_and_time_say(world: World) -> None:
    world.run()
    path = world.folder / TAXES
    before = path.stat()
    world.records[TAXES][0] = "0001,山田次郎,1,,100"

    again = world.run()
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert taken(again) == {PEOPLE, MORE}
    assert again.journal_use.why == {"bytes": 1}


def test_another_version_knows_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.run()
    monkeypatch.setattr(conditions, "_of_tool", lambda: "other")

    again = world.run()

    assert taken(again) == set()
    assert again.journal_use.reasons == "chukan か部品の版が変わった 3"


def test_without_resume_all_is_checked_and_kept(world: World) -> None:
    first = world.run()

    again = world.run(resume=False)

    assert taken(again) == set()
    assert without_times(again) == without_times(first)
    assert taken(world.run()) == ALL


def test_a_new_file_is_checked_and_one_that_went_away_is_missed(world: World) -> None:
    world.run()
    del world.records[MORE]

    fewer = world.run()
    world.records["new.csv"] = ["0008,新しい,1,,1"]
    world.agreements["new.csv"] = AGREED
    more = world.run()

    assert (taken(fewer), taken(more)) == ({PEOPLE, TAXES}, {PEOPLE, TAXES})
    assert more.journal_use.reasons == "記録がない 1"
    assert without_times(more) == without_times(world.run(journal=False))


def test_a_file_that_is_gone_is_a_finding(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.run()
    monkeypatch.setattr(Path, "write_bytes", lambda *_: 0)
    (world.folder / MORE).unlink()

    again = world.run()

    assert taken(again) == {PEOPLE, TAXES}
    assert [f.rule for f in again.findings if f.file == MORE] == ["F01"]
    assert without_times(again) == without_times(world.run(journal=False))


def test_where_it_comes_from_is_said(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chukan.verification.run.now", lambda: "2026-11-28T10:00:00+09:00")
    monkeypatch.setattr(journal, "now", lambda: "2026-11-28T10:00:01+09:00")
    world.run()
    monkeypatch.undo()
    records(world)

    again = world.run()

    origins = {(f.taken_over.run, f.taken_over.checked) for f in again.verification.files if f.taken_over}
    assert origins == {("2026-11-28T10:00:00+09:00", "2026-11-28T10:00:01+09:00")}
    assert again.journal_use.reasons == "ファイルの内容が変わった 1"
    third = world.run().verification
    assert [f.taken_over.run for f in third.files if f.taken_over] == [
        "2026-11-28T10:00:00+09:00",
        again.verification.started,
        "2026-11-28T10:00:00+09:00",
    ]


def test_a_damaged_entry_is_told_and_not_used(world: World) -> None:
    first = world.run()
    for path in world.journal.iterdir():
        data = bytearray(path.read_bytes())
        data[-1] ^= 1
        path.write_bytes(data)

    again = world.run()

    assert taken(again) == set()
    assert again.journal_use.damaged == 3
    assert "3 件は、壊れているか" in "".join(again.journal_use.problems)
    assert without_times(again) == without_times(first)
    assert taken(world.run()) == ALL


def test_what_another_project_kept_is_not_used(world: World) -> None:
    world.run()
    world.secret = b"other" * 6

    again = world.run()

    assert taken(again) == set()
    assert again.journal_use.damaged == 3


def test_entries_that_changed_places_are_not_used(world: World) -> None:
    world.run()
    one, two = sorted(world.journal.iterdir())[:2]
    one.write_bytes(two.read_bytes())

    assert world.run().journal_use.damaged == 1


def test_without_a_secret_nothing_is_kept(world: World) -> None:
    world.secret = b""

    world.run()

    assert not world.journal.exists()
    assert taken(world.run()) == set()


def test_what_can_not_be_kept_is_told_once(world: World) -> None:
    world.journal.parent.mkdir()
    world.journal.write_text("no folder")

    result = world.run()

    (said,) = result.journal_use.problems
    assert said.startswith("途中経過の記録を保存できませんでした")
    assert without_times(result) == without_times(world.run(journal=False))


def test_rejected_records_come_from_the_file_itself(world: World) -> None:
    found: list[tuple[str, bytes]] = []

    def reject(target: Target, one: Rejected) -> None:
        found.append((target.shown, one.raw))

    world.run(reject=reject)
    again = world.run(reject=reject)

    assert taken(again) == ALL
    assert found == 2 * [(MORE, b"0005")]


def test_a_file_that_changes_after_it_was_looked_at_ends_the_run(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.run()
    outcome = journal.Journal.outcome

    def change(self: journal.Journal, index: int) -> object:
        (world.folder / MORE).write_bytes("番号,氏名,性別,個人番号,税額\n0005\n0006\n".encode("cp932"))
        return outcome(self, index)

    monkeypatch.setattr(journal.Journal, "outcome", change)

    with pytest.raises(InputError, match="書き換えられました"):
        world.run(reject=lambda *_: None)


def test_an_entry_that_another_run_replaced_meanwhile_is_not_used(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.run()
    outcome = journal.Journal.outcome

    def replaced(self: journal.Journal, index: int) -> object:
        monkeypatch.undo()
        world.run(show_values=True)
        return outcome(self, index)

    monkeypatch.setattr(journal.Journal, "outcome", replaced)

    with pytest.raises(OutputError, match="書き換えられたか"):
        world.run()


def test_what_lies_between_files_is_not_kept_where_one_went_away_meanwhile(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.run()
    world.job["severities"] = {"K01": "info"}  # what lies between them is checked anew
    outcome, path = journal.Journal.outcome, world.folder / PEOPLE

    def gone(self: journal.Journal, index: int) -> object:
        path.unlink(missing_ok=True)
        return outcome(self, index)

    monkeypatch.setattr(journal.Journal, "outcome", gone)
    lacking = world.run()
    monkeypatch.undo()

    assert [f.rule for f in lacking.findings if f.file == PEOPLE] == ["F01"]
    again = world.run()
    assert taken(again) == FILES
    assert without_times(again) == without_times(world.run(journal=False))
