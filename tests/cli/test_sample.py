"""`chukan sample`: the same seed gives the same bytes, and they pass."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.conftest import CP932, DAY, FIXTURES, HOUSEHOLD, PERSON

Chukan = Callable[..., Any]
LAYOUT = "resident_register/household"


def test_the_same_seed_gives_the_same_bytes(chukan: Chukan, tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("a.csv", "b.csv", "c.csv")]
    for file, seed in zip(files, ("1", "1", "2"), strict=True):
        assert chukan("sample", LAYOUT, "--rows", "20", "--seed", seed, "--out", file, *CP932, *DAY).code == 0

    assert files[0].read_bytes() == files[1].read_bytes() != files[2].read_bytes()
    assert chukan("check", files[0], *HOUSEHOLD, *CP932, *DAY, "--fail-on", "info").code == 0


def test_defects_are_found(chukan: Chukan, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    chukan("sample", LAYOUT, "--rows", "200", "--defects", "0.2", "--out", file, *CP932, *DAY)

    assert chukan("check", file, *HOUSEHOLD, *CP932, *DAY).code == 1


@pytest.mark.parametrize("arguments", [["--rows", "-1"], ["--defects", "2"]])
def test_amounts_that_can_not_be(chukan: Chukan, arguments: list[str]) -> None:
    assert chukan("sample", LAYOUT, *arguments).code == 2


def test_an_unknown_layout(chukan: Chukan) -> None:
    answer = chukan("sample", "resident_register/househld")

    assert answer.code == 2
    assert "resident_register/household" in answer.err


def test_the_delivered_file_is_never_written_over_by_what_is_made_of_it(chukan: Chukan, tmp_path: Path) -> None:
    old = tmp_path / "old.csv"
    old.write_bytes((FIXTURES / "good" / "person_cp932.csv").read_bytes())
    before = old.read_bytes()

    answer = chukan("sample", *PERSON[1:], "--loaded-from", old, "--out", old, "--force")

    assert (answer.code, "提出データのファイルそのもの" in answer.err) == (2, True)
    assert old.read_bytes() == before


def test_differences_without_a_file_to_differ_from_are_refused(chukan: Chukan, tmp_path: Path) -> None:
    answer = chukan("sample", *PERSON[1:], "--differences", "0.5", "--out", tmp_path / "x.csv")

    assert (answer.code, "--loaded-from のときだけ" in answer.err) == (2, True)
    assert not (tmp_path / "x.csv").exists()
