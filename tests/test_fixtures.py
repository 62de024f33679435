"""The table in fixtures/README.md is the test: each command finds the rules that it names, and nothing else."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from chukan.cli.main import run

ROOT = Path(__file__).resolve().parents[1]
FIXTURES = ROOT / "fixtures"
ROW = re.compile(r"\| `(?P<name>[^`]+)` \| (?P<what>[^|]+) \| (?P<rules>[^|]+) \| `chukan (?P<command>[^`]+)` \|")
#: What a word behind a rule's number says of its severity.
MARKS = {"": "error", "（警告）": "warning", "（情報）": "info"}
PARTS = ("read_bytes", "rejected_bytes", "newline_bytes", "bom_bytes", "header_bytes", "end_bytes", "blank_bytes")


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    name: str
    rules: str
    command: str

    @property
    def expected(self) -> set[tuple[str, str]]:
        """(rule, severity) of all that is found."""
        found = re.findall(r"([A-Z][0-9]{2})(（警告）|（情報）)?", self.rules)
        assert found or self.rules == "なし", self.rules
        return {(rule, MARKS[mark]) for rule, mark in found}

    @property
    def refused(self) -> int | None:
        """The exit code of what can't be checked at all."""
        code = re.fullmatch(r"終了コード ([0-9])", self.rules)
        return int(code[1]) if code else None


def _table() -> list[Row]:
    text = (FIXTURES / "README.md").read_text(encoding="utf-8")
    return [Row(m["name"], m["rules"], m["command"]) for m in map(ROW.fullmatch, text.splitlines()) if m]


TABLE = _table()
CHECKED = [row for row in TABLE if row.refused is None]
REFUSED = [row for row in TABLE if row.refused is not None]


def _run(row: Row, monkeypatch: pytest.MonkeyPatch, *options: str) -> int:
    monkeypatch.chdir(FIXTURES)
    return run([*shlex.split(row.command), *options])


@pytest.mark.parametrize("row", CHECKED, ids=lambda row: row.name)
def test_finds_what_the_table_says(
    row: Row, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    code = _run(row, monkeypatch, "--json")
    answer = json.loads(capfd.readouterr().out)
    assert {(c["rule"], c["severity"]) for f in answer["files"] for c in f["counts"]} == row.expected
    assert code == int("error" in {severity for _, severity in row.expected})
    assert answer["verdict"] == ("fail" if code else "pass")
    for file in answer["files"]:
        _adds_up(file)


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: row.name)
def test_says_why_it_can_not_check(
    row: Row, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert _run(row, monkeypatch) == row.refused
    out, err = capfd.readouterr()
    assert not out
    assert err.startswith("chukan: ")
    assert "\n場所: " in err
    assert "\n次の一手: " in err


def _adds_up(file: dict[str, Any]) -> None:
    """Every byte and every record is somewhere."""
    account, records = file["account"], file["records"]
    assert sum(account[part] for part in PARTS) == account["total_bytes"] == file["bytes"]
    assert records["read"] + records["rejected"] == records["total"]
    assert (records["read"], records["rejected"]) == (account["read_records"], account["rejected_records"])


def test_every_file_stands_in_the_table() -> None:
    told = {row.name for row in TABLE}
    there = {
        path.relative_to(FIXTURES).as_posix()
        for folder in ("good", "bad", "unreadable")
        for path in (FIXTURES / folder).iterdir()
    }
    assert there == {name for name in told if not name.startswith(("projects/", "packs/"))}
    assert {name.split("/")[1] for name in told if name.startswith("projects/")} == _folders("projects")
    assert {name.split("/")[1] for name in told if name.startswith("packs/")} == _folders("packs")


def _folders(name: str) -> set[str]:
    return {path.name for path in (FIXTURES / name).iterdir()}


def test_the_script_makes_the_very_files(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "scripts" / "make_fixtures.py", tmp_path], check=True)
    made = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    assert len(made) == len([row for row in TABLE if not row.name.startswith(("packs/", "projects/"))])
    differ = [path.as_posix() for path in made if (tmp_path / path).read_bytes() != (FIXTURES / path).read_bytes()]
    assert not differ, "run scripts/make_fixtures.py, or mend it"
