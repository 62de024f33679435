"""The two sides of a pair: whatever form each has, the same records are the same."""

from __future__ import annotations

from pathlib import Path

import pytest

import chukan
from chukan.errors import InputError, UsageError

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"
CP932 = FIXTURES / "agreements" / "cp932.yaml"


@pytest.mark.parametrize(
    ("file", "agreement"),
    [
        ("household_fixed.txt", "fixed"),
        ("household_fixed_stream.txt", "fixed_stream"),
        ("household_utf8.csv", "utf8"),
        ("household_utf8_bom.csv", "utf8_bom"),
        ("household.zip", "cp932"),
    ],
)
def test_the_form_of_a_file_is_no_difference(file: str, agreement: str) -> None:
    outcome = chukan.reconcile(
        FIXTURES / "good" / "household_cp932.csv",
        FIXTURES / "good" / file,
        "resident_register/household",
        agreement=CP932,
        loaded_agreement=FIXTURES / "agreements" / f"{agreement}.yaml",
    )

    assert (outcome.verdict, outcome.reconciliation.records.same) == ("pass", 12)


@pytest.mark.parametrize("name", ["new.parquet", "new.sqlite", "new.db/person"])
def test_what_is_read_from_a_disk_only_is_not_called_missing_in_a_store(name: str) -> None:
    """It is there, and nothing follows from that it can't be read there."""
    loaded = f"memory://loaded/{name}"
    with pytest.raises(UsageError, match="URI のままでは読めません") as raised:
        chukan.reconcile(
            FIXTURES / "good" / "household_cp932.csv", loaded, "resident_register/household", agreement=CP932
        )

    assert "手元に写して" in (raised.value.hint or "")


def test_a_workbook_is_compared_like_a_file(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    text = (FIXTURES / "good" / "household_utf8.csv").read_text(encoding="utf-8")
    for line in text.splitlines():
        book.active.append(line.split(","))  # type: ignore[union-attr]
    book.save(tmp_path / "new.xlsx")

    outcome = chukan.reconcile(
        FIXTURES / "good" / "household_utf8.csv",
        tmp_path / "new.xlsx",
        "resident_register/household",
        agreement=FIXTURES / "agreements" / "utf8.yaml",
    )

    assert outcome.reconciliation.records.same == 12


@pytest.mark.parametrize("name", ["nothing.csv", "nothing.parquet", "nothing.sqlite", "nothing.sqlite/person"])
def test_a_side_that_is_not_there_is_a_clear_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError) as caught:
        chukan.reconcile(
            FIXTURES / "good" / "household_cp932.csv",
            tmp_path / name,
            "resident_register/household",
            agreement=CP932,
        )

    assert caught.value.exit_code == 3
