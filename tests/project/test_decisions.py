"""What a run takes in of decisions: sheets and waivers side by side, each for its own kind of run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from chukan.errors import ProjectError
from chukan.project.decided import TAKEN, Decided
from chukan.project.decisions import load_decided
from chukan.project.secret import project_secret
from chukan.project.sheet_parts import open_parts

ACCEPTED = {
    "対応": "了承",
    "理由": "照会中",
    "担当": "係",
    "期限": "2026-12-01",
    "了承者": "課長",
    "了承日": "2026-11-22",
}
WAIVERS = """waivers:
  - {rule: V04, item: 性別, limit: 3, reason: 照会中, who: 課長, when: 2026-11-20, whole: true}
  - {rule: M03, item: 氏名, limit: 1, reason: 照会中, who: 課長, when: 2026-11-20, whole: true}
"""


def typed(seeded: Path, to: Path, cells: Mapping[str, str], row: int = 0) -> Path:
    """Save the sheet of a run with something typed into a row."""
    parts = open_parts(seeded / "out" / "report.xlsx")
    assert parts is not None
    with to.open("wb") as file:
        parts.typed({parts.sheet.rows[row].row: dict(ACCEPTED) | dict(cells)}).write(file)
    return to


def load(seeded: Path, *paths: Path, folder: Path | None = None, **more: Any) -> Decided:
    return load_decided(paths, folder or seeded, lambda: project_secret(seeded), **more)


def test_what_was_typed_is_a_decision_on_its_finding(seeded: Path, tmp_path: Path) -> None:
    decisions = load(seeded, typed(seeded, tmp_path / "a.xlsx", {})).decisions

    first, *others = decisions.rows
    assert (first.action, first.reason, first.owner, first.until) == ("了承", "照会中", "係", "2026-12-01")
    assert (first.who, first.when) == ("課長", "2026-11-22")
    assert first.fingerprint
    assert not any(row.action for row in others)
    assert [source.name for source in decisions.sources] == ["a.xlsx"]
    assert decisions.run


def test_two_copies_are_taken_together(seeded: Path, tmp_path: Path) -> None:
    one, two = typed(seeded, tmp_path / "a.xlsx", {}), typed(seeded, tmp_path / "b.xlsx", {"対応": "直す"}, row=1)

    decisions = load(seeded, one, two).decisions

    assert [row.action for row in decisions.rows[:3]] == ["了承", "直す", ""]
    assert len(decisions.sources) == 2


@pytest.mark.parametrize(("heading", "text"), [("対応", "了承する"), ("了承日", "先週"), ("期限", "2026-02-30")])
def test_what_cannot_be_understood_is_told_with_its_cell(seeded: Path, tmp_path: Path, heading: str, text: str) -> None:
    path = typed(seeded, tmp_path / "a.xlsx", {heading: text})

    with pytest.raises(ProjectError) as caught:
        load(seeded, path)

    parts = open_parts(path)
    assert parts is not None
    assert caught.value.place == parts.sheet.place("指摘一覧", heading, parts.sheet.rows[0].row)


def test_a_sheet_that_is_older_than_the_last_one_is_refused(seeded: Path, tmp_path: Path) -> None:
    path = typed(seeded, tmp_path / "a.xlsx", {})
    (tmp_path / TAKEN).parent.mkdir()
    (tmp_path / TAKEN).write_text(json.dumps({"run": "2999-01-01T00:00:00+09:00"}), encoding="utf-8")

    with pytest.raises(ProjectError, match="より古い表です"):
        load(seeded, path, folder=tmp_path)

    (tmp_path / TAKEN).write_text(json.dumps({"reconciliation": "2999-01-01T00:00:00+09:00"}), encoding="utf-8")
    assert load(seeded, path, folder=tmp_path).decisions.rows


def test_each_kind_of_run_takes_in_its_own(seeded: Path, tmp_path: Path) -> None:
    sheet, waivers = typed(seeded, tmp_path / "a.xlsx", {}), tmp_path / "waivers.yaml"
    waivers.write_text(WAIVERS, encoding="utf-8")

    one, other = load(seeded, sheet, waivers), load(seeded, sheet, waivers, reconciliation=True)

    assert [w.rule for w in one.waivers] == ["V04"]
    assert [w.rule for w in other.waivers] == ["M03"]
    assert one.decisions.rows
    assert not other.decisions.rows


def test_nothing_was_decided(seeded: Path) -> None:
    assert load(seeded) == Decided()


def test_a_sheet_that_was_given_to_a_run_of_the_other_kind_is_refused(seeded: Path, tmp_path: Path) -> None:
    path = typed(seeded, tmp_path / "a.xlsx", {})

    with pytest.raises(ProjectError, match="検証の課題管理表") as caught:
        load(seeded, given=[path], reconciliation=True)

    assert (caught.value.place, "verify --decisions" in (caught.value.hint or "")) == ("a.xlsx", True)
    assert load(seeded, given=[path]).decisions.rows
