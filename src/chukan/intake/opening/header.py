"""Is there a header, and where: among the first records of a delimited file (F06)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from chukan.errors import nearest
from chukan.intake.batch import Anomaly
from chukan.intake.fit import suits
from chukan.intake.opening.dialect import WITHIN
from chukan.intake.opening.names import Names, fold
from chukan.intake.opening.sample import SampleRecord, usual_width
from chukan.layouts.model import Item, Layout

#: What suits only items of free text.
_WORDS = ("name", "名")
#: How many columns show that a record is names where nothing else says so: nobody may be passed over.
_SURE = 3
_PLAIN_NUMBER = re.compile(r"[-+]?[0-9]+([./-][0-9]+)*")


@dataclass(frozen=True)
class Header:
    """Where the header is, or that there is none.

    Attributes:
        row: Which record of the sample it is, from 0; None = there is none.
        below: Records below it that belong to it: names once more, in other words.
    """

    row: int | None
    anomalies: tuple[Anomaly, ...] = ()
    below: int = 0

    @property
    def end(self) -> int | None:
        """The record behind it."""
        return None if self.row is None else self.row + 1 + self.below


def find_header(records: Sequence[SampleRecord], names: Names, agreed: bool | None, *, skip: int) -> Header:
    """Return where the header is.

    It is the first record behind the skipped ones, unless a later one among the first ten is it far better:
    the layout's own names decide, and without a layout the shape of the records.

    Args:
        records: of the sample, the skipped ones among them.
        names: what the layout and the agreement call the columns.
        agreed: what was agreed on; None = nothing.
        skip: how many records were agreed to be skipped.
    """
    row = _later_row(records, names, agreed, skip)
    if row is not None:
        return _with_next(Header(row, (_late(records[row].line, row),)), records, names)
    if skip >= len(records):
        return Header(None, nothing_left(len(records), skip, agreed))
    is_header, anomalies = _first_is_header(records[skip], records[skip + 1 :], names, agreed)
    return _with_next(Header(skip if is_header else None, anomalies), records, names)


def _with_next(header: Header, records: Sequence[SampleRecord], names: Names) -> Header:
    """Return a header with the record below it, if that holds the names once more, in another language."""
    if header.row is None or names.layout is None or header.row + 1 >= len(records):
        return header
    layout, below = names.layout, records[header.row + 1]
    items = [layout.by_name[item] if item else None for item in names.items(records[header.row].values)]
    if not reads_as_names(below.values) or not _is_alien(below, records[header.row + 2 :], items, layout, least=_SURE):
        return header
    message = (
        "見出しの次の行も見出し（別の言葉の列名など）と見られます。データとしては数えていません。"
        "見出しを1行にして出力してください。"
    )
    return replace(header, anomalies=(*header.anomalies, anomaly_of(message, below.line)), below=1)


def nothing_left(there: int, skip: int, agreed: bool | None) -> tuple[Anomaly, ...]:
    """Report a file that is passed over as a whole, although more was agreed on than what is skipped.

    Args:
        there: records of the file.
        skip: how many of them are skipped at its beginning, as agreed.
        agreed: whether a header was agreed on.
    """
    if not there or (there == skip and not agreed):
        return ()
    message = (
        f"先頭の {skip:,} レコードを読み飛ばすと、何も残りません（ファイルの先頭に {there:,} レコードしか見つかりません）。"
        "移行条件の skip の first を確かめるか、移行条件のとおりに出力してください。"
    )
    return (anomaly_of(message, 1),)


def looks_like_header(fields: Sequence[str], known: Iterable[str] | None) -> bool:
    """Return True when a record reads as names and not as data.

    Args:
        fields: of the record.
        known: the layout's item names; None = no layout, judged by shape.
    """
    if known is not None and set(fields) & set(known):
        return True
    named = [field for field in fields if field]
    return bool(named) and len(named) >= 0.8 * len(fields) and not any(_PLAIN_NUMBER.fullmatch(f) for f in named)


def _later_row(records: Sequence[SampleRecord], names: Names, agreed: bool | None, skip: int) -> int | None:
    """Return the record behind the first one that is the header, if one is."""
    rows = range(skip, min(skip + WITHIN, len(records)))
    if len(rows) < 2:
        return None
    if names.layout is not None or names.likely:
        if 2 * names.known(records[skip].values) >= max(len(records[row].values) for row in rows):
            return None  # none can be twice as good
        known = {row: names.known(records[row].values) for row in rows}
        best = max(rows, key=lambda row: (known[row], -row))
        filled = sum(bool(value) for value in records[best].values)
        few = 1 if records[best].width == 1 else 2
        if best > skip and known[best] >= max(few, filled / 2) and known[best] > 2 * known[skip]:
            above, behind = records[skip:best], records[best + 1 :]
            return None if any(_reads_as_data(record, records[best], behind, names) for record in above) else best
    if names.layout is not None:
        return None
    if agreed is False or _may_begin(records[skip], usual := usual_width(records[skip:])):
        return None
    first = next((row for row in rows if _may_begin(records[row], usual)), None)
    return first if first is not None and looks_like_header(records[first].values, None) else None


def _may_begin(record: SampleRecord, usual: int) -> bool:
    """Return True for a record that is as wide as the others and mostly filled: no title above them."""
    filled = sum(bool(value) for value in record.values)
    as_wide = record.width == usual or (abs(record.width - usual) == 1 and looks_like_header(record.values, None))
    return as_wide and 2 * filled > record.width


def _reads_as_data(record: SampleRecord, header: SampleRecord, behind: Sequence[SampleRecord], names: Names) -> bool:
    """Return True when a record above a header is no title: its values suit the columns that the header names.

    A spreadsheet fills a title up with blank cells: one with fewer than half of the values of the records behind the
    header, or without the item that names a record, is none of them, whatever its words would suit.
    """
    layout = names.layout
    if record.width != header.width or _is_numbering(record.values):
        return False
    filled = sorted(sum(map(bool, other.values)) for other in behind if other.width == header.width)
    if filled and 2 * sum(map(bool, record.values)) < filled[len(filled) // 2]:
        return False
    if layout is None:
        return any(_PLAIN_NUMBER.fullmatch(value) for value in record.values)
    items = names.items(header.values)
    pairs = [(layout.by_name[item], v) for item, v in zip(items, record.values, strict=True) if item is not None]
    filled_keys = {*layout.key} - {*layout.blank_key_items}
    if any(item.name in filled_keys and not value for item, value in pairs):
        return False
    suited = [suits(item, value, layout) for item, value in pairs if value]
    return len(suited) > 0 and sum(suited) >= 0.8 * len(suited)


def _is_numbering(values: Sequence[str]) -> bool:
    """Return True for the numbers of the columns, which some write above their names."""
    return [*values] == [str(number) for number in range(1, len(values) + 1)]


def _first_is_header(
    record: SampleRecord, body: Sequence[SampleRecord], names: Names, agreed: bool | None
) -> tuple[bool, tuple[Anomaly, ...]]:
    """Is the first record a header? Says where that is not what was agreed on."""
    fields = record.values[:-1] if record.is_blank_at_end else record.values
    layout = names.layout
    if layout is None:
        named = looks_like_header(fields, None)
        is_missing = bool(agreed) and not named and _is_data(fields)
        return (named if agreed is None else agreed and not is_missing), (_missing(record.line),) if is_missing else ()
    meant = names.known(fields)
    if not meant:
        return _alien_is_header(record, body, names, layout, agreed)
    named = not (2 * meant < len(fields) and _is_data(fields))  # else a value that happens to be a name
    if agreed is None or named == agreed:
        return named, ()
    if agreed and _is_data(fields) and not _mostly_names(fields, layout.names):
        return False, (_missing(record.line),)
    if not agreed and 2 * meant > len(fields):
        return True, (_unwanted(record.line, "ず、列名で対応付けて読みました"),)
    return agreed, ()


def _alien_is_header(
    record: SampleRecord, body: Sequence[SampleRecord], names: Names, layout: Layout, agreed: bool | None
) -> tuple[bool, tuple[Anomaly, ...]]:
    """Is the first record a header of other names than the layout's? Else it is a record, and counts."""
    fields = record.values[:-1] if record.is_blank_at_end else record.values
    if 2 * sum(fold(field) in names.likely for field in fields) > len(fields):  # another layout's
        return True, (_unwanted(record.line),) if agreed is False else ()
    if agreed:
        alien = not _is_data(fields) and _is_alien(record, body, layout.items, layout)
        named = alien or _mostly_names(fields, layout.names)
        return named, () if named else (_missing(record.line),)
    named = reads_as_names(fields) and _is_alien(record, body, layout.items, layout, least=_SURE)
    return named, (_unwanted(record.line),) if named and agreed is False else ()


