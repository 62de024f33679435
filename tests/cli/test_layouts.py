"""`chukan layouts`, as a person runs it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import answer
from typer.testing import Result

from chukan.errors import PackError

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "pack"

Run = Callable[..., Result]


def test_lint(run: Run) -> None:
    assert "kihon: エラー 0" in run("lint", "kihon").stdout
    assert [f["rule"] for f in answer(run("lint", EXAMPLE, "--json"))[str(EXAMPLE)]] == []


def test_lint_of_a_folder_with_a_mistake(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "pack.yaml").write_text(
        'pack: mine\nname: n\ndefault_edition: "1"\neditions: [{edition: "1"}]\n', "utf-8"
    )
    (folder / "codes").mkdir()
    (folder / "codes" / "a.csv").write_text("code,name\n1,一\n1,二\n", "utf-8")

    result = run("lint", folder, code=1)

    assert "a.csv:3: L02 エラー: コード「1」が 2 行目にもあります" in result.stdout
    assert str(tmp_path) not in result.stdout.splitlines()[0]
    run("lint", folder, "--fail-on", "never")
    (folder / "pack.yaml").write_text("pack: [\n", "utf-8")
    assert "L01" in run("lint", folder, code=1).stdout


def test_packs_option(run: Run, tmp_path: Path) -> None:
    assert "学校給食費" in run("list", "example", "--packs", EXAMPLE).stdout
    with pytest.raises(PackError):
        run("list", "--packs", tmp_path / "none")


def test_a_pack_that_takes_the_place_of_a_built_in_one_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "pack.yaml").write_text(
        'pack: mic\nname: 別\ndefault_edition: "1"\neditions: [{edition: "1"}]\n', "utf-8"
    )

    assert "「mic」は chukan に入っているものではなく" in run("list", "mic", "--packs", "own").stdout


def test_help_loads_nothing_heavy() -> None:
    code = "import sys, chukan.cli.layouts; print([m for m in ('pandas', 'pyarrow', 'duckdb', 'openpyxl', 'rich.table') if m in sys.modules])"

    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")

    assert out.stdout.strip() == "[]"
