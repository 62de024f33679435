"""The log of changes: one row a change, for people and for Excel."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable
from typing import BinaryIO

from chukan.output.csv_file import guarded

HEADER = ("レコード番号", "行番号", "項目", "検査項目", "直したこと", "直す前", "直した後")
#: What was done to a value, by rule.
DONE = {
    "V09": "空白を直した",
    "V02": "全角・半角を直した",
    "V08": "数値の形を直した",
    "V05": "日付の形を直した",
}


class ChangeLog:
    """Writes the log (UTF-8 with BOM, CRLF) as changes come, and keeps its digest."""

    def __init__(self, file: BinaryIO) -> None:
        """Begin with the header.

        Args:
            file: takes the bytes.
        """
        self._file, self._hash = file, hashlib.sha256()
        self._write(b"\xef\xbb\xbf")
        self.add([HEADER])

    def add(self, rows: Iterable[tuple[object, ...]]) -> None:
        """Write rows in the order of `HEADER`."""
        text = io.StringIO(newline="")
        csv.writer(text).writerows([guarded(value) for value in row] for row in rows)
        self._write(text.getvalue().encode())

    @property
    def sha256(self) -> str:
        """Of what was written so far."""
        return self._hash.hexdigest()

    def _write(self, data: bytes) -> None:
        self._file.write(data)
        self._hash.update(data)
