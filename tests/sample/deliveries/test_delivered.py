"""A delivery on disk: sound files verify clean, and of a spoilt one exactly the listed defects are found."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from chukan.agreement import Agreement
from chukan.api import verify
from chukan.layouts.library import Library
from chukan.sample.deliveries.delivered import Delivered, write_delivery

AS_OF = dt.date(2026, 11, 23)
LAYOUTS = (
    "resident_register/household",
    "resident_register/person",
    "resident_register/move_history",
    "non_resident_addressee/addressee",
    "seal_registration/registration",
    "seal_registration/card",
)


def deliver(
    library: Library, folder: Path, *, persons: int = 200, defects: float = 0.0, encoding: str | None = None
) -> Delivered:
    layouts = [library.layout(f"mic@2.7/{address}") for address in LAYOUTS]
    agreement = Agreement.model_validate({"encoding": encoding} if encoding else {})
    return write_delivery(
        layouts, folder, persons=persons, municipality="131016", as_of=AS_OF, agreement=agreement, defects=defects
    )


@pytest.mark.parametrize("encoding", [None, "utf-8"])
def test_a_sound_delivery_passes(library: Library, tmp_path: Path, encoding: str | None) -> None:
    done = deliver(library, tmp_path, encoding=encoding)

    outcome = verify(done.project)

    assert [(f.file, f.record, f.rule, f.message) for f in outcome.findings if f.rule != "S02"] == []
    assert outcome.verification.verdict == "pass"
    assert [f.records.total for f in outcome.verification.files] == [w.records for w in done.files]


def test_all_seeded_defects_are_found_and_nothing_else(library: Library, tmp_path: Path) -> None:
    done = deliver(library, tmp_path, persons=400, defects=0.05)
    listed: Counter[tuple[str, int, str, str]] = Counter()
    for written in done.files:
        name = written.path.relative_to(tmp_path).as_posix()
        with Path(f"{written.path}.defects.csv").open(encoding="utf-8", newline="") as file:
            listed.update((name, int(r["record"]), r["item"], r["rule"]) for r in csv.DictReader(file))

    found = Counter((f.file, f.record, f.item or "", f.rule) for f in verify(done.project).findings if f.record)

    assert found == listed
    rules = {rule for *_, rule in listed}
    assert rules >= {"K01", "K02", "K03", "K04", "K05", "K06", "K07", "V01"}
    assert rules & {"R01", "R02"}
    assert sum(w.defects for w in done.files) == listed.total()
