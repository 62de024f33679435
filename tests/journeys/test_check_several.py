"""`check` of several files in one call, and of files whose layout nobody named."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.journeys.conftest import CP932, DAY, FIXTURES

Chukan = Callable[..., Any]
GOOD = FIXTURES / "good" / "household_cp932.csv"
BAD = FIXTURES / "bad" / "kana_half_width.csv"
"""Of the layout person."""


@pytest.fixture
def twins(tmp_path: Path) -> list[Path]:
    """Return two files of one name in different folders."""
    made = []
    for folder in ("east", "west"):
        (tmp_path / folder).mkdir()
        made.append(Path(shutil.copy(GOOD, tmp_path / folder / "household.csv")))
    return made


def test_each_has_its_folder_the_worst_decides_and_one_table_follows(
    chukan: Chukan, twins: list[Path], tmp_path: Path
) -> None:
    answer = chukan("check", *twins, BAD, "--layout", "auto", *CP932, *DAY, "--out", tmp_path / "out")

    assert answer.code == 1
    assert {p.name for p in (tmp_path / "out").iterdir() if p.is_dir()} == {
        "east_household",
        "west_household",
        "kana_half_width",
    }
    assert "3 件のうち 合格 2、不合格 1" in answer.out
    for name in ("east/household.csv", "west/household.csv", "kana_half_width.csv"):
        assert name in answer.out.partition("■ まとめ")[2]
    document = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert [s["verdict"] for s in document["series"]] == ["fail", "pass", "pass"]


def test_one_that_cannot_be_read_stops_no_other(chukan: Chukan, twins: list[Path], tmp_path: Path) -> None:
    answer = chukan("check", tmp_path / "none.csv", twins[0], "-l", "auto", *CP932, *DAY, "-q")

    assert answer.code == 3
    assert "none.csv" in answer.err
    assert "2 件のうち 合格 1、実行できず 1" in answer.out


def test_a_file_given_twice_is_a_mistake(chukan: Chukan, twins: list[Path]) -> None:
    answer = chukan("check", twins[0], twins[1], twins[0], "-l", "resident_register/household")

    assert answer.code == 2
    assert "二度" in answer.err


def test_several_as_json_are_their_summary(chukan: Chukan, twins: list[Path]) -> None:
    answer = chukan("check", *twins, "-l", "resident_register/household", *CP932, *DAY, "--json")

    assert answer.code == 0
    assert json.loads(answer.out)["verdicts"] == {"pass": 2}


def test_the_layout_that_is_certain_is_taken_and_named(chukan: Chukan) -> None:
    answer = chukan("check", GOOD, "--layout", "auto", *CP932, *DAY)

    assert answer.code == 0
    assert "mic@2.7/resident_register/household（100%" in answer.err
    assert "次の候補" in answer.err
    assert json.loads(chukan("check", GOOD, "-l", "auto", *CP932, "--json").out)["layout"]["layout"] == "household"


def test_the_results_say_that_nobody_named_the_layout(chukan: Chukan, tmp_path: Path) -> None:
    out = tmp_path / "out"
    formats = ("--format", "markdown")
    answer = chukan("check", GOOD, "--layout", "auto", *CP932, *DAY, "--out", out, *formats)
    assert "定義を自動で選びました" in answer.out
    file = json.loads((out / "verification.json").read_text(encoding="utf-8"))["files"][0]
    assert file["layout_chosen"].startswith("100%")
    told = "mic@2.7/resident_register/household を自動で選びました（100%"
    assert told in (out / "report.html").read_text(encoding="utf-8")
    sheets = openpyxl.load_workbook(out / "report.xlsx").worksheets
    assert any(told in str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row)
    chukan("check", GOOD, "--layout", "resident_register/household", *CP932, *DAY, "--out", out)
    assert "自動で選びました" not in (out / "report.html").read_text(encoding="utf-8")
    assert json.loads((out / "verification.json").read_text(encoding="utf-8"))["files"][0]["layout_chosen"] == ""


def test_names_that_were_agreed_on_count(chukan: Chukan, tmp_path: Path) -> None:
    head, _, rest = GOOD.read_bytes().decode("cp932").partition("\r\n")
    renamed = [f"X{number}" for number, _ in enumerate(head.split(","))]
    path = tmp_path / "own.csv"
    path.write_bytes(f"{','.join(renamed)}\r\n{rest}".encode("cp932"))
    agreement = tmp_path / "agreement.yaml"
    columns = ", ".join(f"{own}: {item}" for own, item in zip(renamed, head.split(","), strict=True))
    agreement.write_text(f"encoding: cp932\ncolumns: {{{columns}}}\n", encoding="utf-8")

    assert chukan("check", path, "-l", "auto", *DAY).code == 2
    answer = chukan("check", path, "-l", "auto", "--agreement", agreement, *DAY)
    assert answer.code == 0
    assert "resident_register/household" in answer.err


def test_positions_that_were_agreed_on_name_the_layout(chukan: Chukan) -> None:
    agreement = ("--agreement", FIXTURES / "agreements" / "fixed.yaml")

    answer = chukan("check", FIXTURES / "good" / "household_fixed.txt", "-l", "auto", *agreement, *DAY)

    assert answer.code == 0
    assert "resident_register/household" in answer.err


def test_an_uncertain_layout_is_an_error_with_the_candidates(chukan: Chukan, tmp_path: Path) -> None:
    lines = [line.split(",")[:9] for line in GOOD.read_bytes().decode("cp932").split("\r\n") if line]
    path = tmp_path / "part.csv"
    path.write_bytes("".join(",".join(line) + "\r\n" for line in lines).encode("cp932"))

    answer = chukan("check", path, "-l", "auto", "--out", tmp_path / "out")

    what, where, then = answer.parts
    assert answer.code == 2
    assert "80% 以上" in what
    assert "resident_register/household（" in what
    assert "part.csv" in where
    assert "--layout" in then
    assert not (tmp_path / "out").exists()


def test_without_a_layout_the_next_step_names_both_ways(chukan: Chukan) -> None:
    answer = chukan("check", GOOD)

    assert answer.code == 2
    assert "--layout auto" in answer.err
    assert "chukan inspect" in answer.err
