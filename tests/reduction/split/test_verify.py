"""What is migrated still verifies, and the delivery note is what is migrated and what is archived."""

from __future__ import annotations

import json
from typing import Any

from chukan.reduction.split.verify import FILE_NAME, verify_migrated

SLIPS = "resident_register/removed"


def slip(number: str, history: str, day: str) -> dict[str, str]:
    return {"宛名番号": number, "履歴番号": history, "世帯番号": f"S{number}", "除票区分": "1", "消除年月日": day}


def test_histories_of_slips_have_no_gaps_afterwards(town: Any) -> None:
    """A slip of 2010 and one of 2020 of the same person: the first alone would leave a gap (K03)."""
    town.put(SLIPS, [slip("1", "1", "20100401"), slip("1", "2", "20200401"), slip("2", "1", "20100401")])
    out = town.folder / "out"

    report = town.reduce(split=out)

    document = json.loads((out / FILE_NAME).read_text(encoding="utf-8"))
    counts = [c["rule"] for f in document["files"] for c in f["counts"]]
    assert "K03" not in counts
    (file,) = report.split.migration.files
    assert (file.path, file.records) == ("migrate/resident_register_removed.csv", 2)
    assert report.split.files[0].archive_records == 1


def test_what_is_archived_is_taken_off_the_delivery_note(town: Any, monkeypatch: Any) -> None:
    from dataclasses import replace

    town.put(SLIPS, [slip("1", "1", "20100401"), slip("2", "1", "20200401")])

    def with_note(job: Any, files: Any, split: Any, folder: Any, options: Any) -> Any:
        files = [replace(f, target=replace(f.target, expected_records=2)) for f in files]
        return verify_migrated(job, files, split, folder, options)

    monkeypatch.setattr("chukan.reduction.run.verify_migrated", with_note)
    out = town.folder / "out"

    report = town.reduce(split=out)

    (file,) = report.split.migration.files
    assert (file.noted, file.records) == (2, 1)
    document = json.loads((out / FILE_NAME).read_text(encoding="utf-8"))
    assert document["files"][0]["expected_records"] == 1
    assert not any(c["rule"] == "S01" for c in document["files"][0]["counts"])
