"""What of a file's form is mended: its byte order mark, its newlines, its end mark, the names and the order of its columns."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from chukan.agreement import Agreement
from chukan.errors import UsageError
from chukan.intake.batch import FileFacts
from chukan.intake.encoding.decode import decode
from chukan.intake.encoding.detect import bom_size
from chukan.intake.opening.names import Names
from chukan.intake.opening.sample import SampleRecord, sample_records
from chukan.intake.parsing.delimited import DelimitedPlan
from chukan.intake.records.block import Plan
from chukan.intake.writing.encode import NEWLINES, bom, encoded
from chukan.layouts.model import Layout


@dataclass(frozen=True, slots=True)
class FormChange:
    """Something about the file as a whole that was changed."""

    rule: str
    what: str
    count: int = 1


@dataclass(frozen=True)
class FormMends:
    """What is done to the form of one file.

    Attributes:
        prologue: The bytes before the first record, mended.
        newline: What ends every record; None = what ends it now.
        order: The columns of the copy, by their positions in the file; None = as they are.
        drops_end_mark: Whether 0x1A and NUL behind the last record are left out.
        changes: What was changed in the prologue.
        left: Rules whose findings stay, and why.
    """

    prologue: bytes
    newline: bytes | None = None
    order: tuple[int, ...] | None = None
    drops_end_mark: bool = False
    changes: tuple[FormChange, ...] = ()
    left: tuple[tuple[str, str], ...] = ()


def plan_form(
    rules: Collection[str], prologue: bytes, facts: FileFacts, plan: Plan, agreement: Agreement, layout: Layout
) -> FormMends:
    """Return what is done to the form of a file.

    Args:
        rules: whose findings are mended.
        prologue: the bytes before the first record, with the byte order mark.
        facts: what the file is.
        plan: how its blocks are read.
        agreement: what was agreed.
        layout: what the file should hold.
    """
    changes: list[FormChange] = []
    left: list[tuple[str, str]] = []
    size = bom_size(prologue) if facts.bom else 0
    mark, rest = prologue[:size], prologue[size:]
    if "F03" in rules and (wanted := _wanted_bom(agreement, mark)) != mark:
        if _plain(agreement.encoding) == _plain(facts.encoding):
            changes.append(FormChange("F03", "先頭の BOM を除いた" if mark else "先頭に BOM を付けた"))
            mark = wanted
        else:  # the mark of one encoding before text in another would make it unreadable
            why = f"移行条件の文字コード（{agreement.encoding}）ではなく {facts.encoding} で書かれているため、BOM はそのままです"
            left.append(("F03", why))
    newline = _newline(agreement, facts) if "F04" in rules else None
    header = _Header.of(rest, facts, plan, agreement)
    order = None
    if header is not None and (newline is not None or "F06" in rules):
        in_header: list[FormChange] = []
        if "F06" in rules:
            names, order = _columns(header, plan, agreement, layout)
            if order is not None and _moves_the_kind(order, agreement):
                left.append(("F06", "並べ替えるとレコードの種別（record_types）の列が動くため、列の順はそのままです"))
                order = None
            if renamed := sum(a != b for a, b in zip(names, header.names, strict=True)):
                in_header.append(FormChange("F06", "見出しの列名を項目名にした", renamed))
            if order is not None:
                in_header.append(FormChange("F06", "列を移行ファイル定義の順に並べた", len(order)))
                names = [names[column] for column in order]
            header = header.renamed(names)
        if others := header.other_newlines(newline):
            in_header.append(FormChange("F04", "見出しの前後の改行をそろえた", others))
        written = header.written(newline)
        if written is None:
            left.append(("F06", "見出しにこの文字コードで書けない文字があるため、見出しと列の順はそのままです"))
            order = None
        else:
            rest = written
            changes += in_header
    return FormMends(
        prologue=mark + rest,
        newline=newline,
        order=order,
        drops_end_mark="F05" in rules,
        changes=tuple(changes),
        left=tuple(left),
    )


def _moves_the_kind(order: Sequence[int], agreement: Agreement) -> bool:
    """Return whether another column would be where records say of which kind they are; control records keep theirs."""
    kinds = agreement.record_types
    return kinds is not None and (kinds.column > len(order) or order[kinds.column - 1] != kinds.column - 1)


def _wanted_bom(agreement: Agreement, there: bytes) -> bytes:
    """Return the mark that was agreed on; the one that is there where nothing was, or where UTF-16 must have its own."""
    agreed = agreement.encoding
    if agreed is None or agreed.startswith("utf-16"):
        return there
    return bom(agreed)


def _plain(encoding: str | None) -> str | None:
    """Return an encoding without what its name says of the byte order mark."""
    return None if encoding is None else encoding.removesuffix("-sig")


def _newline(agreement: Agreement, facts: FileFacts) -> bytes | None:
    """Return what every record should end with; None for fixed width without newlines."""
    name = agreement.newline or facts.newline
    if name not in NEWLINES or name == "none":
        return None
    return encoded(NEWLINES[name], facts.encoding)


@dataclass(frozen=True)
class _Header:
    """The records before the data, the last of them naming the columns.

    Attributes:
        text: All of them, in UTF-8.
        records: Where each of them is in `text`.
        names: Of the columns, as they are to be written.
        named: Whether `records` ends with the header.
    """

    text: bytes
    raw: bytes
    records: tuple[SampleRecord, ...]
    names: tuple[str, ...]
    delimiter: str
    quote: str | None
    encoding: str
    named: bool
    changed: bool = False

    @classmethod
    def of(cls, prologue: bytes, facts: FileFacts, plan: Plan, agreement: Agreement) -> _Header | None:
        """Return the records before the data; None where there are none, or they can't be told from their bytes."""
        if not prologue or not isinstance(plan, DelimitedPlan) or plan.respelling is not None:
            return None
        delimiter = chr(plan.rules.delimiter)
        quote = None if plan.rules.quote is None else chr(plan.rules.quote)
        text = decode(prologue, facts.encoding).encode()
        records = sample_records(
            text, delimiter, quote, "utf-8", whole=True, limit=len(text), comment=agreement.comment
        )
        if not records:
            return None
        names = records[-1].values if facts.header else ()
        return cls(
            text=text,
            raw=prologue,
            records=tuple(records),
            names=names,
            delimiter=delimiter,
            quote=quote,
            encoding=facts.encoding,
            named=facts.header,
        )

    def renamed(self, names: Sequence[str]) -> _Header:
        """Return the header with other names, or the same ones in another order."""
        if tuple(names) == self.names:
            return self
        return _Header(
            text=self.text,
            raw=self.raw,
            records=self.records,
            names=tuple(names),
            delimiter=self.delimiter,
            quote=self.quote,
            encoding=self.encoding,
            named=self.named,
            changed=True,
        )

    def other_newlines(self, newline: bytes | None) -> int:
        """Return how many of the records end with another newline."""
        endings = [self.text[record.end : record.next] for record in self.records]
        wanted = b"" if newline is None else decode(newline, self.encoding).encode()
        return sum(ending not in (b"", wanted) for ending in endings) if wanted else 0

    def written(self, newline: bytes | None) -> bytes | None:
        """Return the bytes; None where they can't be written as they were read."""
        pieces, at = [], 0
        for number, record in enumerate(self.records):
            pieces.append(self.text[at : record.start])
            is_header = self.named and number == len(self.records) - 1
            pieces.append(self._named(record) if is_header and self.changed else self.text[record.start : record.end])
            end = self.text[record.end : record.next]
            pieces.append(decode(newline, self.encoding).encode() if newline is not None and end else end)
            at = record.next
        pieces.append(self.text[at:])
        try:
            if encoded(self.text.decode(), self.encoding) != self.raw:
                return None
            return encoded(b"".join(pieces).decode(), self.encoding)
        except UsageError:
            return None

    def _named(self, record: SampleRecord) -> bytes:
        """Return the header's content with the names as they should be, quoted as it was."""
        quoted = record.quoted == len(record.values) > 0
        return self.delimiter.join(self._field(name, quoted=quoted) for name in self.names).encode()

    def _field(self, name: str, *, quoted: bool) -> str:
        if self.quote is None:
            return name
        special = any(character in name for character in (self.delimiter, self.quote, "\r", "\n"))
        return f"{self.quote}{name.replace(self.quote, self.quote * 2)}{self.quote}" if quoted or special else name


def _columns(
    header: _Header, plan: Plan, agreement: Agreement, layout: Layout
) -> tuple[list[str], tuple[int, ...] | None]:
    """Return the names of the columns as they should be, and their order where it is another than the layout's."""
    assert isinstance(plan, DelimitedPlan)  # noqa: S101 - only these have a header
    eras = {name: None for name in agreement.era_columns if name not in layout.by_name}
    meanings = Names(layout, {**eras, **agreement.columns}).meanings(header.names)
    names = [
        m.item if m.folded and m.item is not None and plan.items[n : n + 1] == (m.item,) else name
        for n, (m, name) in enumerate(zip(meanings, header.names, strict=True))
    ]
    width = len(plan.items)
    if len(names) != width + plan.rules.trailing and len(names) != width:
        return names, None  # the header does not fit the records: which column is which is for people to say
    places = {item: place for place, item in enumerate(layout.names)}
    known = [n for n, item in enumerate(plan.items) if item in places]
    in_order = sorted(known, key=lambda n: places[plan.items[n] or ""])
    if known == in_order:
        return names, None
    rest = [n for n in range(len(names)) if n not in set(known)]
    return names, (*in_order, *rest)
