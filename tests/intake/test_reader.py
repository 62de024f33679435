"""One file from bytes to batches: what is read, what is said, and that every byte is accounted for."""

from __future__ import annotations

import gzip
import hashlib
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chukan.agreement import Agreement
from chukan.errors import AgreementError, Bug, InputError
from chukan.intake.batch import Account
from chukan.intake.reader import open_file
from chukan.intake.records.rules import LARGEST
from chukan.layouts.model import Layout

Reading = Callable[..., Any]

AGREED = {
    "format": "csv",
    "encoding": "cp932",
    "newline": "crlf",
    "delimiter": ",",
    "quoting": "minimal",
    "header": True,
    "length_unit": "chars",
    "dates": "yyyymmdd",
}
CLEAN = "番号,氏名,生年月日\r\n0001,山田　太郎,19800101\r\n0002,髙﨑　花子,20201231\r\n"


def test_a_clean_file(read: Reading, person: Layout) -> None:
    found = read(CLEAN, person, **AGREED)

    assert found.rows == [("0001", "山田　太郎", "19800101"), ("0002", "髙﨑　花子", "20201231")]
    assert found.records == [1, 2]
    assert found.lines == [2, 3]
    assert found.anomalies == []
    assert found.sha256 == hashlib.sha256(CLEAN.encode("cp932")).hexdigest()
    assert found.facts.undecided == ()
    assert found.facts.columns == ("番号", "氏名", "生年月日")


def test_the_account_tells_every_byte(read: Reading) -> None:
    data = "k,v\r\n1,a\r\n\r\n1,2,3\r\n \r\n2,b\r\n".encode("ascii") + b"\x1a"

    account = read(b"\xef\xbb\xbf" + data, encoding="utf-8-sig", newline="crlf").account

    assert account == Account(
        total_bytes=len(data) + 3,
        read_bytes=6,
        rejected_bytes=5,
        newline_bytes=12,
        bom_bytes=3,
        header_bytes=3,
        end_bytes=1,
        blank_bytes=1,
        read_records=2,
        rejected_records=1,
        total_records=3,
    )


def test_an_account_that_does_not_add_up_is_a_bug() -> None:
    with pytest.raises(Bug, match="収支"):
        Account(total_bytes=1).check()
    with pytest.raises(Bug):
        Account(read_records=1).check()


def test_bytes_that_mean_nothing_cost_one_value(read: Reading) -> None:
    data = "k,v\r\n1,山田\r\n".encode("cp932") + b"2,\x8eR\x93\r\n3,\xfdz\r\n"

    found = read(data, encoding="cp932", newline="crlf")

    assert found.rows == [("1", "山田"), ("2", "山\U000f0093"), ("3", "\U000f00fdz")]
    assert found.damaged == [(2, "v"), (3, "v")]
    first, second = found.of("F03")
    assert (first.record, first.line, first.item, first.offset, first.raw) == (2, 3, "v", 17, b"\x93")
    assert (second.record, second.offset, second.raw) == (3, 22, b"\xfd")
    assert data[17:18] == b"\x93"
    assert data[22:23] == b"\xfd"
    assert "93" in first.message


@pytest.mark.parametrize("silent", [b"\x80", b"\xa0", b"\xfd", b"\xfe", b"\xff"])
def test_what_cp932_lets_pass_in_silence_is_found(read: Reading, silent: bytes) -> None:
    found = read(b"k,v\r\n1,\x8eR" + silent + b"\x93\x63\r\n", encoding="cp932")

    (anomaly,) = found.of("F03")
    assert anomaly.raw == silent
    assert anomaly.offset == 9
    assert found.rows == [("1", f"山{chr(0xF0000 + silent[0])}田")]


def test_a_half_character_does_not_swallow_the_delimiter(read: Reading) -> None:
    found = read(b"k,v,w\r\n1,\x93,z\r\n", encoding="cp932")

    assert found.rows == [("1", "\U000f0093", "z")]


