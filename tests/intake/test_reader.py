"""One file from bytes to batches: what is read, what is said, and that every byte is accounted for."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.intake.conftest import AGREED, CLEAN

from chukan.agreement import Agreement
from chukan.errors import InputError
from chukan.intake.reader import open_file
from chukan.layouts.model import Layout

Reading = Callable[..., Any]


def test_a_clean_file(read: Reading, person: Layout) -> None:
    found = read(CLEAN, person, **AGREED)

    assert found.rows == [("0001", "山田　太郎", "19800101"), ("0002", "髙﨑　花子", "20201231")]
    assert found.records == [1, 2]
    assert found.lines == [2, 3]
    assert found.anomalies == []
    assert found.sha256 == hashlib.sha256(CLEAN.encode("cp932")).hexdigest()
    assert found.facts.undecided == ()
    assert found.facts.columns == ("番号", "氏名", "生年月日")


@pytest.mark.parametrize("agreed", ["utf-16", "utf-16le", "utf-16be"])
def test_utf_16_as_agreed(read: Reading, person: Layout, agreed: str) -> None:
    found = read(CLEAN.encode(agreed), person, **{**AGREED, "encoding": agreed})

    assert found.anomalies == []
    assert found.rows[1][1] == "髙﨑　花子"


def test_utf_16_is_told_in_the_files_own_offsets(read: Reading) -> None:
    data = "k,v\r\n1,山\r\n".encode("utf-16le") + b"2\x00,\x00\x00\xd8\r\x00\n\x003\x00\r\x00\n\x00"

    found = read(data, encoding="utf-16le")

    damage = found.of("F03")[0]
    assert damage.raw == b"\x00\xd8"
    assert damage.offset is not None
    assert data[damage.offset : damage.offset + 2] == b"\x00\xd8"
    (rejected,) = found.rejected
    assert rejected.raw == b"3\x00"
    assert data[rejected.offset : rejected.offset + 2] == b"3\x00"


def test_utf_8_where_cp932_is_agreed_is_read_as_utf_8(read: Reading, person: Layout) -> None:
    found = read(CLEAN.encode(), person, **AGREED)

    assert found.rows[0][1] == "山田　太郎"
    assert [(a.rule, a.severity) for a in found.anomalies] == [("F03", "error")]
    assert found.facts.encoding == "utf-8"


def test_cp932_where_utf_8_is_agreed_is_read_as_cp932(read: Reading, person: Layout) -> None:
    found = read(CLEAN.encode("cp932"), person, **{**AGREED, "encoding": "utf-8"})

    assert found.rows[1][1] == "髙﨑　花子"
    assert found.rules == ["F03"]


def test_the_agreed_encoding_is_believed_in_spite_of_damage(read: Reading, person: Layout) -> None:
    damaged = CLEAN.encode("cp932").replace("花".encode("cp932"), b"\x89\x20")

    found = read(damaged, person, **AGREED)

    assert found.facts.encoding == "cp932"
    assert found.damaged == [(2, "氏名")]


def test_what_is_no_shift_jis_is_found_where_it_stands(read: Reading, person: Layout) -> None:
    found = read(CLEAN.encode("cp932"), person, **{**AGREED, "encoding": "shift_jis"})

    assert found.damaged == [(2, "氏名")]
    assert found.facts.encoding == "shift_jis"


@pytest.mark.parametrize("encoding", ["cp932", "shift_jis", "shift_jis_2004", "euc_jp", "utf-8"])
def test_each_encoding(read: Reading, person: Layout, encoding: str) -> None:
    text = "番号,氏名,生年月日\r\n0001,表ソ　能,19800101\r\n0002,ｱﾎﾟ,20201231\r\n"

    found = read(text.encode(encoding), person, **{**AGREED, "encoding": encoding})

    assert found.rows == [("0001", "表ソ　能", "19800101"), ("0002", "ｱﾎﾟ", "20201231")]
    assert found.anomalies == []


def test_progress_tells_the_bytes_so_far(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(b"k,v\r\n" + b"1,a\r\n" * 100)
    told: list[int] = []

    reader = open_file(path, None, Agreement(), block_size=100, progress=told.append)
    list(reader)

    assert told == sorted(told)
    assert told[-1] == 505
    assert len(told) > 3


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="ありません") as caught:
        open_file(tmp_path / "no.csv", None, Agreement())

    assert caught.value.hint


def test_a_file_that_grows_while_it_is_read_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\r\n" + b"1,2\r\n" * 100)
    reader = open_file(path, None, Agreement(), block_size=100)
    blocks = list(reader.blocks())
    reader.check_unchanged()

    path.write_bytes(path.read_bytes() + b"3,4\r\n")

    with pytest.raises(InputError, match="書き換えられました"):
        reader.check_unchanged()
    assert len(blocks) > 1


def test_iterated_a_file_is_what_its_blocks_are_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        "番号,名称\r\n".encode() + b"".join(f"{n},名{n}\r\n".encode() for n in range(500)) + b"1,\xff\r\n3\r\n"
    )
    reader, other = (open_file(path, None, Agreement(encoding="utf-8", header=True), block_size=400) for _ in range(2))

    iterated = list(reader)
    one_by_one = []
    for block in other.blocks():
        one_by_one.append(other.plan.parse(block))
        other.absorb(one_by_one[-1].summary)

    assert len(iterated) > 10
    assert [b.table.to_pydict() for b in iterated] == [b.table.to_pydict() for b in one_by_one]
    assert [b.anomalies for b in iterated] == [b.anomalies for b in one_by_one]
    assert (reader.account, reader.sha256, reader.counts) == (other.account, other.sha256, other.counts)


def test_who_stops_after_the_first_batch_leaves_nothing_running(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("番号\r\n".encode() + b"1\r\n" * 500)
    batches = iter(open_file(path, None, Agreement(encoding="utf-8", header=True), block_size=100))

    next(batches)
    next(batches)
    batches.close()  # type: ignore[attr-defined]

    assert not [thread for thread in threading.enumerate() if "ThreadPoolExecutor" in thread.name]
