"""The notes on cells of ``.xls``: a compound file ([MS-CFB]) that holds a stream of records ([MS-XLS])."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from chukan.intake.source.cells import ERRORS, CellNote, MergedCells

_BOF, _EOF, _BOUNDSHEET, _BOOLERR, _FORMULA, _MERGED = 0x0809, 0x000A, 0x0085, 0x0205, 0x0006, 0x00E5
_ENTRY = 128
_HEADER_SECTORS = 109
_LAST = 0xFFFFFFFA
"""Numbers of sectors from here on mean something else: end of chain, free."""


def notes_of(path: Path, index: int) -> Iterator[CellNote]:
    """Yield the notes on the cells of a sheet.

    Args:
        path: a workbook that was opened already.
        index: which sheet, from 0.

    Raises:
        ValueError: the file is no such workbook.
        struct.error: it is cut off.
    """
    for kind, data in _of_sheet(path, index):
        if kind == _BOOLERR and data[7]:
            error = data[6]
        elif kind == _FORMULA and data[12:14] == b"\xff\xff" and data[6] == 2:
            error = data[8]
        else:
            continue
        row, column = struct.unpack_from("<HH", data)
        yield CellNote(row + 1, column, error=ERRORS.get(error, "#N/A"))


def merged_of(path: Path, index: int) -> list[MergedCells]:
    """Return the cells that are merged over several rows, in order ([MS-XLS] 2.4.168).

    Args:
        path: a workbook that was opened already.
        index: which sheet, from 0.

    Raises:
        ValueError: the file is no such workbook.
        struct.error: it is cut off.
    """
    found = []
    for kind, data in _of_sheet(path, index):
        if kind == _MERGED:
            places = struct.iter_unpack("<4H", data[2 : 2 + 8 * struct.unpack_from("<H", data)[0]])
            found += [MergedCells(top + 1, bottom + 1, *columns) for top, bottom, *columns in places if bottom > top]
    return sorted(found)


def _of_sheet(path: Path, index: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a sheet."""
    book = _Compound(path.read_bytes()).workbook()
    starts = [struct.unpack_from("<I", data)[0] for kind, data in _records(book, 0) if kind == _BOUNDSHEET]
    if index >= len(starts):
        raise ValueError("no such sheet")
    yield from _records(book, starts[index])


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records of one part of the stream, without those of the charts inside it."""
    depth = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 0:
            return
        if depth == 1:
            yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


@dataclass(frozen=True)
class _Compound:
    """A compound file: streams in chains of sectors."""

    data: bytes

    def workbook(self) -> bytes:
        """Return the stream of the workbook."""
        entries = self._chain(struct.unpack_from("<I", self.data, 48)[0])
        root = struct.unpack_from("<I", entries, 116)[0]
        for at in range(0, len(entries) - _ENTRY + 1, _ENTRY):
            name = entries[at : at + struct.unpack_from("<H", entries, at + 64)[0]].decode("utf-16-le").rstrip("\0")
            if name in ("Workbook", "Book"):
                start, size = struct.unpack_from("<II", entries, at + 116)
                smallest = struct.unpack_from("<I", self.data, 56)[0]
                return (self._chain(start) if size >= smallest else self._small(start, self._chain(root)))[:size]
        raise ValueError("no workbook")

    @cached_property
    def _size(self) -> int:
        """Bytes of a sector."""
        return 1 << int(struct.unpack_from("<H", self.data, 30)[0])

    @cached_property
    def _table(self) -> tuple[int, ...]:
        """The next sector of each."""
        sectors = list(struct.unpack_from(f"<{_HEADER_SECTORS}I", self.data, 76))
        more, per = struct.unpack_from("<I", self.data, 68)[0], self._size // 4
        while more < _LAST and len(sectors) * self._size < len(self.data):
            *further, more = struct.unpack(f"<{per}I", self._sector(more))
            sectors += further
        return tuple(number for s in sectors if s < _LAST for number in struct.unpack(f"<{per}I", self._sector(s)))

    def _sector(self, number: int) -> bytes:
        return self.data[(number + 1) * self._size : (number + 2) * self._size]

    def _chain(self, start: int) -> bytes:
        return b"".join(map(self._sector, _followed(start, self._table)))

    def _small(self, start: int, streams: bytes) -> bytes:
        """Return a stream that is kept in the small sectors of the root's stream."""
        size = 1 << int(struct.unpack_from("<H", self.data, 32)[0])
        small = self._chain(struct.unpack_from("<I", self.data, 60)[0])
        table = struct.unpack(f"<{len(small) // 4}I", small)
        return b"".join(streams[n * size : (n + 1) * size] for n in _followed(start, table))


def _followed(start: int, table: tuple[int, ...]) -> Iterator[int]:
    """Yield the numbers of a chain; one that runs in circles ends."""
    for _ in range(len(table)):
        if start >= min(_LAST, len(table)):
            return
        yield start
        start = table[start]
