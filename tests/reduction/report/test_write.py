"""What a reduction leaves in a folder."""

from __future__ import annotations

from pathlib import Path

import yaml
from tests.reduction.conftest import run

from chukan.layouts.library import Library


def test_a_run_without_a_split_leaves_no_earlier_split_behind(two: Path, library: Library, tmp_path: Path) -> None:
    """It would be taken for the split of the decisions that the new report shows."""
    document = yaml.safe_load(two.read_text(encoding="utf-8"))
    document["reduction"]["juhyo_boundary_date"] = "2014-06-20"
    two.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    out = tmp_path / "out"
    run(two, library, out=out, split=True)
    note = out / "migrate" / "メモ.txt"
    note.write_text("担当の覚え", encoding="utf-8")

    run(two, library, out=out)

    reports = {"reduction.json", "reduction.html", "reduction.xlsx", "reduction.docx"}
    assert {p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()} == {*reports, "migrate/メモ.txt"}
