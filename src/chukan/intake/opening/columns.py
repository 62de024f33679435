"""Which column holds which item (F06)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chukan.errors import nearest
from chukan.intake.batch import Anomaly
from chukan.intake.opening.alignment import clear_pairs
from chukan.intake.opening.header import anomaly_of
from chukan.intake.opening.names import Meaning, Names
from chukan.intake.opening.sample import SampleRecord, usual_width
from chukan.layouts.model import Layout

#: Records that must agree before the header is what is wrong.
_SEVERAL = 2
#: The share of the records that must agree.
_ALIKE = 0.8


@dataclass(frozen=True)
class Columns:
    """The columns of a file.

    Attributes:
        items: For each column its item; None = not one of the layout, or a second one of the same name.
        trailing: Records end with a delimiter too many.
    """

    items: tuple[str | None, ...]
    labels: tuple[str, ...]
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    extra_shown: tuple[str, ...] = ()
    """What results and messages call the extra columns."""
    anomalies: tuple[Anomaly, ...] = ()
    trailing: bool = False

    @property
    def delivered(self) -> tuple[str, ...]:
        """The items that the file has, in its order."""
        return tuple(item for item in self.items if item is not None)


def columns_without_header(records: Sequence[SampleRecord], layout: Layout | None) -> Columns:
    """Return the columns of a file without a header: the layout's items in order, or as many as records have."""
    usual = usual_width(records)
    width = len(layout.items) if layout is not None else max(1, usual)
    trailing = usual == width + 1 and _mostly_blank_ends([r for r in records if r.width == usual])
    return replace(by_position(layout, width), trailing=trailing)


def columns_of(header: SampleRecord, records: Sequence[SampleRecord], names: Names) -> Columns:
    """Return the columns that a header names, as far as the records bear it out.

    Args:
        header: the record that names the columns.
        records: those behind it.
        names: what the layout and the agreement call the columns.
    """
    fields = header.values
    named = fields[:-1] if header.is_blank_at_end else fields
    usual = usual_width(records, len(fields))
    alike = [record for record in records if record.width == usual]
    # A header with a field for it may mean a column that is seldom filled; without one it must be a slip.
    blank_ends = all(r.is_blank_at_end for r in alike) if header.is_blank_at_end else _mostly_blank_ends(alike)
    layout = names.layout
    if not records or (usual == len(named) + 1 and blank_ends):
        trailing = bool(alike) or header.is_blank_at_end
        return _matched(replace(by_name(named, names, header.line), trailing=trailing), layout, header.line)
    if usual in (len(fields), len(named)):
        columns = by_name(fields[:usual], names, header.line)
        extra = _extra_delimiter(header.line) if usual < len(fields) else ()
        return _matched(replace(columns, anomalies=(*columns.anomalies, *extra)), layout, header.line)
    if layout is not None and usual == len(layout.items):
        message = (
            f"見出しは {len(named)} 列ですが、レコードは定義どおり {usual} 項目です。"
            "定義の順に並んでいるものとして読みました。見出しを確かめてください。"
        )
        return by_position(layout, usual, (anomaly_of(message, header.line),))
    if len(alike) >= max(_SEVERAL, _ALIKE * len(records)):
        return _misnamed(named, usual, alike, names, header.line)
    return by_name(named, names, header.line)


def _mostly_blank_ends(records: Sequence[SampleRecord]) -> bool:
    """Return True when most of the records end with an empty field."""
    return 2 * sum(record.is_blank_at_end for record in records) > len(records)


def _matched(columns: Columns, layout: Layout | None, line: int) -> Columns:
    """Return the columns, by position where no name is one of the layout but the number is right."""
    if layout is None or columns.delivered or len(columns.items) != len(layout.items):
        return columns
    message = "見出しの列名が移行ファイル定義と一つも一致しません。定義の順に並んでいるものとして読みました。"
    anomaly = anomaly_of(f"{message}見出しを確かめてください。", line)
    return replace(by_position(layout, len(layout.items), (anomaly,)), trailing=columns.trailing)


def _extra_delimiter(line: int) -> tuple[Anomaly, ...]:
    message = "見出しの終わりに余分な区切り文字があります。除いて読みました。付けずに出力してください。"
    return (anomaly_of(message, line, severity="warning"),)


def by_position(layout: Layout | None, width: int, anomalies: tuple[Anomaly, ...] = ()) -> Columns:
    """Return the columns of a file without a header: the layout's items in order.

    Args:
        layout: The layout; None = columns are numbered.
        width: Fields of a record.
        anomalies: Those that were found so far.
    """
    if layout is None:
        names = tuple(f"項目{number}" for number in range(1, width + 1))
        return Columns(names, names, anomalies=anomalies)
    return Columns(layout.names, layout.names, anomalies=anomalies)


def _misnamed(named: Sequence[str], width: int, records: Sequence[SampleRecord], names: Names, line: int) -> Columns:
    """Return the columns where all records are wider or narrower than the header: those that are clear.

    Without a layout nobody knows which name is missing or too many: the first ones are taken as they are.
    """
    meanings = names.meanings(named)
    message = f"見出しは {len(named)} 列ですが、レコードはどれも {width} 項目です。"
    labels = [f"{number} 列目" for number in range(1, width + 1)]
    items: list[str | None] = [None] * width
    if names.layout is None:
        for column, meaning in enumerate(meanings[:width]):
            items[column] = meaning.label
        for column in range(len(meanings), width):
            items[column] = labels[column]
        message += "見出しを前から順に当てはめて読みました。"
    else:
        for column, name in clear_pairs(meanings, records, width, names.layout).items():
            items[column], labels[column] = meanings[name].item, meanings[name].shown
        read = sum(item is not None for item in items)
        message += f"どの項目か明らかな {read} 列だけを検査しました。"
    delivered = {item for item in items if item is not None}
    missing = tuple(name for name in names.layout.names if name not in delivered) if names.layout else ()
    anomaly = anomaly_of(f"{message}見出しとレコードの項目の数をそろえて出力してください。", line)
    return Columns(tuple(items), tuple(labels), missing, anomalies=(anomaly,))


