"""What item tables and code lists have in common."""

from __future__ import annotations

from pathlib import Path

import pytest

from chukan.authoring.lint.tables import read_table, unreadable, wrong_editions
from chukan.errors import PackError

COLUMNS = ("name", "number")


def number(path: Path, line: int, row: dict[str, str]) -> int:
    """Return the number of a row."""
    if not row["number"].isdigit():
        raise PackError(f"「{row['number']}」は数ではありません", place=f"{path}:{line}")
    return int(row["number"])


def test_rows_that_can_be_read_are_read_whatever_the_others_are(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("name,number\na,1\nb,x\nc,3\n", encoding="utf-8")

    rows, findings = read_table(path, COLUMNS, COLUMNS, number)

    assert rows == [(2, 1), (4, 3)]
    assert [(f.rule, f.place) for f in findings] == [("L01", f"{path}:3")]


def test_a_table_that_is_none_is_one_finding(tmp_path: Path) -> None:
    rows, findings = read_table(tmp_path / "missing.csv", COLUMNS, COLUMNS, number)

    assert rows == []
    assert [f.rule for f in findings] == ["L01"]


def test_what_reading_raised_is_where_it_was() -> None:
    assert unreadable(PackError("読めません", place="a.csv:3"), "a.csv").place == "a.csv:3"
    assert unreadable(PackError("読めません"), "a.csv").place == "a.csv"


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [(None, None, 0), ("1", "2", 0), ("2", "2", 0), ("2", "1", 1), ("3", None, 1), ("3", "0", 2)],
)
def test_a_row_belongs_to_editions_of_the_pack(since: str | None, until: str | None, found: int) -> None:
    assert len(wrong_editions(since, until, "項目「名」", "a.csv:2", ("1", "2"))) == found
