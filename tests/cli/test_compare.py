"""Two deliveries of one project, compared as an operator does."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import copied
from tests.journeys.conftest import DAY, FIXTURES

from chukan.cli.main import run

Chukan = Callable[..., Any]
PERSON = "139998/resident_register_person.csv"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied("good", tmp_path_factory.mktemp("compare") / "project") / "project.yaml"


def _spoil(project: Path, *records: int) -> None:
    """Make the sex of some records one that no code list has."""
    source = FIXTURES / "projects" / "good" / PERSON
    lines = source.read_bytes().decode("cp932").split("\r\n")
    column = lines[0].replace('"', "").split(",").index("性別")
    for record in records:
        cells = lines[record].split(",")
        cells[column] = "9"
        lines[record] = ",".join(cells)
    (project.parent / PERSON).write_bytes("\r\n".join(lines).encode("cp932"))


@pytest.fixture(scope="module")
def runs(project: Path) -> tuple[Path, Path]:
    """Return two runs: records 2 and 3 were wrong, now 3 and 5 are."""
    made = []
    for number, records in enumerate(((2, 3), (3, 5))):
        _spoil(project, *records)
        made.append(project.parent.parent / f"run{number}")
        assert run(["verify", str(project), *DAY, "--out", str(made[-1]), "--no-profile"]) == 1
    return made[0], made[1]


def test_new_ones_are_exit_1_and_named(chukan: Chukan, runs: tuple[Path, Path], tmp_path: Path) -> None:
    answer = chukan("compare", *runs, "--out", tmp_path / "out")

    assert answer.code == 1
    assert answer.out.startswith("エラー: 解消 1 件、引き続き 1 件、新しく 1 件（前回 2 件 → 今回 2 件）")
    document = json.loads((tmp_path / "out" / "comparison.json").read_text(encoding="utf-8"))
    assert [(f["state"], f["record"]) for f in document["findings"] if f["rule"] == "V04"] == [
        ("new", 5),
        ("still", 3),
        ("solved", 2),
    ]
    assert (tmp_path / "out" / "comparison.html").is_file()
    assert (tmp_path / "out" / "comparison.xlsx").is_file()


def test_only_solved_is_exit_0(chukan: Chukan, project: Path, runs: tuple[Path, Path], tmp_path: Path) -> None:
    _spoil(project, 5)
    chukan("verify", project, *DAY, "--out", tmp_path / "run2", "--no-profile")

    answer = chukan("compare", runs[1], tmp_path / "run2", "--json")

    assert answer.code == 0
    assert json.loads(answer.out)["totals"]["error"]["solved"] == {"low": 1, "high": 1}


def test_quiet_is_one_line_a_severity(chukan: Chukan, runs: tuple[Path, Path]) -> None:
    lines = chukan("compare", *runs, "--quiet").out.splitlines()

    assert all(line.split(":")[0] in ("エラー", "警告", "情報") for line in lines)


def test_a_folder_without_results(chukan: Chukan, runs: tuple[Path, Path], tmp_path: Path) -> None:
    answer = chukan("compare", runs[0], tmp_path / "none")

    assert answer.code == 3
    assert "検証結果がありません" in answer.err


def test_the_files_of_the_results_stand_for_their_folders(chukan: Chukan, runs: tuple[Path, Path]) -> None:
    by_file = chukan("compare", *(run / "verification.json" for run in runs), "--json")

    assert by_file.code == 1
    assert json.loads(by_file.out)["totals"] == json.loads(chukan("compare", *runs, "--json").out)["totals"]


def test_one_and_the_same_result_is_not_compared(chukan: Chukan, runs: tuple[Path, Path]) -> None:
    answer = chukan("compare", runs[0], runs[0] / ".." / runs[0].name)

    assert answer.code == 2
    assert "同じ検証結果" in answer.err