def by_name(fields: Sequence[str], names: Names, line: int) -> Columns:
    """Return the columns that a header names.

    Args:
        fields: of the header.
        names: what the layout and the agreement call the columns.
        line: where the header is.
    """
    meanings = names.meanings(fields)
    found = [meaning.item for meaning in meanings if meaning.item is not None]
    there, times = frozenset(found), Counter(meaning.label for meaning in meanings)  # there may be thousands
    expected = names.layout.names if names.layout is not None else found
    missing = tuple(name for name in expected if name not in there)
    unknown = [m for m, name in zip(meanings, fields, strict=True) if name and m.item is None and not m.agreed]
    extra = tuple(dict.fromkeys(m.label for m in unknown if times[m.label] == 1 or m.label not in there))
    shown = {meaning.label: meaning.shown for meaning in reversed(meanings)}
    anomalies = [
        *_duplicates(meanings, fields, names, line),
        *_unnamed(fields, line),
        *_unknown(unknown, extra, missing, line, names),
    ]
    if names.layout is not None:
        offered = {nearest(label, missing) for label in extra}
        anomalies += [
            replace(
                anomaly_of(f"項目「{name}」の列がありません。移行条件に沿って出力してください。", line, name),
                absent=True,
            )
            for name in missing
            if name not in offered
        ]
        anomalies += _folded(meanings, line)
        in_order = [name for name in expected if name in there]
        if found != in_order:
            anomalies.append(_reordered(found, in_order, line))
    return Columns(
        items=tuple(m.item for m in meanings),
        labels=tuple(m.shown for m in meanings),
        missing=missing,
        extra=extra,
        extra_shown=tuple(shown[label] for label in extra),
        anomalies=tuple(anomalies),
    )


def _duplicates(meanings: Sequence[Meaning], fields: Sequence[str], names: Names, line: int) -> list[Anomaly]:
    """Report columns of the same name, of which only the first one is read where there is a layout."""
    if names.layout is None:
        times = Counter(field for field in fields if field)
        return [
            anomaly_of(
                f"列「{name}」が {count} あります。移行条件の columns では、二つめを「{name}#2」のように書きます。列名を確かめてください。",
                line,
                name,
            )
            for name, count in times.items()
            if count > 1
        ]
    counts = Counter(meaning.label for meaning in meanings if not meaning.agreed)
    shown = {meaning.label: meaning.shown for meaning in reversed(meanings)}
    return [
        anomaly_of(
            f"項目「{shown[label]}」の列が {count} あります。最初の列だけを検査しました。列名を確かめてください。",
            line,
            label if shown[label] == label else None,
        )
        for label, count in counts.items()
        if count > 1
    ]


def _unnamed(fields: Sequence[str], line: int) -> list[Anomaly]:
    """Report the columns without a name, all of them once."""
    numbers = [number for number, field in enumerate(fields, 1) if not field]
    if not numbers:
        return []
    shown = "、".join(str(number) for number in numbers[:5]) + (" ほか" if len(numbers) > 5 else "")
    return [
        anomaly_of(f"{shown} 列目に見出しがありません。この列は検査していません。列名を付けて出力してください。", line)
    ]


def _unknown(
    meanings: Sequence[Meaning], extra: Sequence[str], missing: Sequence[str], line: int, names: Names
) -> list[Anomaly]:
    """Report the columns that the layout does not know, and those that were agreed on for an item that is there already."""
    anomalies = []
    shown = {meaning.label: meaning.shown for meaning in reversed(meanings)}
    for label in extra:
        if (item := names.agreed.get(label)) is not None and names.layout is not None and item in names.layout.by_name:
            message = (
                f"移行条件の columns で「{item}」とした列「{label}」がありますが、「{item}」の列はほかにもあります。"
                f"列「{label}」は検査していません。要らないほうの列を、columns で null としてください。"
            )
            anomalies.append(anomaly_of(message, line, item))
            continue
        near = nearest(label, missing)
        offer = f"「{near}」ではありませんか。" if near else "不要な列であれば除いてください。"
        message = f"列「{shown[label]}」は移行ファイル定義にありません。この列は検査していません。{offer}"
        anomalies.append(anomaly_of(message, line, near))
    return anomalies


def _folded(meanings: Sequence[Meaning], line: int) -> list[Anomaly]:
    """Report names that are the layout's but for width, case and blanks, all of them once."""
    folded = [meaning for meaning in meanings if meaning.folded]
    if not folded:
        return []
    message = (
        f"全角・半角や空白だけが項目名と違う列が {len(folded)} あります（最初の列: 「{folded[0].label}」は「{folded[0].item}」）。"
        "対応付けて読みました。項目名どおりに出力してください。"
    )
    return [anomaly_of(message, line)]


def _reordered(found: Sequence[str], expected: Sequence[str], line: int) -> Anomaly:
    first, wanted = next((a, b) for a, b in zip(found, expected, strict=True) if a != b)
    moved = sum(a != b for a, b in zip(found, expected, strict=True))
    message = (
        f"列の順が移行ファイル定義と違います（{moved} 列。最初の違い: 「{wanted}」の位置に「{first}」）。"
        "見出しの名前で対応付けて読みました。定義の順に並べて出力してください。"
    )
    return anomaly_of(message, line)