def _missing(line: int) -> Anomaly:
    message = (
        "見出し行がありません（移行条件では header: true です）。移行ファイル定義の順に並んでいるものとして読みました。"
    )
    return anomaly_of(f"{message}見出し行を付けて出力してください。", line)


def _unwanted(line: int, how: str = "ませんでした") -> Anomaly:
    message = f"見出し行があります（移行条件では header: false です）。データとしては数え{how}。見出し行を付けずに出力してください。"
    return anomaly_of(message, line)


def _is_alien(
    record: SampleRecord,
    body: Sequence[SampleRecord],
    items: Sequence[Item | None],
    layout: Layout,
    *,
    least: int = 1,
) -> bool:
    """Return True for names that the layout does not know: no date, number or code among them, as behind them.

    Args:
        record: the one in question.
        body: those behind it.
        items: of the columns; None = not one of the layout.
        layout: knows the code lists.
        least: how many columns must show it.
    """
    first = next((r for r in body if r.width == record.width), None)
    if first is None or record.width != len(items):
        return False
    pairs = zip(items, record.values, first.values, strict=True)
    known = [(item, value, below) for item, value, below in pairs if item is not None and below]
    strict = [one for one in known if not any(suits(one[0], word, layout) for word in _WORDS)]
    good = [(item, value) for item, value, below in strict if suits(item, below, layout)]
    wrong = [value for item, value in good if value and not suits(item, value, layout)]
    return len(wrong) >= least and len(wrong) == len(good)


