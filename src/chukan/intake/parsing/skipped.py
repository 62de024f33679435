"""Records that are passed over as agreed, and whether they read as data: an agreement may not fit this file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chukan.intake.encoding.decode import decode
from chukan.intake.fit import is_telling, suits
from chukan.intake.records.split import split
from chukan.layouts.model import Layout

_BLANKS = " \u3000\r\n"


@dataclass(frozen=True)
class SkippedRecords:
    """Looks at records that nobody checks; can be pickled.

    Args:
        layout: of the data.
        items: the item of each column, or of each place; None = another column.
        places: of a fixed-width record; empty = fields.
        comment: what a line begins with that is no record; empty = there are no such lines.
    """

    layout: Layout
    items: tuple[str | None, ...]
    places: tuple[slice, ...] = ()
    comment: bytes = b""

    def are_data(self, record: bytes, encoding: str, delimiter: int, quote: int | None) -> bool:
        """Return True for a record that could be one of the data.

        Args:
            record: its bytes.
            encoding: of the bytes.
            delimiter: of a delimited file.
            quote: of a delimited file.
        """
        if self.is_comment(record):
            bare = replace(self, comment=b"")  # with its mark, as a number with its sign has, or without it
            texts = (record, record.removeprefix(self.comment))
            return any(bare.are_data(text, encoding, delimiter, quote) for text in texts)
        if self.places:
            values = [record[place] for place in self.places] if len(record) >= self.places[-1].stop else []
        else:
            values = split(record, delimiter, quote).values
        return self.read_as_data([decode(value, encoding) for value in values])

    def is_comment(self, record: bytes) -> bool:
        """Return True for a line that was agreed on to be no record."""
        return bool(self.comment) and record.startswith(self.comment)

    def read_as_data(self, values: Sequence[str]) -> bool:
        """Return True for values that suit their items, with none missing that every record has.

        One of them must suit few other items: of nothing but texts a title can't be told.
        """
        known = self.layout.by_name
        filled = {
            item: text
            for item, value in zip(self.items, values, strict=False)
            if item is not None and (text := value.strip(_BLANKS))
        }
        required = {item.name for item in self.layout.items if item.required == "required"} & {*self.items}
        return (
            len(values) == len(self.items)
            and required <= {*filled}
            and any(is_telling(known[item], self.layout) for item in filled)
            and all(suits(known[item], value, self.layout) for item, value in filled.items())
        )


def skipped_data(which: str) -> str:
    """Return what is said of a record that is passed over and reads as data.

    Args:
        which: the key of ``skip``, or ``comment``.
    """
    if which == "comment":
        return (
            "移行条件の comment で始まるため読み飛ばした行は、データと同じ形です。検査していません。"
            "対象者のレコードでないかを移行元で確かめてください。"
        )
    where, lacking = ("先頭", "表題などの行") if which == "first" else ("最後", "合計などの行")
    return (
        f"移行条件の skip の {which} で読み飛ばした{where}のレコードは、データと同じ形です。検査していません。"
        f"対象者のレコードでないか、{lacking}が欠けていないかを移行元で確かめてください。"
    )
