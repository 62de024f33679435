"""The first records of a delimited file, before anything is settled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chukan.agreement import Agreement
from chukan.errors import AgreementError
from chukan.intake.batch import Anomaly
from chukan.intake.opening import dialect
from chukan.intake.records.delimited import before_end_marks
from chukan.intake.records.lines import newline_size
from chukan.intake.records.split import Split, split

_NEWLINE = re.compile(rb"[\r\n]")
_LARGEST_HEADER = 64 << 10
_DELIMITER_NAMES = {",": "コンマ", "\t": "タブ", "|": "縦線", ";": "セミコロン", " ": "空白"}


@dataclass(frozen=True)
class Dialect:
    """Delimiter and quote in force, and how fields are quoted."""

    delimiter: str
    quote: str | None
    quoting: str
    anomalies: tuple[Anomaly, ...] = ()

    @property
    def delimiter_byte(self) -> int:
        """The delimiter, as it stands in the data."""
        return ord(self.delimiter)

    @property
    def quote_byte(self) -> int | None:
        """The quote, as it stands in the data."""
        return ord(self.quote) if self.quote else None


def dialect_of(lines: Sequence[str], agreement: Agreement, width: int | None) -> Dialect:
    """Delimiter and quote: what was agreed on, unless the lines plainly show something else.

    Args:
        lines: the first lines.
        agreement: what was agreed on.
        width: how many items the layout has, if there is one.

    Raises:
        AgreementError: the agreed delimiter or quote is no ASCII character.
    """
    for name, character in (("delimiter", agreement.delimiter), ("quote", agreement.quote)):
        if character is not None and not character.isascii():
            raise AgreementError(f"{name}「{character}」は使えません", hint="ASCII の1文字にしてください。")
    anomalies = []
    seen = dialect.delimiter_of(lines, agreement.quote, width)
    agreed = agreement.delimiter
    delimiter = agreed or (seen.character if seen else ",")
    if agreed and seen and seen.character != agreed and not any(agreed in line for line in lines):
        delimiter = seen.character
        wanted, found = (_DELIMITER_NAMES.get(c, f"「{c}」") for c in (agreed, delimiter))
        message = (
            f"区切り文字が移行条件と違います（移行条件は{wanted}、ファイルは{found}と見られます）。"
            f"{found}で区切って読みました。移行条件に沿って出力し直してください。"
        )
        anomalies.append(Anomaly(rule="F07", message=message, severity="error", record=None, line=1))
    quoting = dialect.quoting_of(lines, delimiter, agreement.quote or '"')
    quote = agreement.quote
    if quote is None or agreement.quoting == "none":
        quote = (agreement.quote or '"') if quoting == "all" else None
        if quote:
            message = "項目が引用符で囲まれています（移行条件では引用符を使いません）。引用符を外して読みました。"
            anomalies.append(
                Anomaly(
                    rule="F08",
                    message=f"{message}移行条件に沿って出力し直してください。",
                    severity="error",
                    record=None,
                    line=1,
                )
            )
    return Dialect(delimiter, quote, quoting, tuple(anomalies))


class Preamble:
    """The skipped records, and the one behind them, which may be the header.

    Args:
        data: the first bytes of the file, as they are cut.
        form: delimiter and quote.
        skip: records to skip.
    """

    def __init__(self, data: bytes, form: Dialect, skip: int) -> None:
        self._data = data[: before_end_marks(data, final=True)]
        self._form = form
        self.skipped = 0
        """Where the skipped records end."""
        for _ in range(skip):
            self.skipped = self._next(self._first(self.skipped))
        start = self._first(self.skipped)
        self.line = 1 + len(re.findall(rb"\r\n|\r|\n", self._data[:start]))
        """The line on which the next record begins."""
        self.header_end = self._next(start)
        """Where that record ends, with its newline."""
        record = self._data[start : self.header_end].rstrip(b"\r\n")
        self.fields = split(record, form.delimiter_byte, form.quote_byte).values if record else []
        """Its fields, undecoded; none when the file has no more records."""

    def _first(self, at: int) -> int:
        """Return the start of the first line from `at` on that is not blank."""
        while at < len(self._data) and not self._data[at : self._line_end(at)].strip(b" "):
            at = self._behind(self._line_end(at))
        return at

    def _next(self, at: int) -> int:
        """Where the record that begins at `at` ends, with its newline; a quote that never closes is not believed."""
        end = first = self._line_end(at)
        while self._split(at, end).open_at is not None:
            if end >= len(self._data) or end - at > _LARGEST_HEADER:
                return self._behind(first)
            end = self._line_end(self._behind(end))
        return self._behind(end)

    def _split(self, start: int, end: int) -> Split:
        return split(self._data[start:end], self._form.delimiter_byte, self._form.quote_byte)

    def _line_end(self, at: int) -> int:
        found = _NEWLINE.search(self._data, at)
        return found.start() if found else len(self._data)

    def _behind(self, end: int) -> int:
        return end + newline_size(self._data, end)
