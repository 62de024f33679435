"""Waivers in YAML: the same rows as in the sheet, with a line for every mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from chukan.errors import ProjectError
from chukan.project.waiver_file import load_waiver_file

GOOD = """
waivers:
  - rule: V10
    item: 氏名
    scope: 131016/resident_register
    limit: 60
    reason: 同定表で対応済みのため
    who: 市民課 係長
    when: 2026-04-20
    until: 2027-03-31
    whole: true
  - {rule: V11, limit: 3}
"""


def _written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "waivers.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_are_waivers(tmp_path: Path) -> None:
    first, second = load_waiver_file(_written(tmp_path, GOOD))

    assert (first.rule, first.item, first.limit, first.when, first.until) == (
        "V10",
        "氏名",
        60,
        "2026-04-20",
        "2027-03-31",
    )
    assert first.place == "waivers.yaml 3 行目"
    assert (first.is_whole, second.is_whole) == (True, False)
    assert (second.item, second.scope, second.reason, second.when) == ("", "", "", "")


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("waivers:\n  - {rule: V99, limit: 1}\n", 2, "V99"),
        ("waivers:\n  - {rule: W01, limit: 1}\n", 2, "W01"),
        ("waivers:\n  - rule: V10\n    limit: -1\n", 3, "0 以上"),
        ("waivers:\n  - rule: V10\n    limit: 1\n    when: 2026-02-30\n", 4, "日付"),
        ("waivers:\n  - rule: V10\n    limit: 1\n    scope: a/b/c/d\n", 4, "3つまで"),
        ("waivers:\n  - rule: V10\n    limt: 1\n", 3, "limit"),
    ],
)
def test_a_mistake_has_its_line(tmp_path: Path, text: str, line: int, word: str) -> None:
    path = _written(tmp_path, text)

    with pytest.raises(ProjectError) as e:
        load_waiver_file(path)
    assert e.value.place == f"{path}:{line}"
    assert word in str(e.value)
