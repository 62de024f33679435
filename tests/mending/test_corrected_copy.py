"""The corrected copy: what is written, what is logged, what the note says."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from chukan.layouts.library import Library
from chukan.layouts.model import Layout
from chukan.mending.run import mend
from chukan.verification.mended import note_path

from .conftest import GOOD, Mend, agreed, file_of, left


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


def test_what_cannot_be_mended_is_counted_as_left(mended: Mend) -> None:
    """A record that can't be read passes through as it was, and the note says how many there are."""
    note, copy, _ = mended(file_of((*GOOD[:5], " x"), ("壊れた",), GOOD), "V09", "V05")

    assert "壊れた\r\n".encode("cp932") in copy
    assert left(note)["V09", "備考"] == (1, 0)
    assert (note.records_read, note.records_rejected) == (2, 1)


def test_the_size_of_blocks_changes_nothing(mended: Mend) -> None:
    data = file_of(*((f"{n}", *GOOD[1:5], " x") for n in range(50)))

    whole, pieces = (mended(data, "V09", block_size=size) for size in (8 << 20, 200))

    assert whole[1:] == pieces[1:]
    assert (whole[0].counts, whole[0].sha256) == (pieces[0].counts, pieces[0].sha256)