def test_records_of_another_width_are_kept_byte_for_byte(read: Reading) -> None:
    found = read('k,v\r\n1,a\r\n1,2,"x"\r\nonly\r\n2,b\r\n', encoding="cp932")

    assert found.rows == [("1", "a"), ("2", "b")]
    assert found.records == [1, 4]
    assert [(r.record, r.line, r.offset, r.raw) for r in found.rejected] == [
        (2, 3, 10, b'1,2,"x"'),
        (3, 4, 19, b"only"),
    ]
    long, short = found.of("F07")
    assert "3" in long.message
    assert "7 バイト" in long.message
    assert (short.record, short.line, short.offset) == (3, 4, 19)


def test_an_extra_delimiter_on_every_record_is_said_once(read: Reading) -> None:
    for header in ("k,v\r\n", "k,v,\r\n"):
        found = read(header + "1,a,\r\n2,b,\r\n", encoding="cp932", newline="crlf")

        assert found.rows == [("1", "a"), ("2", "b")]
        (anomaly,) = found.of("F07")
        assert (anomaly.severity, anomaly.count) == ("warning", 2)


def test_text_behind_an_extra_delimiter_is_not_dropped(read: Reading) -> None:
    found = read("k,v\r\n1,a,\r\n2,b,\r\n3,c,x\r\n4,d\r\n", encoding="cp932")

    assert found.rows == [("1", "a"), ("2", "b"), ("4", "d")]
    assert [r.raw for r in found.rejected] == [b"3,c,x"]


@pytest.mark.parametrize(
    ("data", "rules"),
    [
        (b"", ["F02"]),
        (b"\xef\xbb\xbf", ["F03", "F02"]),
        (b"\x1a", ["F02", "F05"]),
        (b"\r\n", ["F02", "F07"]),
    ],
)
def test_an_empty_file(read: Reading, person: Layout, data: bytes, rules: list[str]) -> None:
    found = read(data, person, **AGREED)

    assert found.rules == rules
    assert found.of("F02")[0].severity == "error"


def test_a_header_without_records(read: Reading, person: Layout) -> None:
    found = read("番号,氏名,生年月日\r\n", person, **AGREED)

    assert [(a.rule, a.severity) for a in found.anomalies] == [("F02", "warning")]


@pytest.mark.parametrize(
    ("data", "count", "text"),
    [
        (b"k,v\r\n1,a\r\n2,b\n", 1, "混ざって"),
        (b"k,v\n1,a\n2,b\n", 3, "LF"),
        (b"k,v\r1,a\r2,b\r", 3, "CR"),
        (b"k,v\r\n1,a\r\n2,b", 1, "最後"),
    ],
)
def test_newlines_other_than_agreed(read: Reading, data: bytes, count: int, text: str) -> None:
    found = read(data, encoding="cp932", newline="crlf")

    (anomaly,) = found.anomalies
    assert (anomaly.rule, anomaly.severity, anomaly.count) == ("F04", "warning", count)
    assert text in anomaly.message
    assert found.rows == [("1", "a"), ("2", "b")]


def test_where_newlines_begin_to_differ(read: Reading) -> None:
    data = b"k,v\r\n" + b"1,a\r\n" * 50 + b"2,b\n" + b"1,a\r\n" * 50

    for block_size in (7, 1 << 20):
        (anomaly,) = read(data, encoding="cp932", newline="crlf", block_size=block_size).anomalies
        assert (anomaly.line, anomaly.count) == (52, 1)


def test_nul_inside_and_at_the_end(read: Reading) -> None:
    found = read(b"k,v\r\n1,a\x00b\x01\r\n2,\x1bx\r\n\x1a\x00\x00", encoding="cp932", newline="crlf")

    assert found.rows == [("1", "a\x00b\x01"), ("2", "\x1bx")]
    inside, escape, end = found.of("F05")
    assert (inside.severity, inside.record, inside.item, inside.offset, inside.raw) == ("error", 1, "v", 8, b"\x00\x01")
    assert (escape.severity, escape.record) == ("error", 2)
    assert (end.severity, end.line) == ("warning", 4)
    assert "3 バイト" in end.message
    assert found.account.end_bytes == 3


