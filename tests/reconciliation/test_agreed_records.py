"""Records that the reduction left out: its archives say which, as they were written."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest
from tests.reconciliation.conftest import LAYOUT, Bench, csv_bytes, found, only, person

from chukan.errors import ProjectError

PEOPLE = [person(n) for n in range(1, 21)]
HEAD = ("市区町村", "ファイル", "移行元ファイル", "移行ファイル定義", "SHA-256")


def archive(folder: Path, rows: list[dict[str, str]], **other: str) -> None:
    """Write what a split leaves: an archive and its manifest."""
    (folder / "split").mkdir(exist_ok=True)
    content = csv_bytes(rows, LAYOUT.names)
    (folder / "split" / "a.csv").write_bytes(content)
    row = {
        "ファイル": "a.csv",
        "移行元ファイル": "old.csv",
        "移行ファイル定義": LAYOUT.address,
        "SHA-256": hashlib.sha256(content).hexdigest(),
        **other,
    }
    with (folder / "split" / "archive_manifest.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, HEAD)
        writer.writeheader()
        writer.writerow(row)


def test_archived_records_are_left_out_and_only_they(bench: Bench, tmp_path: Path) -> None:
    archive(tmp_path, PEOPLE[:5])
    bench.rule("left_out", "除票", manifest="split/archive_manifest.csv")

    outcome = bench.compare(PEOPLE, PEOPLE[6:])

    assert found(outcome) == {("M01", None): 1}
    assert only(outcome).records.left_out == 5
    (rule,) = outcome.reconciliation.rules
    assert (rule.count, sorted(rule.sources)) == (5, ["a.csv", "split/archive_manifest.csv"])


def test_an_archived_record_that_was_loaded_is_a_finding(bench: Bench, tmp_path: Path) -> None:
    archive(tmp_path, PEOPLE[:5])

    outcome = bench.rule("left_out", manifest="split/archive_manifest.csv").compare(PEOPLE, PEOPLE[4:])

    assert found(outcome) == {("M09", None): 1}


def test_archives_of_other_files_say_nothing(bench: Bench, tmp_path: Path) -> None:
    archive(tmp_path, PEOPLE[:5], 移行元ファイル="other.csv")

    outcome = bench.rule("left_out", manifest="split/archive_manifest.csv").compare(PEOPLE, PEOPLE[5:])

    assert found(outcome) == {("M01", None): 5}


def test_archived_records_are_found_by_their_new_numbers_too(bench: Bench, tmp_path: Path) -> None:
    archive(tmp_path, PEOPLE[:5])
    (tmp_path / "n.csv").write_text(
        "旧,新\n" + "".join(f"{n:06d},{n + 500:06d}\n" for n in range(1, 21)), encoding="utf-8"
    )
    bench.rule("left_out", manifest="split/archive_manifest.csv").rule("renumbering", items=["番号"], table="n.csv")

    outcome = bench.compare(PEOPLE, [{**row, "番号": f"{int(row['番号']) + 500:06d}"} for row in PEOPLE[5:]])

    assert (outcome.verdict, only(outcome).records.left_out, only(outcome).records.explained) == ("pass", 5, 15)


def test_an_archive_that_is_not_the_one_that_was_written_is_refused(bench: Bench, tmp_path: Path) -> None:
    archive(tmp_path, PEOPLE[:5], **{"SHA-256": "0" * 64})
    bench.rule("left_out", manifest="split/archive_manifest.csv")

    with pytest.raises(ProjectError, match="SHA-256"):
        bench.compare(PEOPLE, PEOPLE[5:])


def test_of_two_records_with_one_key_only_the_archived_one_is_left_out(bench: Bench, tmp_path: Path) -> None:
    numbered = person(1, 個人番号="123456789018")
    archive(tmp_path, PEOPLE[:5])  # with the 個人番号 blank, as a split may leave it
    other = person(1, 氏名="別人　太郎")

    outcome = bench.rule("left_out", manifest="split/archive_manifest.csv").compare(
        [numbered, *PEOPLE[1:], other], PEOPLE[5:]
    )

    assert (found(outcome), only(outcome).records.left_out) == ({("M01", None): 1}, 5)
    assert {d.finding.record for d in outcome.differences} == {21}


def test_records_that_are_wholly_alike_are_left_out_as_often_as_they_were_archived(
    bench: Bench, tmp_path: Path
) -> None:
    archive(tmp_path, [person(1), person(1)])
    bench.rule("left_out", manifest="split/archive_manifest.csv")

    outcome = bench.compare([person(1)] * 3 + PEOPLE[1:], PEOPLE[1:])

    assert (found(outcome), only(outcome).records.left_out) == ({("M01", None): 1}, 2)


def test_a_row_of_the_manifest_that_is_cut_off_is_named(bench: Bench, tmp_path: Path) -> None:
    archive(tmp_path, PEOPLE[:5])
    manifest = tmp_path / "split" / "archive_manifest.csv"
    manifest.write_text(manifest.read_text("utf-8-sig") + f",a.csv,old.csv,{LAYOUT.address}\n", "utf-8-sig")
    bench.rule("left_out", manifest="split/archive_manifest.csv")

    with pytest.raises(ProjectError, match="列の足りない行"):
        bench.compare(PEOPLE, PEOPLE[5:])


def test_an_archived_record_leaves_the_counterpart_to_the_other_one_of_its_key(bench: Bench, tmp_path: Path) -> None:
    archive(tmp_path, PEOPLE[:1])
    kept = person(1, 税額="777")
    bench.rule("left_out", manifest="split/archive_manifest.csv")

    alike = bench.compare([*PEOPLE, kept], [kept, *PEOPLE[1:]])
    changed = bench.compare([*PEOPLE, kept], [person(1, 税額="778"), *PEOPLE[1:]])

    assert (found(alike), only(alike).records.left_out, alike.verdict) == ({}, 1, "pass")
    assert found(changed) == {("M03", "税額"): 1}
    assert {d.finding.record for d in changed.differences} == {21}


def test_an_archived_record_loaded_beside_the_other_one_of_its_key_is_a_finding(bench: Bench, tmp_path: Path) -> None:
    archive(tmp_path, PEOPLE[:1])
    kept = person(1, 税額="777")

    outcome = bench.rule("left_out", manifest="split/archive_manifest.csv").compare([*PEOPLE, kept], [*PEOPLE, kept])

    assert found(outcome) == {("M09", None): 1}


def test_an_added_record_with_the_key_of_a_delivered_one_takes_nobodys_counterpart(bench: Bench) -> None:
    bench.rule("added", "初期データ", when="氏名 = '試験'")

    outcome = bench.compare(PEOPLE, [person(1, 氏名="試験"), *PEOPLE])

    assert (found(outcome), only(outcome).records.added, outcome.verdict) == ({}, 1, "pass")


def test_an_archived_record_loaded_instead_of_the_other_one_of_its_key_is_found_as_itself(
    bench: Bench, tmp_path: Path
) -> None:
    archive(tmp_path, PEOPLE[:1])
    bench.rule("left_out", manifest="split/archive_manifest.csv")

    outcome = bench.compare([*PEOPLE, person(1, 税額="777")], PEOPLE)

    assert found(outcome) == {("M04", None): 1, ("M09", None): 1}
