"""Any bytes at all, cut anywhere, read the same; and as a slow, obvious reader reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from chukan.agreement import Agreement
from chukan.intake.batch import Anomaly
from chukan.intake.reader import open_file

from .slow_characters import marked

#: A header, and so many sound records that damage never makes another encoding or form the likelier one.
HEADER = (
    "宛名番号と履歴番号,氏名のふりがなと漢字の表記,異動の事由と届出の年月日\r\n".encode("cp932") + b"x,y,z\r\n" * 41
)
WIDTH = 3

#: What a damaged file is made of.
TOKENS = (
    b"a",
    b"1",
    b",",
    b",",
    b'"',
    b'"',
    b'""',
    b"\r\n",
    b"\r\n",
    b"\n",
    b"\r",
    b" ",
    "あ".encode("cp932"),
    "ポ".encode("cp932"),
    b"\x93",
    b"\x80",
    b"\x00",
    b"\x1a",
    b"a,b,c\r\n",
    b'"a","b","c"\r\n',
    b'"a\r\nb",c,d\r\n',
    b'a,"b,c\r\n',
    b"\xef\xbb\xbf",
)


@dataclass(frozen=True)
class Result:
    """All that a reading gives, whatever the batches were."""

    read: tuple[tuple[int, int, tuple[str, ...]], ...]
    rejected: tuple[tuple[int, int, int, bytes], ...]
    damaged: tuple[tuple[int, str], ...]
    anomalies: tuple[Anomaly, ...]
    account: object
    gaiji: object
    sha256: str


def result_of(path: Path, agreement: Agreement, block_size: int) -> Result:
    reader = open_file(path, None, agreement, block_size=block_size)
    read: list[tuple[int, int, tuple[str, ...]]] = []
    rejected: list[tuple[int, int, int, bytes]] = []
    damaged: list[tuple[int, str]] = []
    anomalies: list[Anomaly] = []
    for batch in reader:
        columns = [column.to_pylist() for column in batch.table.columns]
        numbers = batch.records.to_pylist()
        read += zip(numbers, batch.lines.to_pylist(), list(zip(*columns, strict=True)), strict=True)
        rejected += [(r.record, r.line, r.offset, r.raw) for r in batch.rejected]
        damaged += [(numbers[row], item) for item, rows in batch.damaged.items() for row in rows]
        anomalies += sorted(batch.anomalies, key=lambda a: (a.offset or 0, a.record or 0, a.rule, a.item or ""))
    reader.account.check()
    return Result(
        tuple(read),
        tuple(rejected),
        tuple(sorted(damaged)),
        (*anomalies, *reader.anomalies),
        reader.account,
        reader.gaiji,
        reader.sha256,
    )


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any") / "file.csv"


def agreed(newlines_in_values: bool | None) -> Agreement:
    return Agreement(
        format="csv",
        encoding="cp932",
        delimiter=",",
        header=True,
        newlines_in_values=newlines_in_values,
        dates="yyyymmdd",
    )


@given(
    tokens=st.lists(st.sampled_from(TOKENS), max_size=40),
    newlines=st.sampled_from((None, True, False)),
    block_size=st.integers(1, 60),
)
@example(tokens=[b'a,"b,c\r\n', b"a,b,c\r\n"], newlines=None, block_size=1)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_bytes_read_the_same_however_they_are_cut(
    path: Path, tokens: list[bytes], newlines: bool | None, block_size: int
) -> None:
    path.write_bytes(HEADER + b"".join(tokens))

    whole = result_of(path, agreed(newlines), 1 << 20)

    assert result_of(path, agreed(newlines), block_size) == whole
    assert result_of(path, agreed(newlines), 1) == whole


@given(tokens=st.lists(st.sampled_from(TOKENS), max_size=40), newlines=st.sampled_from((None, True, False)))
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_bytes_read_as_a_slow_reader_reads_them(path: Path, tokens: list[bytes], newlines: bool | None) -> None:
    data = HEADER + b"".join(tokens)
    path.write_bytes(data)

    result = result_of(path, agreed(newlines), 1 << 20)

    kept, rejected = [], []
    for record, line, values, raw in slow_reader(data, newlines):
        if values is None:
            rejected.append((record, line, raw))
        else:
            kept.append((record, line, tuple(marked(value) for value in values)))
    assert list(result.read) == kept
    assert [(record, line, raw) for record, line, _, raw in result.rejected] == rejected
    assert all(data[offset : offset + len(raw)] == raw for _, _, offset, raw in result.rejected)


def slow_reader(data: bytes, newlines: bool | None) -> Iterator[tuple[int, int, list[bytes] | None, bytes]]:
    """Record, line, values (None = rejected) and bytes; one line at a time."""
    lines = re.findall(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", data)
    lines = without_end_marks(lines)
    record, at = 0, 1
    while at < len(lines):
        text = bare(lines[at])
        if not text.strip(b" ") or (text.startswith(b"\x1a") and not text.strip(b"\x00\x1a")):
            at += 1
            continue
        record += 1
        fields, _, is_open = parse(text)
        taken = 1
        if is_open:
            joined = believed(lines, at, newlines)
            if joined is not None:
                text, fields, taken = joined
        yield record, at + 1, fields if len(fields) == WIDTH else None, text
        at += taken


def believed(lines: list[bytes], at: int, newlines: bool | None) -> tuple[bytes, list[bytes], int] | None:
    """Return the record that spans lines from `at` on, if its quotes are to be believed."""
    for last in range(at + 1, len(lines)):
        text = bare(b"".join(lines[at : last + 1]))
        fields, sound, is_open = parse(text)
        if not sound:
            return None
        if not is_open:
            looks = any(looks_like_record(bare(line)) for line in lines[at + 1 : last + 1])
            wide = len(fields) == WIDTH
            trusted = (wide or not looks) if newlines else (wide and not looks)
            return (text, fields, last + 1 - at) if trusted else None
    return None


def looks_like_record(line: bytes) -> bool:
    fields, sound, is_open = parse(line)
    return sound and not is_open and len(fields) == WIDTH


def parse(text: bytes) -> tuple[list[bytes], bool, bool]:  # noqa: C901, PLR0912 - a state machine, written out slowly on purpose
    """Fields, are all quotes where they may be, is one left open. Character by character."""
    fields: list[bytes] = []
    sound, is_open, at = True, False, 0
    while True:
        start = at
        value = b""
        if text[at : at + 1] == b'"' and not is_open:
            at += 1
            while at < len(text):
                if text[at : at + 2] == b'""':
                    value += b'"'
                    at += 2
                elif text[at : at + 1] == b'"':
                    break
                else:
                    value += text[at : at + 1]
                    at += 1
            if at >= len(text):
                is_open, at = True, start
            else:
                at += 1
                if at < len(text) and text[at : at + 1] != b",":
                    sound = False
                    while at < len(text) and text[at : at + 1] != b",":
                        at += 1
                    value = text[start:at]
        if at == start:
            while at < len(text) and text[at : at + 1] != b",":
                at += 1
            value = text[start:at]
            sound = sound and (b'"' not in value or is_open)
        fields.append(value)
        if at >= len(text):
            return fields, sound, is_open
        at += 1


def bare(line: bytes) -> bytes:
    return line[:-2] if line.endswith(b"\r\n") else line[:-1] if line.endswith((b"\r", b"\n")) else line


def without_end_marks(lines: list[bytes]) -> list[bytes]:
    """Without the lines of nothing but 0x1A and NUL at the end, and without those behind the very last byte."""
    kept = list(lines)
    end = len(kept)
    while end and not bare(kept[end - 1]).strip(b"\x00\x1a"):
        end -= 1
    first = next((i for i in range(end, len(kept)) if bare(kept[i])), len(kept))
    kept = kept[:first]
    if kept and first == len(lines):
        kept[-1] = kept[-1].rstrip(b"\x00\x1a")
    return [line for line in kept if line]


ESCAPED = (
    "a",
    "1",
    ",",
    ",",
    '"',
    "\\",
    "\\",
    "\\\\",
    "\\\r\n",
    "\\\n",
    "\\\r",
    "\r\n",
    "\n",
    "\r",
    "\\n",
    "あ",
    "\x1a",
    "a,b\n",
    "甲,乙\n",
)


@given(
    tokens=st.lists(st.sampled_from(ESCAPED), max_size=30),
    newlines=st.sampled_from((None, True, False)),
    newline=st.sampled_from(("\n", "\r\n")),
    last=st.sampled_from((0, 1)),
    encoding=st.sampled_from(("utf-8", "utf-16le", "euc_jp")),
    block_size=st.integers(1, 60),
)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_escaped_newlines_read_the_same_however_they_are_cut(
    path: Path, tokens: list[str], newlines: bool | None, newline: str, last: int, encoding: str, block_size: int
) -> None:
    data = (f"甲,乙{newline}" + f"x,あ{newline}" * 20 + "".join(tokens)).encode(encoding)
    path.write_bytes(data)
    agreement = agreed(newlines).merged({"encoding": encoding, "escape": "\\", "skip": {"last": last}})

    whole = result_of(path, agreement, 1 << 20)

    assert result_of(path, agreement, block_size) == whole
    assert result_of(path, agreement, 1) == whole
    for _, line, offset, raw in whole.rejected:
        assert data[offset : offset + len(raw)] == raw
        before = data[:offset].decode(encoding)
        assert line == 1 + len(re.findall("\r\n|\r|\n", before))
