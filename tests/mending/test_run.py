"""The copy, its log and its note: together or not at all, and never over what is read."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from chukan.errors import ChukanError, InputError, OutputError, UsageError
from chukan.layouts.library import Library
from chukan.layouts.model import Layout
from chukan.mending import corrected_copy
from chukan.mending.run import mend
from chukan.verification.mended import note_path

from .conftest import GOOD, agreed, file_of


def test_the_file_itself_is_never_written(layout: Layout, tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_bytes(file_of(GOOD))
    for out, log in ((source, tmp_path / "log.csv"), (tmp_path / "b.csv", source)):
        with pytest.raises(OutputError, match="元のファイルには書きません"):
            mend(source, layout, agreed(), ["V09"], out, log)
    with pytest.raises(UsageError, match="同じファイル"):
        mend(source, layout, agreed(), ["V09"], tmp_path / "b.csv", tmp_path / "b.csv")
    assert [*tmp_path.iterdir()] == [source]


def test_a_failure_leaves_nothing(layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "a.csv"
    source.write_bytes(file_of(GOOD))
    monkeypatch.setattr(corrected_copy, "prove", lambda **_: (_ for _ in ()).throw(ChukanError("止まった")))
    with pytest.raises(ChukanError):
        mend(source, layout, agreed(), ["V09"], tmp_path / "b.csv")
    assert [*tmp_path.iterdir()] == [source]


def test_a_file_of_another_layout_is_not_touched(tmp_path: Path) -> None:
    library = Library()
    household, person = (library.layout(f"resident_register/{name}") for name in ("household", "person"))
    source = tmp_path / "a.csv"
    source.write_bytes((",".join(person.names) + "\r\n" + "," * (len(person.names) - 1) + "\r\n").encode("cp932"))
    with pytest.raises(InputError, match="resident_register/person"):
        mend(source, household, agreed(), ["V09"], tmp_path / "b.csv", others=lambda: library.siblings(household))
    assert [*tmp_path.iterdir()] == [source]


def test_only_an_earlier_copy_as_it_was_made_gives_way(layout: Layout, tmp_path: Path) -> None:
    source, copy, log = tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "log.csv"
    source.write_bytes(file_of((*GOOD[:5], " x")))
    mend(source, layout, agreed(), ["F04"], copy, log)
    mend(source, layout, agreed(), ["V09"], copy, log)
    made = {path: path.read_bytes() for path in tmp_path.iterdir()}
    assert copy.read_bytes() != source.read_bytes()
    for touched in (copy, log, note_path(copy)):
        touched.write_bytes(b"work of somebody")
        with pytest.raises(OutputError, match="上書きしない"):
            mend(source, layout, agreed(), ["V09"], copy, log)
        assert touched.read_bytes() == b"work of somebody"
        touched.write_bytes(made[touched])
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == made


def test_no_other_file_is_overwritten(layout: Layout, tmp_path: Path) -> None:
    source, other = tmp_path / "a.csv", tmp_path / "other.csv"
    for path in (source, other):
        path.write_bytes(file_of((*GOOD[:5], " x")))
    for out, log in ((other, None), (tmp_path / "b.csv", other)):
        with pytest.raises(OutputError, match="上書きしない"):
            mend(source, layout, agreed(), ["V09"], out, log)
    assert other.read_bytes() == source.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "other.csv"]


def test_copy_and_log_under_two_names_of_one_place(layout: Layout, tmp_path: Path) -> None:
    source, folder = tmp_path / "a.csv", tmp_path / "folder"
    source.write_bytes(file_of(GOOD))
    folder.mkdir()
    (tmp_path / "link").symlink_to(folder)
    for log in (tmp_path / "link" / "b.csv", tmp_path / "link" / ".." / "folder" / "b.csv"):
        with pytest.raises(UsageError, match="同じファイル"):
            mend(source, layout, agreed(), ["V09"], folder / "b.csv", log)
    assert [*folder.iterdir()] == []


@pytest.mark.parametrize("name", ["b.zip", "b.XLSX", "b.csv.gz"])
def test_a_copy_is_never_called_an_archive_or_a_workbook(layout: Layout, tmp_path: Path, name: str) -> None:
    source = tmp_path / "a.csv"
    source.write_bytes(file_of(GOOD))
    with pytest.raises(UsageError, match="テキストで書きます"):
        mend(source, layout, agreed(), ["V09"], tmp_path / name)
    assert [*tmp_path.iterdir()] == [source]


def test_where_one_of_the_three_cannot_be_placed_all_are_as_they_were(
    layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, copy = tmp_path / "a.csv", tmp_path / "b.csv"
    source.write_bytes(file_of((*GOOD[:5], " x")))
    mend(source, layout, agreed(), ["F04"], copy)
    made = {path: path.read_bytes() for path in tmp_path.iterdir()}
    replaced = Path.replace

    def refuse(path: Path, target: Path) -> Path:
        if path.name == "new" and Path(target) == note_path(copy):
            raise PermissionError(13, "in use")
        return replaced(path, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match="書けません"):
        mend(source, layout, agreed(), ["V09"], copy)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == made


def test_nothing_is_written_behind_a_folder_that_is_missing(layout: Layout, tmp_path: Path) -> None:
    """``missing/../a.csv`` is the delivered file itself as soon as the folder is made."""
    source = tmp_path / "a.csv"
    source.write_bytes(file_of((*GOOD[:5], " x")))
    before = source.read_bytes()
    with pytest.raises(OutputError, match="行き先が決まりません"):
        mend(source, layout, agreed(), ["V09"], tmp_path / "missing" / ".." / "a.csv")

    assert source.read_bytes() == before
    assert [*tmp_path.iterdir()] == [source]


@pytest.mark.skipif(sys.platform == "win32", reason="rights of another kind")
def test_the_copy_is_its_owner_s(layout: Layout, tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_bytes(file_of(GOOD))
    mend(source, layout, agreed(), ["V09"], tmp_path / "b.csv", tmp_path / "log.csv")

    assert {p.name: stat.S_IMODE(p.stat().st_mode) for p in tmp_path.iterdir() if p != source} == dict.fromkeys(
        ("b.csv", "log.csv", "b.csv.mended.json"), 0o600
    )