def reads_as_names(fields: Sequence[str]) -> bool:
    """Return True for words that are all different: "unknown" comes twice in a record, a name once in a header."""
    words = [field for field in fields if field]
    return looks_like_header(fields, None) and len({*words}) == len(words)


def _is_data(fields: Sequence[str]) -> bool:
    """Return True when a first record holds what no name would be: a number, or nothing."""
    return any(not field or _PLAIN_NUMBER.fullmatch(field) for field in fields)


def _mostly_names(fields: Sequence[str], known: Sequence[str]) -> bool:
    """Return True when most fields are names of items, or nearly so.

    A record has at most a few words that happen to be names.
    """
    return 2 * sum(nearest(field, known, cutoff=0.6) is not None for field in fields) > len(fields)


def _late(line: int, row: int) -> Anomaly:
    message = (
        f"項目名は {line} 行目にあります。その前の {row} レコードは読み飛ばしました。"
        f"表題などを付けずに出力するか、移行条件に skip: {{first: {row}}} と書いてください。"
    )
    return anomaly_of(message, line)


def anomaly_of(message: str, line: int, item: str | None = None, *, severity: str = "error") -> Anomaly:
    """Return an anomaly of the header."""
    return Anomaly(rule="F06", message=message, severity=severity, line=line, item=item)
