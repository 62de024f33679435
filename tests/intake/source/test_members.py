"""The files that a name means."""

from __future__ import annotations

import zipfile
from pathlib import Path

from chukan.intake.source.members import files_of, hidden_in, parts_of, visible_in


def test_a_folder_is_its_files_in_order_without_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.csv", "a/c.csv", ".hidden.csv", ".git/x.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"k\n1\n")

    assert [Path(f).relative_to(tmp_path).as_posix() for f in files_of(str(tmp_path))] == ["a/c.csv", "b.csv"]
    assert [p.relative_to(tmp_path).as_posix() for p in visible_in(tmp_path)] == ["a/c.csv", "b.csv"]
    assert [p.relative_to(tmp_path).as_posix() for p in hidden_in(tmp_path)] == [".git/x.csv", ".hidden.csv"]


def test_an_archive_is_its_members_where_there_are_several(tmp_path: Path) -> None:
    for name, members in (("one.zip", ["a.csv"]), ("two.zip", ["a.csv", "b.csv"])):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for member in members:
                archive.writestr(member, b"k\n1\n")

    assert parts_of(str(tmp_path / "one.zip")) == [str(tmp_path / "one.zip")]
    assert [Path(p).name for p in parts_of(str(tmp_path / "two.zip"))] == ["a.csv", "b.csv"]


def test_a_workbook_is_its_sheets_where_there_are_several_and_none_is_named(book: Path) -> None:
    assert parts_of(str(book)) == [f"{book}#住民", f"{book}#空"]
    assert parts_of(f"{book}#住民") == [f"{book}#住民"]


def test_what_is_not_there_or_elsewhere_is_left_to_who_opens_it(tmp_path: Path) -> None:
    assert files_of(str(tmp_path / "none.csv")) == [str(tmp_path / "none.csv")]
    assert files_of("s3://bucket/folder") == ["s3://bucket/folder"]
