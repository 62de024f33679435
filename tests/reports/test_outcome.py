"""What came of a check: to look at, and to write."""

from __future__ import annotations

import gc
from pathlib import Path

import pandas as pd
import pytest
from tests.conftest import FIXTURES, PERSON

import chukan


def test_the_folder_of_an_outcome_is_that_of_the_command(folder: Path) -> None:
    from chukan.cli.main import run

    run(["verify", "project.yaml", "--out", "command", "--junit", "--waiver-draft", "--quiet"])
    chukan.verify("project.yaml").write("library", junit=True, waiver_draft=True)

    names = [
        sorted(p.relative_to(folder / d).as_posix() for p in (folder / d).rglob("*")) for d in ("command", "library")
    ]
    assert names[0] == names[1]
    assert (folder / "command/findings.parquet").read_bytes() == (folder / "library/findings.parquet").read_bytes()


@pytest.mark.parametrize("name", ["open_quote.csv", "nul_inside.csv", "too_few_fields.csv"])
def test_records_that_could_not_be_read_are_written_too(tmp_path: Path, name: str) -> None:
    from chukan.cli.main import run

    path, agreement = FIXTURES / "bad" / name, FIXTURES / "agreements" / "cp932.yaml"
    household = "resident_register/household"
    run(["check", str(path), "-l", household, "--agreement", str(agreement), "--out", str(tmp_path / "a"), "--quiet"])

    chukan.check(path, household, agreement=agreement).write(tmp_path / "b")

    written = [(tmp_path / d / "rejected.csv") for d in ("a", "b")]
    assert written[0].exists() == written[1].exists()
    if written[0].exists():
        assert written[0].read_bytes() == written[1].read_bytes()


def test_what_could_not_be_read_goes_away_with_the_outcome(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    outcome = chukan.check(
        FIXTURES / "bad/too_few_fields.csv",
        "resident_register/household",
        agreement=FIXTURES / "agreements/cp932.yaml",
    )
    assert outcome.verification.totals.records.rejected
    assert list(tmp_path.rglob("rejected.csv"))

    del outcome
    gc.collect()

    assert list(tmp_path.iterdir()) == []


def test_an_outcome_to_look_at() -> None:
    outcome = chukan.check(FIXTURES / "bad/many_mistakes.csv", PERSON, agreement=FIXTURES / "agreements/cp932.yaml")

    assert repr(outcome).startswith("<Outcome fail: ")
    assert len(repr(outcome)) < 120
    assert "不合格" in outcome._repr_html_()
    assert outcome.to_html().startswith("<!")
    frame = outcome.to_pandas()
    assert len(frame) == len(outcome.findings)
    assert {str(t) for t in frame.dtypes} <= {"string[pyarrow]", "int64[pyarrow]", "bool[pyarrow]"}
    assert isinstance(frame, pd.DataFrame)
