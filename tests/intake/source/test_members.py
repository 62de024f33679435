"""What a folder holds: nothing of it is missed in silence."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import pytest

from chukan.errors import InputError
from chukan.intake.source.members import files_of, visible_in
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
