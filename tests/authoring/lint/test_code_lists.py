"""Code lists, row by row, and whether an item can hold what they list."""

from __future__ import annotations

from pathlib import Path

import pytest

from chukan.authoring.lint.code_lists import lint_codes, unfit_codes
from chukan.layouts.codes import ANY, CodeValue
from chukan.layouts.model import Item

EDITIONS = ("1", "2")
HEAD = "list,code,name,since,until,basis,source,note\n"


@pytest.mark.parametrize(
    ("rows", "rule", "severity", "line", "what"),
    [
        ("文字,A,a,,,statute,法,\n文字,A,b,,,statute,法,\n", "L02", "error", 3, "2 行目にもあります"),
        ("文字,A,a,,,estimate,,\n", "L08", "warning", 2, "備考も出典もありません"),
        ("文字,A,a,3,,statute,法,\n", "L10", "error", 2, "「3」という版はありません"),
        ("文字,A,a,2,1,statute,法,\n", "L10", "error", 2, "より後"),
        ("", "L01", "error", 0, "一つもありません"),
        ("文字,A\n", "L01", "error", 2, "列の数"),
    ],
)
def test_code_lists(tmp_path: Path, rows: str, rule: str, severity: str, line: int, what: str) -> None:
    path = tmp_path / "letters.csv"
    path.write_text(HEAD + rows, encoding="utf-8")

    _, (finding,) = lint_codes(path, EDITIONS)

    assert (finding.rule, finding.severity) == (rule, severity)
    assert what in finding.message
    assert finding.place == (f"{path}:{line}" if line else str(path))


def test_a_code_may_be_another_one_in_the_next_edition(tmp_path: Path) -> None:
    path = tmp_path / "letters.csv"
    path.write_text(HEAD + "文字,A,a,,1,statute,法,\n文字,A,b,2,,statute,法,\n", encoding="utf-8")

    codes, findings = lint_codes(path, EDITIONS)

    assert findings == []
    assert [value.name for value in codes.values] == ["a", "b"]


@pytest.mark.parametrize(
    ("kind", "length", "codes", "shown"),
    [
        ("9", 1, ["A", "BB"], "A、BB"),
        ("X", 1, ["A", "BB"], "BB"),
        ("X", None, ["A", "BB"], ""),
        ("9", None, ["12", "１"], "１"),
        ("9", 1, ["1", ANY], ""),
        ("X", 1, ["11", "12", "13", "14", "15", "16"], "11、12、13、14、15…"),
    ],
)
def test_codes_that_an_item_cannot_hold(kind: str, length: int | None, codes: list[str], shown: str) -> None:
    item = Item(no=1, item="性別", type=kind, length=length, code="letters")  # type: ignore[arg-type]

    found = unfit_codes(item, [CodeValue(code=code, name=code) for code in codes], "person.csv:3")

    assert [(f.rule, f.place) for f in found] == ([("L12", "person.csv:3")] if shown else [])
    assert all(f"（{shown}）" in f.message for f in found)
