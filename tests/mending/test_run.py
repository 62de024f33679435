"""The copy, its log and its note: together or not at all, and never over what is read."""

from __future__ import annotations

import hashlib
import json
import stat
import sys
from pathlib import Path

import pytest

from chukan.errors import ChukanError, InputError, OutputError, UsageError
from chukan.layouts.library import Library
from chukan.layouts.model import Layout
from chukan.mending import run
from chukan.mending.run import mend
from chukan.verification.mended import note_path

from .conftest import GOOD, Mend, agreed, file_of


def test_the_note_has_both_digests_and_the_account_closes(mended: Mend, tmp_path: Path) -> None:
    data = file_of(GOOD, (*GOOD[:5], " x"), ("壊れた",))
    note, copy, log = mended(data, "V09")
    assert note.source_sha256 == hashlib.sha256(data).hexdigest()
    assert note.sha256 == hashlib.sha256(copy).hexdigest()
    assert note.log_sha256 == hashlib.sha256((tmp_path / note.log).read_bytes()).hexdigest()
    assert (note.bytes, note.source_bytes) == (len(copy), len(data))
    assert (note.records_read, note.records_rejected, note.changed_records) == (2, 1, 1)
    assert json.loads(note_path(tmp_path / "copy.csv").read_text(encoding="utf-8"))["rules"] == ["V09"]
    assert len(log.splitlines()) == 2


def test_without_being_asked_the_log_shows_no_value(layout: Layout, tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_bytes(file_of((GOOD[0], "山田 太郎", *GOOD[2:])))
    mend(source, layout, agreed(), ["V09"], tmp_path / "b.csv", tmp_path / "log.csv")
    text = (tmp_path / "log.csv").read_text(encoding="utf-8-sig")
    assert "山田" not in text
    assert "漢漢 漢漢,漢漢□漢漢" in text


def test_個人番号_is_never_shown(tmp_path: Path) -> None:
    layout = Library().layout("resident_register/person")
    source = tmp_path / "a.csv"
    cells = dict.fromkeys(layout.names, "")
    cells["個人番号"] = "１２３４５６７８９０１８"
    source.write_bytes(("\r\n".join([",".join(cells), ",".join(cells.values()), ""])).encode("cp932"))
    note = mend(source, layout, agreed(), ["V02"], tmp_path / "b.csv", tmp_path / "log.csv", show_values=True)
    assert any(count.item == "個人番号" and count.mended == 1 for count in note.counts)
    text = (tmp_path / "log.csv").read_text(encoding="utf-8-sig")
    assert "123456789018" not in text
    assert "１２３４" not in text


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
    monkeypatch.setattr(run, "prove", lambda **_: (_ for _ in ()).throw(ChukanError("止まった")))
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


def test_items_that_are_not_written_as_they_are_read_stay(layout: Layout, tmp_path: Path) -> None:
    source, copy = tmp_path / "a.csv", tmp_path / "b.csv"
    source.write_bytes(file_of((*GOOD[:3], "5050401", *GOOD[4:]), (*GOOD[:3], "R5.4.1", *GOOD[4:])))
    mend(source, layout, agreed(dates="gyymmdd"), ["V05,V09"], copy)
    assert copy.read_bytes() == source.read_bytes()


def test_an_empty_file_and_one_of_a_header_only(layout: Layout, tmp_path: Path) -> None:
    for data in (file_of(), file_of()[:-2]):
        source, copy = tmp_path / "a.csv", tmp_path / "b.csv"
        source.write_bytes(data)
        note = mend(source, layout, agreed(), ["F04,V09"], copy)
        assert copy.read_bytes() == data
        assert note.records_read == 0


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
