from __future__ import annotations

import json
from pathlib import Path

import pytest

from chukan.output.earlier import earlier_results_of


def test_the_document_names_its_results(tmp_path: Path) -> None:
    document = tmp_path / "a.json"
    document.write_text(json.dumps({"tool": {"name": "chukan"}, "files": ["b.csv"]}), encoding="utf-8")
    is_result = earlier_results_of(document, lambda data: lambda path: path in data["files"])

    assert [is_result(path) for path in ("b.csv", "c.csv")] == [True, False]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"tool": {"name": "other"}}', '{"tool": {"name": "chukan"}}'])
def test_without_a_whole_document_all_is_somebody_else_s(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text(text, encoding="utf-8")

    assert not earlier_results_of(tmp_path / "a.json", lambda data: {*data["files"]}.__contains__)("b.csv")


def test_it_is_looked_at_when_it_is_asked_for(tmp_path: Path) -> None:
    is_result = earlier_results_of(tmp_path / "a.json", lambda _: lambda _path: True)
    (tmp_path / "a.json").write_text('{"tool": {"name": "chukan"}}', encoding="utf-8")

    assert is_result("b.csv")
