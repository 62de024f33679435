"""What intake hands on: batches, anomalies, facts, the account.

The contract between `intake` and `verification`. One record number counts the data records of a
file from 1, the rejected ones too; header, trailer and skipped records are not counted.
A line number is the physical line on which a record begins, from 1.

A file may be read here (iterate the `Reader`), or elsewhere: `Reader.blocks` cuts it, `Reader.plan`
parses a block in any process and in any order, `Reader.absorb` takes back what each batch says of
itself. Blocks carry absolute numbers, so nothing needs shifting, and the sums are associative.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from chukan.values.buffers import Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Anomaly:
    """A reading problem that a batch can't carry: one finding of an F rule.

    ``count`` stands for more than one place when a problem is told once for many (mixed newlines).

    Attributes:
        rule: F01 to F08.
        message: Japanese; names the thing, the place, the next step. Holds no value of a record.
        offset: Byte offset in the (decompressed) file, from 0.
        raw: The bytes themselves, as they stand in the file (at most 32).
    """

    rule: str
    message: str
    severity: str = "error"
    record: int | None = None
    line: int | None = None
    item: str | None = None
    offset: int | None = None
    raw: bytes | None = None
    count: int = 1
    is_rest: bool = False
    """It stands for those beyond what is told one by one: a number without a place."""
    absent: bool = False
    """The file has no column for `item`, nor one of a name like it: only the layout says that there should be one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A record that is in no batch: its bytes go to ``rejected.csv`` as they are.

    Of a file where hardly a record can be read, many that follow one another are kept together.

    Attributes:
        record: Its number; of many that of the first, likewise `line` and `offset`.
        raw: Without its newline; of many with `newline` between them.
        newline: What to write behind it, in the file's encoding.
        records: How many they are.
        fields: Fields of each of many; 0 = not counted.
        content: Bytes of the records without newlines; None = `raw` is one record.
    """

    record: int
    line: int
    offset: int
    raw: bytes
    newline: bytes = b"\r\n"
    records: int = 1
    fields: int = 0
    content: int | None = None

    @property
    def size(self) -> int:
        """Bytes without newlines."""
        return len(self.raw) if self.content is None else self.content


@dataclass(slots=True)
class Account:
    """Where every byte and every record of one file went. See `check`.

    Attributes:
        read_bytes: Bytes of the records in batches, without their newlines.
        rejected_bytes: Bytes of the rejected records, without their newlines.
        header_bytes: Header, trailer, end and skipped records, without their newlines.
        end_bytes: 0x1A and NUL after the last record.
        blank_bytes: Blanks that are no record at all.
        sheet_rows: Rows of the sheet of a workbook, with its header and its blank ones; 0 for other files.
        sheet_cells: Its cells that are filled.
    """

    total_bytes: int = 0
    read_bytes: int = 0
    rejected_bytes: int = 0
    newline_bytes: int = 0
    bom_bytes: int = 0
    header_bytes: int = 0
    end_bytes: int = 0
    blank_bytes: int = 0
    read_records: int = 0
    rejected_records: int = 0
    total_records: int = 0
    sheet_rows: int = 0
    sheet_cells: int = 0

    @property
    def by_name(self) -> dict[str, int]:
        """Everything by name; rows and cells only of a sheet."""
        found = {f.name: int(getattr(self, f.name)) for f in fields(self)}
        return {name: value for name, value in found.items() if value or not name.startswith("sheet_")}

    def check(self) -> None:
        """Raise `Bug` unless bytes and records add up."""
        from chukan.errors import Bug

        parts = (
            self.read_bytes
            + self.rejected_bytes
            + self.newline_bytes
            + self.bom_bytes
            + self.header_bytes
            + self.end_bytes
            + self.blank_bytes
        )
        if parts != self.total_bytes or self.read_records + self.rejected_records != self.total_records:
            raise Bug(f"読み取りの収支が合いません: {self}", hint="この検証結果は使わず、開発元に知らせてください。")

    def __add__(self, other: Account) -> Account:
        return Account(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(Account)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaiji:
    """One gaiji of a file: what staff need to identify it.

    Attributes:
        source_code: Its code in the source encoding, hex: "F040".
        code_point: "U+E000".
    """

    source_code: str
    code_point: str
    count: int
    items: tuple[str, ...]
    first_record: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What a batch says of itself to the file's account. `+` is associative and commutative.

    Attributes:
        counts: Things that are told once a file: newlines by kind, blank lines, extra delimiters ...
        firsts: The lowest line on which each of them was seen.
    """

    account: Account = field(default_factory=Account)
    gaiji: tuple[Gaiji, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    firsts: dict[str, int] = field(default_factory=dict)

    def __add__(self, other: Summary) -> Summary:
        counts = {k: self.counts.get(k, 0) + other.counts.get(k, 0) for k in self.counts | other.counts}
        firsts = {k: min(s.firsts[k] for s in (self, other) if k in s.firsts) for k in self.firsts | other.firsts}
        return Summary(self.account + other.account, _merged(self.gaiji + other.gaiji), counts, firsts)


def _merged(found: tuple[Gaiji, ...]) -> tuple[Gaiji, ...]:
    """One entry a character, sorted by code point."""
    by_code: dict[tuple[str, str], list[Gaiji]] = {}
    for one in found:
        by_code.setdefault((one.code_point, one.source_code), []).append(one)
    return tuple(
        Gaiji(
            source_code=same[0].source_code,
            code_point=same[0].code_point,
            count=sum(g.count for g in same),
            items=tuple(sorted({item for g in same for item in g.items})),
            first_record=min(g.first_record for g in same),
        )
        for _, same in sorted(by_code.items(), key=lambda pair: (len(pair[0][0]), pair[0]))
    )


@dataclass(frozen=True, slots=True)
class Batch:
    """Some consecutive records of a file.

    ``table`` has one string column (pa.string(), no nulls; blank = "") an item that the file has,
    under the layout's item names, in the file's order. ``records`` and ``lines`` are int64, one a row.
    ``damaged`` names, by item, the rows (positions in this batch) whose value holds a DAMAGE mark.
    ``vendor_coded``, likewise, those whose value is written with a code of NEC's or IBM's for a character of JIS.
    """

    table: pa.RecordBatch
    records: pa.Array
    lines: pa.Array
    anomalies: tuple[Anomaly, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    damaged: dict[str, Ints] = field(default_factory=dict)
    vendor_coded: dict[str, tuple[int, ...]] = field(default_factory=dict)
    summary: Summary = field(default_factory=Summary)

    @property
    def readable(self) -> pa.RecordBatch:
        """The records with undecodable bytes written out: what is compared and shown knows no marks."""
        from chukan.values.damage import written_out

        table = self.table
        for name, rows in self.damaged.items():
            at = table.schema.get_field_index(name)
            table = table.set_column(at, name, written_out(table.column(at), rows))
        return table


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What a file turned out to be, agreed or detected.

    Attributes:
        encoding_confidence: 1.0 when it was agreed; else how sure the detection is, 0 to 1.
        columns: The file's items in order, under the layout's names where they match.
        missing: Layout items that the file lacks.
        extra: Columns that the layout lacks, as the file calls them: they may be the values of a resident.
        extra_shown: The same, as results and messages call them.
        undecided: Keys of the agreement that were detected or guessed: 移行条件未定.
        quoting: minimal | all | none, as the file's beginning shows it; None for fixed width.
        record_length: Fixed width: bytes of one record, without its newline.
        skipped: Records above the header (above the data, without one), as agreed or found.
    """

    encoding: str
    encoding_confidence: float
    encoding_reason: str
    newline: str
    delimiter: str | None
    header: bool
    columns: tuple[str, ...]
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    extra_shown: tuple[str, ...] = ()
    dates: str = "yyyymmdd"
    undecided: tuple[str, ...] = ()
    format: str = "csv"
    bom: bool = False
    quoting: str | None = None
    record_length: int | None = None
    skipped: int = 0
    """Records above the header (above the data, without one), as agreed or found."""
    wrong_layout: str | None = None
    """The address of the layout that the header names instead: nothing was checked then."""
