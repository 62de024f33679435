"""`chukan layouts impact`, as a person runs it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.impact.conftest import file, packs
from typer.testing import CliRunner, Result

from chukan.cli.layouts import app
from chukan.errors import InputError, LayoutNotFound

__all__ = ["file", "packs"]


def run(*arguments: object, code: int) -> Result:
    result = CliRunner().invoke(app, ["impact", *map(str, arguments), "--no-progress"])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result


def test_the_screen_says_how_many_records_and_what_to_do(packs: tuple[Path, Path], file: Path) -> None:
    options = ["--packs", packs[0], "--packs", packs[1], "--as-of", "2021-06-01"]
    text = run("old@1/town/a", "new@1/town/a", file, *options, code=1).stdout

    for words in (
        "5 件（読取 5・読取不可 0）",
        "短くなる",
        "新たに必須",
        "キーが変わる",
        "数えられない",
        "次の一手",
        "推定: ",
    ):
        assert words in text
    assert "ながい" not in text
    found: Any = json.loads(run("old@1/town/a", "new@1", file, *options, "--json", code=1).stdout)
    assert found["touches"]
    assert found["touched"] == 5
    assert {c["change"]["effect"] for c in found["changes"]} >= {"shorter", "codes_gone", "key_changed", "rule_added"}


def test_nothing_to_do_is_0(packs: tuple[Path, Path], file: Path) -> None:
    text = run("old@1/town/a", "old@1", file, "--packs", packs[0], code=0).stdout

    assert "違いはありません" in text


def test_mistakes(packs: tuple[Path, Path], file: Path, tmp_path: Path) -> None:
    with pytest.raises(LayoutNotFound):
        run("old@1/town/a", "nowhere@1/town/a", file, "--packs", packs[0], code=2)
    with pytest.raises(InputError):
        run("old@1/town/a", "old@1/town/a", tmp_path / "none.csv", "--packs", packs[0], code=3)
