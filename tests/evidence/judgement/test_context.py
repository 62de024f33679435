"""What the target system says of a verified file."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from tests.evidence.judgement.conftest import _loaded, judged, reasons


def test_a_file_of_the_target_system_that_nobody_read_proves_nothing(make: Any, project: dict[str, Any]) -> None:
    _loaded(project, path="loaded.csv")

    after = judged(make(project))

    assert "申告による" in after.words
    assert any("path に書かれたファイルも読んでいない" in note for note in after.notes)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"records": 2}, "取込件数 2 件が提出件数 3 件と一致しない"),
        ({"errors": 1}, "取込エラーが 1 件"),
        ({"date": dt.date(2099, 1, 1)}, "取込日 2099-01-01 が検証の日より後"),
    ],
)
def test_a_loading_that_does_not_fit_has_to_be_settled(
    make: Any, project: dict[str, Any], change: dict[str, Any], words: str
) -> None:
    _loaded(project, **change)

    judgement = judged(make(project))

    assert judgement.standing == "ask"
    assert words in reasons(judgement)


def test_the_same_bytes_from_two_municipalities_are_named(make: Any) -> None:
    case = make()
    digest = next(f.sha256 for f in case.verification.files if f.path == "131016/person.csv")
    files = [replace(f, sha256=digest) if f.path == "131024/person.csv" else f for f in case.verification.files]
    case.verification = replace(case.verification, files=tuple(files))

    judgement = judged(case)

    assert judgement.standing == "ask"
    assert "みどり市のファイルと中身がまったく同じ" in reasons(judgement)
    assert any("別の市区町村の提出データと中身がまったく同じ" in note for note in judgement.notes)
