"""Which column holds which item (F06)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chukan.agreement import Agreement
from chukan.errors import nearest
from chukan.intake.batch import Anomaly
from chukan.intake.opening.dialect import looks_like_header
from chukan.layouts.model import Layout


@dataclass(frozen=True)
class Columns:
    """The columns of a file."""

    items: tuple[str | None, ...]
    """For each column its item; None = not one of the layout, or a second one of the same name."""
    labels: tuple[str, ...]
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    anomalies: tuple[Anomaly, ...] = ()

    @property
    def delivered(self) -> tuple[str, ...]:
        """The items that the file has, in its order."""
        return tuple(item for item in self.items if item is not None)


def columns_of(
    fields: Sequence[str], lines: Sequence[Sequence[str]], layout: Layout | None, agreement: Agreement, *, line: int
) -> tuple[Columns, bool, bool]:
    """Return the columns, whether a header names them, and whether records end with a delimiter too many.

    Args:
        fields: of the first record.
        lines: the fields of the first lines, that record's among them.
        layout: what the file should hold.
        agreement: what was agreed on.
        line: where the first record stands.
    """
    named = fields[:-1] if len(fields) > 1 and not fields[-1] else fields
    header, anomalies = _has_header(named, layout, agreement.header, line)
    widths = Counter((len(values), values[-1] == "") for values in lines[header:])
    usual, blank_end = max(widths, key=lambda key: widths[key], default=(0, False))
    if not header:
        width = len(layout.items) if layout is not None else usual or max(1, len(fields))
        return by_position(layout, width, anomalies), False, (usual, blank_end) == (width + 1, True)
    width = len(named)
    trailing = (usual, blank_end) == (width + 1, True) if usual else len(fields) > width
    columns = by_name(named, layout, line)
    if layout is not None and not trailing:
        columns = _despite_header(columns, layout, width, usual, line)
    return replace(columns, anomalies=(*anomalies, *columns.anomalies)), True, trailing


def _has_header(
    fields: Sequence[str], layout: Layout | None, agreed: bool | None, line: int
) -> tuple[bool, tuple[Anomaly, ...]]:
    """Is the first record a header?"""
    if not fields:
        return False, ()
    known = layout.names if layout is not None else None
    named = looks_like_header(fields, known)
    if agreed is None or named == agreed:
        return named, ()
    if agreed and _is_data(fields) and not _mostly_names(fields, known or ()):
        message = "見出し行がありません（移行条件では header: true です）。移行ファイル定義の順に並んでいるものとして読みました。"
        return False, (_anomaly(f"{message}見出し行を付けて出力してください。", line, None),)
    if not agreed and known is not None and 2 * len(set(fields) & set(known)) >= len(fields):
        message = (
            "見出し行があります（移行条件では header: false です）。データとしては数えず、列名で対応付けて読みました。"
        )
        return True, (_anomaly(f"{message}見出し行を付けずに出力してください。", line, None),)
    return agreed, ()


def _is_data(fields: Sequence[str]) -> bool:
    """Return True when a first record holds what no name would be: a number, or nothing."""
    return any(not field or re.fullmatch(r"[-+]?[0-9]+([./-][0-9]+)*", field) for field in fields)


def _mostly_names(fields: Sequence[str], known: Sequence[str]) -> bool:
    """Return True when most fields are names of items, or nearly so.

    A record has at most a few words that happen to be names.
    """
    return 2 * sum(nearest(field, known, cutoff=0.6) is not None for field in fields) > len(fields)


def _despite_header(columns: Columns, layout: Layout, width: int, usual: int, line: int) -> Columns:
    """By position after all, where the header can't be matched but the records are as wide as the layout."""
    if not columns.delivered and width == len(layout.items):
        message = "見出しの列名が移行ファイル定義と一つも一致しません。定義の順に並んでいるものとして読みました。"
        return by_position(layout, width, (_anomaly(f"{message}見出しを確かめてください。", line, None),))
    if usual == len(layout.items) != width:
        message = (
            f"見出しは {width} 列ですが、レコードは定義どおり {usual} 項目です。"
            "定義の順に並んでいるものとして読みました。見出しを確かめてください。"
        )
        return by_position(layout, usual, (*columns.anomalies, _anomaly(message, line, None)))
    return columns


def by_position(layout: Layout | None, width: int, anomalies: tuple[Anomaly, ...] = ()) -> Columns:
    """Return the columns of a file without a header: the layout's items in order."""
    if layout is None:
        names = tuple(f"項目{number}" for number in range(1, width + 1))
        return Columns(names, names, anomalies=anomalies)
    return Columns(layout.names, layout.names, anomalies=anomalies)


def by_name(names: Sequence[str], layout: Layout | None, line: int) -> Columns:
    """Return the columns that a header names.

    Args:
        names: the fields of the header.
        layout: None = every name is an item.
        line: where the header stands.
    """
    labels = tuple(name or f"{number} 列目" for number, name in enumerate(names, 1))
    known = layout.by_name if layout is not None else dict.fromkeys(labels)
    seen: set[str] = set()
    items: list[str | None] = []
    for label in labels:
        items.append(label if label in known and label not in seen else None)
        seen.add(label)
    found = [item for item in items if item is not None]
    missing = tuple(name for name in known if name not in seen)
    extra = tuple(label for label, item in zip(labels, items, strict=True) if item is None and label not in known)
    anomalies = [*_duplicates(labels, line), *_unknown(labels, items, missing, line)]
    if layout is not None:
        offered = {nearest(label, missing) for label in extra}
        anomalies += [
            _anomaly(f"項目「{name}」の列がありません。移行条件に沿って出力してください。", line, name)
            for name in missing
            if name not in offered
        ]
        if found != [name for name in layout.names if name in seen]:
            anomalies.append(_reordered(found, [name for name in layout.names if name in seen], line))
    return Columns(tuple(items), labels, missing, extra, tuple(anomalies))


def _duplicates(labels: Sequence[str], line: int) -> list[Anomaly]:
    return [
        _anomaly(
            f"項目「{label}」の列が {count} あります。最初の列だけを検査しました。列名を確かめてください。", line, label
        )
        for label, count in Counter(labels).items()
        if count > 1
    ]


def _unknown(labels: Sequence[str], items: Sequence[str | None], missing: Sequence[str], line: int) -> list[Anomaly]:
    seen: set[str] = set()
    anomalies = []
    for label, item in zip(labels, items, strict=True):
        if item is None and label not in seen:
            near = nearest(label, missing)
            offer = f"「{near}」ではありませんか。" if near else "不要な列であれば除いてください。"
            anomalies.append(
                _anomaly(f"列「{label}」は移行ファイル定義にありません。この列は検査していません。{offer}", line, near)
            )
        seen.add(label)
    return anomalies


def _reordered(found: Sequence[str], expected: Sequence[str], line: int) -> Anomaly:
    first, wanted = next((a, b) for a, b in zip(found, expected, strict=True) if a != b)
    moved = sum(a != b for a, b in zip(found, expected, strict=True))
    message = (
        f"列の順が移行ファイル定義と違います（{moved} 列。最初の違い: 「{wanted}」の位置に「{first}」）。"
        "見出しの名前で対応付けて読みました。定義の順に並べて出力してください。"
    )
    return _anomaly(message, line, None)


def _anomaly(message: str, line: int, item: str | None) -> Anomaly:
    return Anomaly(rule="F06", message=message, severity="error", record=None, line=line, item=item)
