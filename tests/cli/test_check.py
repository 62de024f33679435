"""`chukan check`: exit codes by threshold, what the folder holds, what the screen shows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.conftest import CP932, DAY, FIXTURES, HOUSEHOLD, PERSON

Chukan = Callable[..., Any]
GOOD = FIXTURES / "good" / "household_cp932.csv"
WARNED = FIXTURES / "bad" / "no_last_newline.csv"
BAD = FIXTURES / "bad" / "many_mistakes.csv"


@pytest.mark.parametrize(
    ("file", "fail_on", "code"),
    [(GOOD, "info", 0), (WARNED, "error", 0), (WARNED, "warning", 1), (BAD, "error", 1), (BAD, "never", 0)],
)
def test_the_exit_code_follows_the_threshold(chukan: Chukan, file: Path, fail_on: str, code: int) -> None:
    assert chukan("check", file, *HOUSEHOLD, *CP932, *DAY, "--fail-on", fail_on).code == code


def test_values_are_masked_unless_they_are_asked_for(chukan: Chukan) -> None:
    masked = json.loads(chukan("check", BAD, *HOUSEHOLD, *CP932, *DAY, "--json").out)
    shown = json.loads(chukan("check", BAD, *HOUSEHOLD, *CP932, *DAY, "--json", "--show-values").out)

    assert (masked["values_shown"], shown["values_shown"]) == (False, True)
    assert masked["totals"] == shown["totals"]


@pytest.mark.skipif(sys.platform == "win32", reason="rights of another kind")
def test_what_shows_values_is_its_owner_s(chukan: Chukan, tmp_path: Path) -> None:
    for more, mode in (((), 0o644), (("--show-values",), 0o600)):
        out = tmp_path / f"out{mode}"
        before = os.umask(0o022)
        try:
            chukan("check", BAD, *PERSON, *CP932, *DAY, "--out", out, "--format", "sarif", *more)
        finally:
            os.umask(before)

        modes = {p.name: p.stat().st_mode & 0o777 for p in out.iterdir()}
        assert set(modes.values()) == {mode}, modes
        assert len(modes) >= 6


def test_the_limit_bounds_samples_but_no_counts(chukan: Chukan, tmp_path: Path) -> None:
    few, all_ = tmp_path / "few", tmp_path / "all"
    chukan("check", BAD, *PERSON, *CP932, *DAY, "--out", few, "--limit", "1")
    chukan("check", BAD, *PERSON, *CP932, *DAY, "--out", all_)

    counts = [
        json.loads((folder / "verification.json").read_text(encoding="utf-8"))["totals"] for folder in (few, all_)
    ]
    lines = [len((folder / "findings.csv").read_bytes().splitlines()) for folder in (few, all_)]
    assert counts[0] == counts[1]
    assert 1 < lines[0] < lines[1]


@pytest.mark.parametrize("command", ["check", "sample"])
def test_an_agreed_column_of_no_item_is_a_mistake_of_the_agreement(
    chukan: Chukan, tmp_path: Path, command: str
) -> None:
    agreement = tmp_path / "agreement.yaml"
    agreement.write_text("encoding: cp932\ncolumns:\n  世帯番: 世帯番合\n", encoding="utf-8")
    arguments = (GOOD, *HOUSEHOLD) if command == "check" else (HOUSEHOLD[1],)

    answer = chukan(command, *arguments, "--agreement", agreement, "--out", tmp_path / "out")

    assert answer.code == 2
    assert f"{agreement}:3" in answer.parts[1]
    assert "「世帯番号」ではありませんか" in answer.parts[2]
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_not_there(chukan: Chukan, tmp_path: Path) -> None:
    answer = chukan("check", tmp_path / "none.csv", *HOUSEHOLD, *CP932)

    assert answer.code == 3
    assert str(tmp_path / "none.csv") in answer.parts[1]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems know no names that are no text")
def test_a_name_in_cp932_can_be_checked_and_inspected(chukan: Chukan, tmp_path: Path) -> None:
    """As unzip leaves what Windows packed."""
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + "住民.csv".encode("cp932")))
    file.write_bytes(GOOD.read_bytes())

    checked = chukan("check", file, *HOUSEHOLD, *CP932, *DAY, "--out", tmp_path / "out")
    inspected = chukan("inspect", file)

    assert (checked.code, inspected.code) == (0, 0), checked.err + inspected.err
    assert "住民.csv" in inspected.out
    assert (
        json.loads((tmp_path / "out" / "verification.json").read_text(encoding="utf-8"))["files"][0]["path"]
        == "住民.csv"
    )


def test_the_cause_stands_before_its_symptoms_and_says_who_acts(chukan: Chukan, tmp_path: Path) -> None:
    head, *records = (line.split(",") for line in GOOD.read_bytes().decode("cp932").splitlines())
    at = head.index("世帯主氏名")
    path = tmp_path / "whole.csv"
    lines = [head, *([*record[:at], "ｼﾒｲ", *record[at + 1 :]] for record in records)]
    path.write_bytes("".join(",".join(line) + "\r\n" for line in lines).encode("cp932"))

    out = chukan("check", path, *HOUSEHOLD, *CP932, *DAY).out

    cause = "列「世帯主氏名」の全件（12 件）が「V02 文字種」の指摘です"
    assert out.index(cause) < out.index("最初の指摘")
    assert "→ 【移行元】全角に直してください。" in out
    assert "（対応:移行元）" in "".join(out.split())
    assert "まず直すところ" in out
    assert "まず直すところ" not in chukan("check", GOOD, *HOUSEHOLD, *CP932, *DAY).out


#: Each takes longer to load than a small file to be checked, and none of them is needed to check one.
_LOADED_FOR_OTHERS = (
    *(
        "distributed",
        "dask",
        "openpyxl",
        "docx",
        "docxtpl",
        "matplotlib",
        "xlrd",
        "python_calamine",
        "chardet",
        "lxml",
        "PIL",
    ),
    *("fsspec", "dask", "distributed", "hypothesis", "polars", "cryptography", "multiprocessing"),
    *("chukan.sample", "chukan.evidence", "chukan.reduction", "chukan.authoring.workbook", "chukan.cli.layouts"),
    *("chukan.reports.formats.junit", "chukan.reports.formats.sarif", "chukan.reports.history"),
)
#: What only the first run on a computer needs: the next one finds its results in the cache folder.
_LOADED_ONCE = "sqlglot"


def test_a_command_runs_pandera_and_loads_no_pandas(tmp_path: Path) -> None:
    loaded = subprocess.run(
        [
            sys.executable,
            "-X",
            "importtime",
            "-m",
            "chukan",
            "check",
            BAD,
            *HOUSEHOLD,
            *CP932,
            "--out",
            tmp_path / "out",
        ],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    modules = {
        line.rpartition("|")[2].strip() for line in loaded.stderr.splitlines() if line.startswith("import time:")
    }

    assert loaded.returncode == 1
    assert {"pyarrow", "pandera.api.checks", "duckdb", "xlsxwriter"} <= modules
    assert "pandas.core" not in modules  # `pandas` alone is Arrow or pandera, which ask for it
    assert "numpy.ma" not in modules  # `pa.array` of numpy's flags and `np.unique` would load it


def test_a_check_loads_only_what_it_uses(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from chukan.cli.main import run\n"
        f"code = run(['check', {str(GOOD)!r}, '-l', 'resident_register/household', '--out', sys.argv[1], '-q'])\n"
        "print(code, *sys.modules)"
    )
    environment = {**os.environ, "CHUKAN_CACHE": str(tmp_path / "cache")}
    first, second = (
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / name)],
            capture_output=True,
            check=True,
            encoding="utf-8",
            env={**environment, "PYTHONIOENCODING": "utf-8"},
        ).stdout.split()
        for name in ("first", "second")
    )

    assert "0" in first
    assert set(_LOADED_FOR_OTHERS).intersection(first) == set()
    assert _LOADED_ONCE in first
    assert {*_LOADED_FOR_OTHERS, _LOADED_ONCE}.intersection(second) == set()
    assert (tmp_path / "first" / "report.html").stat().st_size == (tmp_path / "second" / "report.html").stat().st_size
