"""What `chukan layouts diff` prints."""

from __future__ import annotations

from collections.abc import Callable

from tests.cli.conftest import PERSON, answer
from typer.testing import Result

Run = Callable[..., Result]


def test_diff(run: Run) -> None:
    old, new = "mic@2.6/resident_register", "mic@2.7/resident_register"
    text = run("diff", old, new).stdout
    assert "旧氏" in text
    assert "2019-11-05" in text

    same = run("diff", new, new, "--exit-code")
    assert "違いはありません" in same.stdout
    found = answer(run("diff", old, new, "--json", "--exit-code", code=1))
    assert found["changes"]
    assert all(c["reason"] for c in found["changes"])


def test_diff_tells_what_is_known_of_the_editions_between(run: Run) -> None:
    text = run("diff", "mic@2.0", "mic@2.1").stdout
    assert "年号コードは V1.0 以来の2桁を維持" in text
    assert "版 2.0:" not in text

    text = run("diff", "mic@2.3", "mic@2.2", "--exit-code").stdout
    assert "版 2.3: 内容・公開日とも未確認。" in text
    assert "違いはありません" in text

    assert "版 2" not in run("diff", "mic@2.0/childcare_support", "mic@2.0/childcare_support").stdout


def test_diff_of_two_layouts(run: Run) -> None:
    found = answer(run("diff", PERSON, "mic@2.7/resident_register/removed", "--json"))

    assert {c["what"] for c in found["changes"]} >= {"item", "rule"}
