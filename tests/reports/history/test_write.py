"""What a summary leaves in a folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.reports.compare.conftest import MakeRun
from tests.reports.history.conftest import MakeHistory, run_of

from chukan.errors import OutputError
from chukan.reports.history.document import to_json
from chukan.reports.history.history import history
from chukan.reports.history.html import to_html
from chukan.reports.history.write import write_history


def test_the_page_and_the_document_say_the_same(run: MakeRun, tmp_path: Path) -> None:
    made = history([run_of(run(["a", "b"]), "2026-04-01"), run_of(run(["b"]), "2026-04-02")])

    write_history(tmp_path, made)

    assert {p.name for p in tmp_path.iterdir()} == {"summary.json", "summary.html"}
    (series,) = json.loads(to_json(made))["series"]
    assert [r["errors"] for r in series["runs"]] == [2, 1]
    assert series["since_last"]["solved"] == {"low": 1, "high": 1}
    page = to_html(made)
    assert "解消 1、引き続き 1、新しく 0" in page
    assert "<svg" in page
    assert page.index("2026-04-02 09:00") < page.index("2026-04-01 09:00")


def test_again_into_the_same_folder_but_never_over_the_file_of_somebody_else(days: MakeHistory, tmp_path: Path) -> None:
    write_history(tmp_path, days(["a"]))
    write_history(tmp_path, days(["a"], ["b"]))
    assert {p.name for p in tmp_path.iterdir()} == {"summary.json", "summary.html"}

    other = tmp_path / "other"
    other.mkdir()
    (other / "summary.html").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError):
        write_history(other, days(["a"]))
    assert [(p.name, p.read_text(encoding="utf-8")) for p in other.iterdir()] == [("summary.html", "mine")]