def test_many_anomalies_of_a_kind_are_counted_not_listed(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(b"k,v\r\n" + b"1,\x93\r\n" * 500 + b"1\r\n" * 300)

    reader = open_file(path, None, Agreement(encoding="cp932"), keep=10)
    anomalies = [anomaly for batch in reader for anomaly in batch.anomalies]

    assert sum(a.count for a in anomalies if a.rule == "F03") == 500
    assert sum(a.count for a in anomalies if a.rule == "F07") == 300
    assert len(anomalies) == 22


def test_a_byte_order_mark_that_was_not_agreed_on(read: Reading) -> None:
    found = read(b"\xef\xbb\xbfk,v\r\n1,\xe5\xb1\xb1\r\n", encoding="utf-8")

    (anomaly,) = found.of("F03")
    assert (anomaly.offset, anomaly.raw) == (0, b"\xef\xbb\xbf")
    assert found.rows == [("1", "山")]
    assert found.facts.bom
    assert found.facts.encoding == "utf-8"


def test_utf_16_where_cp932_is_agreed(read: Reading, person: Layout) -> None:
    found = read(CLEAN.encode("utf-16"), person, **AGREED)

    assert found.rows == [("0001", "山田　太郎", "19800101"), ("0002", "髙﨑　花子", "20201231")]
    (anomaly,) = found.anomalies
    assert anomaly.rule == "F03"
    assert "UTF-16LE" in anomaly.message
    assert found.account.bom_bytes == 2
    assert found.account.total_bytes == len(CLEAN.encode("utf-16"))


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


def test_what_is_not_agreed_is_detected_and_named(read: Reading, person: Layout) -> None:
    found = read(CLEAN.replace("19800101", "1980/01/01").replace("20201231", "2020/12/31"), person)

    facts = found.facts
    assert (facts.encoding, facts.newline, facts.delimiter, facts.header, facts.dates) == (
        "cp932",
        "crlf",
        ",",
        True,
        "yyyy/mm/dd",
    )
    assert facts.undecided == (
        "format",
        "encoding",
        "newline",
        "delimiter",
        "quoting",
        "header",
        "length_unit",
        "dates",
    )
    assert 0 < facts.encoding_confidence < 1


def test_a_delimiter_other_than_agreed(read: Reading, person: Layout) -> None:
    found = read(CLEAN.replace(",", "\t"), person, **AGREED)

    assert found.rows[0] == ("0001", "山田　太郎", "19800101")
    assert found.rules == ["F07"]
    assert "タブ" in found.anomalies[0].message


@pytest.mark.parametrize("delimiter", ["|", "\\", "^"])
def test_a_delimiter_that_may_be_half_of_a_character(read: Reading, delimiter: str) -> None:
    text = f"番号{delimiter}氏名\r\n1{delimiter}ポ表ソ能－\r\n2{delimiter}予\r\n"

    found = read(text, encoding="cp932", delimiter=delimiter, newline="crlf")

    assert found.rows == [("1", "ポ表ソ能－"), ("2", "予")]
    assert found.anomalies == []


def test_offsets_are_the_files_when_the_delimiter_is_a_pipe(read: Reading) -> None:
    data = "k|v\r\n1|ポ\r\n".encode("cp932") + b"2|\x85|\r\n3\r\n"

    found = read(data, encoding="cp932", delimiter="|")

    assert [(r.offset, r.raw) for r in found.rejected] == [(11, b"2|\x85|"), (17, b"3")]


def test_delimiters_that_are_no_ascii_are_refused(read: Reading) -> None:
    with pytest.raises(AgreementError, match="使えません"):
        read("k、v\r\n", delimiter="、")


def test_a_record_as_large_as_any(read: Reading) -> None:
    big = "あ" * ((LARGEST - 2) // 2)

    found = read(f"k,v\r\n1,{big}\r\n2,b\r\n", encoding="cp932", block_size=1 << 16)

    assert found.rows[0][1] == big
    assert found.rows[1] == ("2", "b")


def test_what_is_larger_than_the_largest_record_is_rejected_in_pieces(
    read: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chukan.intake.records.delimited.LARGEST", 100)

    for block_size in (10, 1000):
        found = read(b"k,v\r\n1,a\r\n" + b"x" * 250 + b"\r\n2,b\r\n", encoding="cp932", block_size=block_size)

        assert found.rows == [("1", "a"), ("2", "b")]
        assert [len(r.raw) for r in found.rejected] == [100, 100, 50]


def test_progress_tells_the_bytes_so_far(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(b"k,v\r\n" + b"1,a\r\n" * 100)
    told: list[int] = []

    reader = open_file(path, None, Agreement(), block_size=100, progress=told.append)
    list(reader)

    assert told == sorted(told)
    assert told[-1] == 505
    assert len(told) > 3


def test_blocks_may_be_parsed_elsewhere_and_in_any_order(tmp_path: Path, person: Layout) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(("番号,氏名,生年月日\r\n" + "0001,\ue000山,19800101\r\nx\r\n" * 50).encode("cp932"))
    here = open_file(path, person, Agreement.model_validate(AGREED), block_size=64)
    whole = list(here)
    there = open_file(path, person, Agreement.model_validate(AGREED), block_size=64)

    plan = pickle.loads(pickle.dumps(there.plan))  # noqa: S301 - our own
    batches = [plan.parse(pickle.loads(pickle.dumps(block))) for block in there.blocks()]  # noqa: S301
    for batch in reversed(batches):
        there.absorb(batch.summary)

    assert [b.table.to_pydict() for b in batches] == [b.table.to_pydict() for b in whole]
    assert [b.records.to_pylist() for b in batches] == [b.records.to_pylist() for b in whole]
    assert there.account == here.account
    assert there.gaiji == here.gaiji
    assert there.anomalies == here.anomalies
    there.account.check()


def test_no_message_holds_a_value(read: Reading, person: Layout) -> None:
    secret = "ひみつ"  # noqa: S105 - a name, not a password
    data = f'番号,氏名,生年月日\r\n{secret},{secret}\r\n"{secret},{secret},1\r\n{secret}"{secret},1,2\r\n'.encode(
        "cp932"
    )

    found = read(data + b"1,\x00\x93,3\r\n", person, **AGREED)

    assert {"F03", "F05", "F07", "F08"} <= set(found.rules)
    assert not any(secret in anomaly.message for anomaly in found.anomalies)


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


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_a_block_of_a_plain_file_travels_as_a_place(tmp_path: Path, bom: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(bom + b"a,b\r\n" + "あ,い\r\n".encode() * 1000)
    reader = open_file(path, None, Agreement(encoding="utf-8"), block_size=2000)
    blocks = list(reader.blocks())
    there = [pickle.loads(pickle.dumps(block)) for block in blocks]  # noqa: S301 - our own

    assert [block.raw for block in there] == [block.raw for block in blocks]
    assert all(block.raw not in pickle.dumps(block) for block in blocks)
    path.write_bytes(path.read_bytes()[:3000])
    with pytest.raises(InputError, match="書き換えられました"):
        pickle.loads(pickle.dumps(blocks[-1]))  # noqa: S301 - our own


def test_a_block_of_a_packed_file_travels_with_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\r\n" + b"1,2\r\n" * 100))
    (block,) = open_file(path, None, Agreement()).blocks()

    assert pickle.loads(pickle.dumps(block)).raw == block.raw  # noqa: S301 - our own
