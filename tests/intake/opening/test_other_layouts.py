"""A header that is another layout's: one finding, and nothing is checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import chukan
from chukan.agreement import Agreement
from chukan.intake.reader import open_file
from chukan.layouts.library import Library

AGREED = {
    "format": "csv",
    "encoding": "utf-8",
    "newline": "lf",
    "header": True,
    "delimiter": ",",
    "quoting": "minimal",
    "length_unit": "chars",
    "dates": "yyyymmdd",
}
PERSON, HOUSEHOLD = "mic@2.7/resident_register/person", "mic@2.7/resident_register/household"


@pytest.fixture
def household_file(tmp_path: Path) -> Path:
    layout = Library.default().layout(HOUSEHOLD)
    path = tmp_path / "f.csv"
    path.write_text(",".join(layout.names) + "\n" + ",".join("1" for _ in layout.names) + "\n", encoding="utf-8")
    return path


def test_one_finding_names_the_layout(household_file: Path) -> None:
    library = Library.default()
    person = library.layout(PERSON)

    reader = open_file(
        household_file, person, Agreement.model_validate(AGREED), others=lambda: library.siblings(person)
    )

    assert [batch.table.num_columns for batch in reader] == [0]
    (anomaly,) = reader.anomalies
    assert (anomaly.rule, anomaly.severity, anomaly.line) == ("F06", "error", 1)
    assert HOUSEHOLD in anomaly.message
    assert reader.facts.wrong_layout == HOUSEHOLD
    assert reader.account.total_records == 1


def test_the_checks_stop_and_say_so(household_file: Path) -> None:
    found = chukan.check(household_file, PERSON, agreement=AGREED)

    assert {f.rule for f in found.findings} == {"F06"}
    states = {rule.rule: rule.state for rule in found.verification.rules}
    assert states["V01"] == states["V05"] == states["R01"] == "could_not_run"
    assert states["F06"] == "ran"
    assert found.verdict == "fail"


def test_the_right_layout_is_never_doubted(household_file: Path) -> None:
    asked: list[Any] = []

    reader = open_file(
        household_file, Library.default().layout(HOUSEHOLD), Agreement.model_validate(AGREED), others=lambda: asked
    )

    assert sum(batch.table.num_rows for batch in reader) == 1
    assert reader.facts.wrong_layout is None
    assert [a.rule for a in reader.anomalies] == []


@pytest.mark.parametrize("agreed", [True, False, None])
def test_a_header_that_shares_no_name_with_the_layout(tmp_path: Path, agreed: bool | None) -> None:
    """Of another number of columns: it was called missing, and each record was of a wrong width."""
    library = Library.default()
    given, meant = (
        library.layout(f"mic@2.7/{one}") for one in ("resident_register/household", "resident_register/issuance")
    )
    assert not {*given.names} & {*meant.names}
    path = tmp_path / "f.csv"
    values = "12345678" + ",1" * (len(meant.names) - 1)
    path.write_text(f"{','.join(meant.names)}\n{values}\n{values}\n", encoding="utf-8")

    reader = open_file(
        path, given, Agreement.model_validate({**AGREED, "header": agreed}), others=lambda: library.siblings(given)
    )

    for _ in reader:
        pass
    assert (reader.account.total_records, reader.account.rejected_records) == (2, 0)
    assert reader.facts.wrong_layout == meant.address
    assert meant.address in reader.anomalies[-1].message
    assert {a.rule for a in reader.anomalies} == {"F06"}
    assert len(reader.anomalies) == 1 + (agreed is False)
