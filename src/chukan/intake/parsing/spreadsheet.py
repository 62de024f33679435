"""Traces of a spreadsheet that saved the file: errors, exponents, serial numbers, lost zeros (V13, once a column).

Each of these values is a finding of its item's own rule, but for errors in texts. What they have in common, and its cause, is said
once: nobody should have to guess it from a thousand findings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.agreement import Agreement
from chukan.intake.batch import Anomaly
from chukan.intake.encoding.column import data_of
from chukan.intake.records.lines import Ints
from chukan.layouts.model import Layout

#: How Excel writes a number that is too wide for its column: 1.23457E+12.
_EXPONENT = r"^-?[0-9](?:\.[0-9]+)?E[+-][0-9]{2,3}$"
#: The same in a text, where 1.2E+05 may be meant: Excel writes a number so, unasked, from twelve digits on.
_EXPONENT_IN_TEXT = r"^-?[0-9](?:\.[0-9]+)?E\+(?:1[1-9]|[2-9][0-9]|[0-9]{3})$"
#: 1927 to 2064: what a serial number of Excel is when it is a date of somebody alive.
_SERIAL = r"^[1-6][0-9]{4}$"
_DIGITS = r"^[0-9]+$"
#: What a cell shows instead of a value that is lost, in Japanese and English.
_ERROR = (
    r"^#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA|BUSY!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!)$"
)
#: What Excel writes for a number or date that is too wide for its column.
_TOO_NARROW = r"^#{2,}$"
#: How people keep the zeros of a code in a CSV that Excel opens.
_FORMULA = r'^="[^"]*"$'
_SERIAL_LENGTH = 5
#: The share of a column's values that must be too short: a few are slips, many are a habit of a program.
_HABIT = 0.2
_FEWEST = 2

_WHAT = {
    "error": "「#N/A」のようなエラー値が {count:,} 件あります。元の値は失われています",
    "narrow": "「####」の値が {count:,} 件あります（列の幅が足りない表示のまま保存されています）。元の値は失われています",
    "formula": '「="00123"」のような数式の形の値が {count:,} 件あります。「=」と引用符は値ではありません',
    "exponent": "「1.23457E+12」のような指数の表示が {count:,} 件あります。下の桁は失われています",
    "serial": "日付が「45017」のような通し番号になっている値が {count:,} 件あります",
    "zeros": "先頭の 0 が落ちたと見られる値が {count:,} 件あります（桁が足りず、0 で始まる値が一つもありません）",
}
#: Kinds of which no digit is left.
_LOST = ("error", "narrow")


@dataclass(frozen=True)
class SpreadsheetTraces:
    """Looks for traces in the columns where they tell; can be pickled.

    Args:
        items: all of them: an error may be in any.
        dates: items that hold dates.
        numbers: items of digits: numbers, and texts of digits only. In other texts only what has twelve digits or more.
        fixed: items of digits of one length -> that length.
    """

    items: frozenset[str] = frozenset()
    dates: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    fixed: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, layout: Layout | None, agreement: Agreement) -> SpreadsheetTraces:
        """Return what to look for under a layout: nothing without one."""
        if layout is None:
            return cls()
        digits = [item for item in layout.items if item.is_number or (item.type == "X" and item.has("digits"))]
        fixed = [item for item in layout.items if item.has("fixed") and item.type in ("X", "9") and item.length]
        padded = agreement.padding.model_fields_set >= {"number"} and agreement.padding.number == "left_zero"
        return cls(
            frozenset(layout.names),
            frozenset(item.name for item in layout.items if item.type == "DATE" and not agreement.era_columns),
            frozenset(item.name for item in (*digits, *fixed)),
            () if padded else tuple((item.name, item.length) for item in fixed if item.length),
        )

    def counts(self, table: pa.RecordBatch, lines: Ints) -> tuple[dict[str, int], dict[str, int]]:
        """Return how many traces some records hold and on which line each kind is first, by key.

        Args:
            table: columns of strings.
            lines: the line of each record.
        """
        found: dict[str, int] = {}
        firsts: dict[str, int] = {}
        lengths = dict(self.fixed)
        for name, column in zip(table.schema.names, table.columns, strict=True):
            data = bytes(data_of(column)) if name in self.items else b""
            if b"#" in data:
                _note(found, firsts, f"error {name}", pc.match_substring_regex(column, _ERROR), lines)
                _note(found, firsts, f"narrow {name}", pc.match_substring_regex(column, _TOO_NARROW), lines)
            if b"=" in data:
                _note(found, firsts, f"formula {name}", pc.match_substring_regex(column, _FORMULA), lines)
            pattern = _EXPONENT if name in self.numbers else _EXPONENT_IN_TEXT
            # one letter is found ten times as fast as two, and few columns have it
            if name in self.items and b"E" in data and (b"E+" in data or b"E-" in data):
                _note(found, firsts, f"exponent {name}", pc.match_substring_regex(column, pattern), lines)
            if name in self.dates:
                short = pc.equal(pc.binary_length(column), _SERIAL_LENGTH)
                if short.true_count:
                    _note(found, firsts, f"serial {name}", pc.match_substring_regex(column, _SERIAL), lines)
            if name in lengths:
                self._zeros(found=found, firsts=firsts, name=name, column=column, length=lengths[name], lines=lines)
        return found, firsts

    @staticmethod
    def _zeros(
        found: dict[str, int], firsts: dict[str, int], name: str, column: pa.StringArray, length: int, lines: Ints
    ) -> None:
        sizes = pc.binary_length(column)
        filled = pc.greater(sizes, 0)
        if filled.true_count:
            found[f"filled {name}"] = filled.true_count
        short = pc.and_(pc.less(sizes, length), filled)
        if short.true_count:
            digits = pc.and_(short, pc.match_substring_regex(column, _DIGITS))
            _note(found, firsts, f"zeros {name}", digits, lines)
        begun = pc.and_(pc.equal(sizes, length), pc.starts_with(column, "0"))
        if begun.true_count:
            found[f"kept {name}"] = begun.true_count

    def anomalies(self, counts: Mapping[str, int], firsts: Mapping[str, int]) -> list[Anomaly]:
        """Return one anomaly for each column and kind of trace."""
        found = []
        for key, count in sorted(counts.items()):
            kind, _, item = key.partition(" ")
            if kind not in _WHAT:
                continue
            few = count < max(_FEWEST, _HABIT * counts.get(f"filled {item}", 0))
            if kind == "zeros" and (few or counts.get(f"kept {item}")):
                continue
            message = (
                f"項目「{item}」に{_WHAT[kind].format(count=count)}。表計算ソフトで開いて保存した跡と見られます。"
                "移行元のシステムから直接出力し、表計算ソフトを通さずに渡してもらってください。"
            )
            severity = "error" if kind in _LOST else "warning"
            found.append(Anomaly(rule="V13", message=message, severity=severity, line=firsts.get(key), item=item))
        return found


def _note(found: dict[str, int], firsts: dict[str, int], key: str, mask: pa.BooleanArray, lines: Ints) -> None:
    if mask.true_count:
        found[key] = mask.true_count
        firsts[key] = int(lines[np.flatnonzero(mask.to_numpy(zero_copy_only=False))[0]])
