"""What a folder holds: nothing of it is missed in silence."""

from __future__ import annotations

import os
import sys
import tempfile
import zipfile
from pathlib import Path

import pytest

from chukan.errors import InputError
from chukan.intake.source.members import files_of, hidden_in, parts_of, visible_in
from chukan.intake.source.open_source import Source


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_links_of_a_folder_are_listed_and_refused_by_name(tmp_path: Path) -> None:
    inside = tmp_path / "town"
    (inside / "below").mkdir(parents=True)
    (inside / "below" / "a.csv").write_text("1\n", encoding="ascii")
    (inside / "nowhere.csv").symlink_to("missing.csv")
    (inside / "circle.csv").symlink_to("circle.csv")
    (inside / "folder.csv").symlink_to(tmp_path)

    found = visible_in(inside)

    assert [path.name for path in found] == ["a.csv", "circle.csv", "folder.csv", "nowhere.csv"]
    for path in found[1:]:
        with pytest.raises(InputError) as e:
            Source.of(path).head(10)
        assert e.value.place == str(path)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root may become somebody else and back")
def test_a_folder_that_may_not_be_looked_into_is_an_error() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        (closed := Path(folder, "below")).mkdir(mode=0o700)
        (closed / "a.csv").touch()
        os.seteuid(65534)
        try:
            with pytest.raises(InputError, match="権限") as e:
                files_of(folder)
        finally:
            os.seteuid(0)
    assert e.value.place == str(closed)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root may become somebody else and back")
@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz", "a.zip", "a.zip/b.csv", "a.xlsx"])
def test_a_file_in_a_folder_that_may_not_be_looked_into(name: str) -> None:
    """One such file of a project is F01 of that file, and the others are still checked."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0)
        os.seteuid(65534)
        try:
            source = Source.of(Path(folder, name))
            with pytest.raises(InputError) as e:
                source.head(10) if source.state() is None else None
        finally:
            os.seteuid(0)
    assert "権限" in e.value.message or "ありません" in e.value.message


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


def test_a_damaged_file_of_a_folder_hides_none_of_the_others(tmp_path: Path) -> None:
    for name in ("a.csv", "broken.xls", "broken.zip", "c.csv"):
        (tmp_path / name).write_bytes(b"k\n1\n")

    assert [Path(f).name for f in files_of(str(tmp_path))] == ["a.csv", "broken.xls", "broken.zip", "c.csv"]
    with pytest.raises(InputError):
        files_of(str(tmp_path / "broken.zip"))
