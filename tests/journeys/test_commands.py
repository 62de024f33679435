"""The smaller commands, and what all commands have in common."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chukan import __version__
from chukan.rules.catalogue import RULES

from .conftest import FIXTURES, Chukan, environment

COMMANDS = ("demo", "inspect", "check", "verify", "evidence", "reduce", "layouts", "sample", "explain", "rules")


def test_help_is_in_japanese_and_names_every_command(program: Chukan) -> None:
    answer = program("--help")
    assert answer.code == 0
    for command in COMMANDS:
        assert f"\n  {command} " in answer.out
    assert "ファイルを検査する（1つでも、いくつでも）" in answer.out


def test_help_in_english(program: Chukan) -> None:
    answer = program("--lang", "en", "check", "--help")
    assert answer.code == 0
    assert "the files to check" in answer.out
    assert "検査" not in answer.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(chukan: Chukan, command: str) -> None:
    answer = chukan(command, "--help")
    assert answer.code == 0
    assert f"chukan {command}" in answer.out


def test_version(chukan: Chukan) -> None:
    answer = chukan("--version")
    assert (answer.code, answer.out) == (0, f"chukan {__version__}\n")


def test_without_a_command_it_helps(chukan: Chukan) -> None:
    answer = chukan()
    assert answer.code in (0, 2)
    assert "verify" in answer.out + answer.err


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_explained(chukan: Chukan, rule: str) -> None:
    answer = chukan("explain", rule)
    assert answer.code == 0
    assert rule in answer.out
    assert RULES[rule].title in answer.out
    assert len(answer.out.splitlines()) >= 4


def test_a_rule_in_small_letters(chukan: Chukan) -> None:
    assert chukan("explain", "v05").out == chukan("explain", "V05").out


def test_an_unknown_rule(chukan: Chukan) -> None:
    answer = chukan("explain", "V55")
    assert answer.code == 2
    assert "「V55」はありません" in answer.err
    assert "次の一手: " in answer.err


def test_rules_lists_the_catalogue(chukan: Chukan) -> None:
    assert [r["id"] for r in json.loads(chukan("rules", "--json").out)] == list(RULES)
    table = chukan("rules").out
    assert all(rule in table for rule in RULES)


def test_layouts_are_listed(chukan: Chukan) -> None:
    answer = chukan("layouts", "list")
    assert answer.code == 0
    assert "resident_register" in answer.out
    assert "参考定義" in answer.out


def test_a_sample_passes_its_check(chukan: Chukan, tmp_path: Path) -> None:
    file = tmp_path / "person.csv"
    made = chukan("sample", "resident_register/person", "--rows", "200", "--out", file, "--as-of", "2026-11-23")
    assert made.code == 0
    assert "200 件" in made.out
    checked = chukan("check", file, "--layout", "resident_register/person", "--as-of", "2026-11-23", "--json")
    (result,) = json.loads(checked.out)["files"]
    assert [c["rule"] for c in result["counts"]] == ["A01"]
    assert result["records"]["total"] == 200


def test_the_same_seed_makes_the_same_file(chukan: Chukan, tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("a.csv", "b.csv", "c.csv")]
    for file, seed in zip(files, ("5", "5", "6"), strict=True):
        chukan(
            "sample",
            "resident_register/household",
            "--rows",
            "50",
            "--seed",
            seed,
            "--out",
            file,
            "--as-of",
            "2026-11-23",
        )
    a, b, c = (file.read_bytes() for file in files)
    assert a == b != c


def test_a_sample_of_an_unknown_layout(chukan: Chukan, tmp_path: Path) -> None:
    answer = chukan("sample", "persn", "--out", tmp_path / "x.csv")
    assert answer.code == 2
    assert "person" in answer.err
    assert list(tmp_path.iterdir()) == []


def test_the_members_of_an_archive_are_a_delivery(chukan: Chukan, tmp_path: Path) -> None:
    """Each is read by itself; that all carry the archive's digest makes them no duplicates (F10)."""
    import json
    import zipfile

    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.write(FIXTURES / "good" / "person_cp932.csv", "person.csv")
        archive.write(FIXTURES / "good" / "household_cp932.csv", "household.csv")
    (tmp_path / "project.yaml").write_text(
        "group: {name: 試験, representative: '131016', case: new}\n"
        "layout: mic@2.7\n"
        "as_of: 2026-11-23\n"
        "vendors: [{id: a, name: 事業者A}, {id: c, name: 事業者C}]\n"
        "municipalities:\n"
        "  - code: '131016'\n"
        "    name: 千代田区\n"
        "    businesses:\n"
        "      - business: resident_register\n"
        "        from: a\n"
        "        to: c\n"
        "        method: layout\n"
        "        files:\n"
        "          - {layout: person, path: d.zip/person.csv}\n"
        "          - {layout: household, path: d.zip/household.csv}\n",
        encoding="utf-8",
    )
    chukan("verify", tmp_path / "project.yaml", "--out", tmp_path / "out")
    told = json.loads((tmp_path / "out" / "verification.json").read_text(encoding="utf-8"))
    assert [f["path"] for f in told["files"]] == ["d.zip/person.csv", "d.zip/household.csv"]
    assert all(f["records"]["read"] for f in told["files"])
    assert "F10" not in {count["rule"] for f in told["files"] for count in f["counts"]}


def test_a_screen_that_can_not_show_japanese(tmp_path: Path) -> None:
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-m", "chukan", "explain", "V11"],
        capture_output=True,
        env=environment(PYTHONIOENCODING="ascii"),
        check=False,
        timeout=60,
    )
    assert done.returncode == 0
    assert b"V11" in done.stdout
    assert not done.stderr
