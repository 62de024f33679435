"""A vendor's file with every mechanical fault: mended, checked again, and told apart from what was delivered."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.conftest import CP932, DAY, FIXTURES, HOUSEHOLD

Chukan = Callable[..., Any]


@pytest.fixture
def delivered(tmp_path: Path) -> Path:
    """Return a sound file, spoiled: the blanks of a name, newlines, the end mark, the order of the columns."""
    source = FIXTURES / "projects" / "good" / "139998" / "resident_register_household.csv"
    rows = [line.split(",") for line in source.read_bytes().decode("cp932").split("\r\n")[:-1]]
    name = rows[0].index("世帯主氏名")
    first, second, *_ = (row for row in rows[1:] if row[name])  # the name may be blank
    first[name] = first[name].replace("　", " ")
    second[name] += "　"
    rows = [[row[1], row[0], *row[2:]] for row in rows]
    path = tmp_path / "household.csv"
    path.write_bytes("\n".join(",".join(row) for row in rows).encode("cp932") + b"\n\x1a")
    return path


def test_a_spoiled_file_is_mended_and_the_copy_says_so(chukan: Chukan, delivered: Path, tmp_path: Path) -> None:
    copy = tmp_path / "mended.csv"
    before = delivered.read_bytes()
    assert chukan("check", delivered, *HOUSEHOLD, *CP932, *DAY, "--fail-on", "warning").code == 1
    answer = chukan(
        "mend",
        delivered,
        *HOUSEHOLD,
        *CP932,
        *DAY,
        "--only",
        "V09,F04,F05,F06",
        "--out",
        copy,
        "--log",
        tmp_path / "log.csv",
    )
    assert answer.code == 0, answer.out + answer.err
    assert delivered.read_bytes() == before
    for words in ("写しの SHA-256", "直したレコード 2 件", "世帯主氏名", "chukan check"):
        assert words in answer.out
    source = FIXTURES / "projects" / "good" / "139998" / "resident_register_household.csv"
    assert copy.read_bytes() == source.read_bytes()
    checked = chukan("check", copy, *HOUSEHOLD, *CP932, *DAY, "--fail-on", "warning", "--out", tmp_path / "out")
    assert checked.code == 0, checked.out
    assert "chukan mend で「household.csv」" in checked.out
    told = json.loads((tmp_path / "out" / "verification.json").read_text(encoding="utf-8"))["files"][0]["mended"]
    assert told["rules"] == ["F04", "F05", "F06", "V09"]
    assert "直した写し" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_what_is_left_makes_the_exit_code_one(chukan: Chukan, delivered: Path, tmp_path: Path) -> None:
    delivered.write_bytes(delivered.read_bytes().replace("　".encode("cp932"), b"", 1))
    answer = chukan("mend", delivered, *HOUSEHOLD, *CP932, *DAY, "--only", "V09", "--out", tmp_path / "b.csv", "--json")
    assert answer.code == 1
    assert any(count["left"] for count in json.loads(answer.out)["counts"])


def test_what_was_not_looked_at_makes_the_exit_code_one(chukan: Chukan, delivered: Path, tmp_path: Path) -> None:
    header, *records = delivered.read_bytes().splitlines(keepends=True)
    short = [b",".join(record.split(b",")[: 3 + n % 2]) + b"\n" for n, record in enumerate(records[:-1])]
    delivered.write_bytes(header + b"".join(short))
    answer = chukan("mend", delivered, *HOUSEHOLD, *CP932, *DAY, "--only", "V09", "--out", tmp_path / "b.csv")
    assert answer.code == 1
    assert "読取 0・" in answer.out
    assert "見た範囲に、" in answer.out
    assert (tmp_path / "b.csv").read_bytes() == delivered.read_bytes()


def test_columns_that_nobody_can_name_are_not_looked_at(chukan: Chukan, delivered: Path, tmp_path: Path) -> None:
    header, *records = delivered.read_bytes().splitlines(keepends=True)
    short = [b",".join(record.split(b",")[:3]) + b"\n" for record in records[:-1]]
    delivered.write_bytes(header + b"".join(short))  # as many everywhere: read, but which item is which?
    answer = chukan("mend", delivered, *HOUSEHOLD, *CP932, *DAY, "--only", "V09", "--out", tmp_path / "b.csv")
    assert answer.code == 1
    assert "V09: 見出しが定義に合わず" in answer.out


def test_the_list_says_what_is_never_changed(chukan: Chukan) -> None:
    answer = chukan("mend", "--list")
    assert answer.code == 0
    assert "直さないこと" in answer.out
    assert "V02" in answer.out


def test_a_rule_that_is_not_mechanical_is_refused(chukan: Chukan, delivered: Path, tmp_path: Path) -> None:
    answer = chukan("mend", delivered, *HOUSEHOLD, "--only", "V01", "--out", tmp_path / "b.csv")
    assert answer.code == 2
    assert "機械的に直せません" in answer.err
    assert not (tmp_path / "b.csv").exists()


def test_records_that_were_not_looked_at_are_told(chukan: Chukan, delivered: Path, tmp_path: Path) -> None:
    delivered.write_bytes(delivered.read_bytes().replace(b"\n", b",x\n", 3).replace(b",x\n", b"\n", 1))
    answer = chukan("mend", delivered, *HOUSEHOLD, *CP932, *DAY, "--only", "V09", "--out", tmp_path / "mended.csv")
    assert "読み取れない 2 件は見ていません" in answer.out


def test_quiet_is_one_line(chukan: Chukan, delivered: Path, tmp_path: Path) -> None:
    answer = chukan(
        "mend", delivered, *HOUSEHOLD, *CP932, *DAY, "--only", "V09", "--out", tmp_path / "m.csv", "--quiet"
    )

    assert answer.out == f"household.csv → {tmp_path / 'm.csv'}: 直したレコード 2 件、残った指摘 0 件\n"
