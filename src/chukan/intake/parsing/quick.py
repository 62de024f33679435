"""The quick reader: well-formed delimited bytes to binary columns, by pyarrow."""

from __future__ import annotations

import codecs

import numpy as np
import pyarrow as pa
import pyarrow.csv

from chukan.intake.encoding.column import data_of
from chukan.intake.records.block import Block
from chukan.intake.records.lines import CR, LF, Bytes, Ints
from chukan.intake.records.rules import RecordRules

#: Bytes that pyarrow takes apart in one go: with what it makes of them they stay in the cache of a core.
_PIECE = 1 << 20
#: Sizes that are tried at most, a byte more each, for one at which no newline is cut in two.
_TRIED = 8


def binary_columns(
    body: bytes, rows: int, width: int, rules: RecordRules, *, quoted: bool, multiline: bool, longest: int
) -> list[pa.BinaryArray] | None:
    """Return the columns of `body`, undecoded; None when it is not `rows` records of `width` fields each.

    Args:
        body: whole records whose quotes, if any, stand in well-formed pairs; no blank lines.
        rows: how many records it holds.
        width: fields of a record.
        rules: delimiter and quote.
        quoted: there may be quotes in `body`.
        multiline: quoted values hold newlines.
        longest: bytes of the longest record.
    """
    if rows == 0:
        return [pa.array([], pa.binary())] * width
    if body.startswith(codecs.BOM_UTF8):
        return None  # pyarrow would drop it
    names = [str(number) for number in range(width)]
    quote = chr(rules.quote) if quoted and rules.quote is not None else False
    try:
        table = pa.csv.read_csv(
            pa.BufferReader(body),
            read_options=pa.csv.ReadOptions(
                column_names=names, block_size=_piece(body, multiline, longest), use_threads=False
            ),
            parse_options=pa.csv.ParseOptions(
                delimiter=chr(rules.delimiter),
                quote_char=quote,
                double_quote=bool(quote),
                escape_char=False,
                newlines_in_values=multiline,
                ignore_empty_lines=width > 1,
            ),
            convert_options=pa.csv.ConvertOptions(
                check_utf8=False, column_types=dict.fromkeys(names, pa.binary()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    if table.num_rows != rows:
        return None
    # a column of one piece is one chunk; to combine it would copy it
    return [column.chunk(0) if column.num_chunks == 1 else column.combine_chunks() for column in table.columns]


def _piece(body: bytes, multiline: bool, longest: int) -> int:
    """Return how many bytes are taken apart in one go.

    No record may span more than two pieces, and none may end between CR and LF of a value: pyarrow takes an LF at the beginning
    of a piece for the rest of a newline, and drops it, though it stands in quotes.
    """
    whole = len(body) + 1
    if longest > _PIECE // 4:
        return whole
    if not multiline:
        return _PIECE
    sizes = range(_PIECE, _PIECE + _TRIED)
    return next(
        (size for size in sizes if not any(body.startswith(b"\r\n", at - 1) for at in range(size, whole, size))), whole
    )


def size_of(
    columns: list[pa.BinaryArray], rows: int, body: bytes, rules: RecordRules, *, quoted: bool
) -> tuple[int, int]:
    """Return what the columns account for: bytes with delimiters and quotes, and fields in quotes.

    Counted from what was parsed, not from where the records stand: the two must agree.

    Args:
        columns: The parsed columns.
        rows: The number of records.
        body: The bytes of the records.
        rules: Delimiter and quote.
        quoted: There may be quotes in `body`.

    Returns:
        Bytes, and the number of fields in quotes.
    """
    values = sum(data_of(column).size for column in columns)
    delimiters = rows * (len(columns) - 1)
    quotes = int(np.count_nonzero(np.frombuffer(body, np.uint8) == rules.quote)) if quoted and rules.quote else 0
    if not quotes:
        return values + delimiters, 0
    inner = sum(int(np.count_nonzero(data_of(column) == rules.quote)) for column in columns)
    return values + delimiters + quotes - inner, (quotes - 2 * inner) // 2


def field_counts(block: Block, rules: RecordRules) -> Ints:
    """Return the number of fields of each clean record."""
    view = block.view
    delimiters = np.flatnonzero(view == rules.delimiter)
    if rules.quote is not None:
        quotes = np.flatnonzero(view == rules.quote)
        if len(quotes):
            row = np.maximum(np.searchsorted(block.starts, delimiters, "right") - 1, 0)
            before_row = np.searchsorted(quotes, block.starts)
            inside = (np.searchsorted(quotes, delimiters) - before_row[row]) % 2 == 1
            delimiters = delimiters[~inside]
    return np.searchsorted(delimiters, block.ends) - np.searchsorted(delimiters, block.starts) + 1


def has_control_bytes(data: bytes | Bytes, delimiter: int = LF, *, known: int = 0, low: int | None = None) -> bool:
    """Return True when a byte below 0x20 that is no newline and no delimiter stands somewhere, or 0x7F.

    Args:
        data: The bytes.
        delimiter: Of the file.
        known: CR and LF that were counted already: where there are no other low bytes, one look is enough.
        low: Bytes below 0x20, where they were counted already.
    """
    view = np.frombuffer(data, np.uint8) if isinstance(data, bytes) else data
    if low is None:
        low = int(np.count_nonzero(view < 0x20))
    if low != known:
        told = {CR, LF, delimiter} if delimiter < 0x20 else {CR, LF}
        low -= sum(int(np.count_nonzero(view == byte)) for byte in told)
        if low:
            return True
    return 0x7F in data
