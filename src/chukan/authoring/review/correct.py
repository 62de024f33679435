"""What the entries of a review sheet make of items, code lists and rules: each correction carries who and when."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from chukan.authoring import labels
from chukan.authoring.review import form
from chukan.authoring.review.entries import Entry, Signature
from chukan.errors import PackError
from chukan.layouts.codes import ANY, MORE, CodeList, CodeValue
from chukan.layouts.declaration import Declaration, SingleDeclaration
from chukan.layouts.declarations import RecordRule
from chukan.layouts.model import NUMBER_TYPES, Item, Layout
from chukan.severity import Severity
from chukan.values.formats import FORMATS

_ESTIMATED = re.compile("[。、]?(?:桁数|長さ|番号)(?:の並び)?は推定[。、]?")


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing that the review changed or confirmed.

    Attributes:
        place: the cell that says so.
        of: ``BUSINESS/LAYOUT``, or the id of a code list.
        what: in Japanese: 桁数 15 → 20.
        by_hand: True when it could not be taken over: somebody has to write it into the pack.
    """

    place: str
    of: str
    name: str
    result: str
    what: str
    signature: Signature
    by_hand: bool = False


@dataclass
class Corrected:
    """What an extending pack says of one layout.

    Attributes:
        items: those that replace the parent's, or are new.
        without: names of the parent's items that it does not have.
        declarations: those that replace the parent's.
    """

    items: list[Item] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    declarations: list[Declaration] = field(default_factory=list)


def correct_layout(layout: Layout, entries: Iterable[Entry]) -> tuple[Corrected, list[Correction]]:
    """Return what the entries about a layout's items and rules make of it, and each of them in words.

    Args:
        layout: as the parent pack has it.
        entries: those of kinds ``item`` and ``rule`` about it.
    """
    made, corrections = Corrected(), []
    for entry in entries:
        if entry.kind == "item":
            corrections.append(_item(layout, entry, made))
        else:
            corrections.append(_rule(layout, entry, made))
    return made, corrections


def correct_codes(codes: CodeList, entries: Sequence[Entry]) -> tuple[CodeList, bool, list[Correction]]:
    """Return what the entries about a code list make of it.

    Args:
        codes: as the parent pack has it, in one edition.
        entries: those of kind ``code`` about it.

    Returns:
        The values to write, whether they are the whole list (a number changed, or went away), and each entry in words.

    Raises:
        PackError: a code would be there twice; names the cell.
    """
    by_code = {entry.name: entry for entry in entries if entry.result != form.ADDED}
    values: list[CodeValue] = []
    touched: list[CodeValue] = []
    corrections: list[Correction] = []
    for before in codes.values:
        value = before.model_copy(update={"since": None, "until": None})
        entry = by_code.get(before.code)
        after = _corrected_value(value, entry) if entry else value
        if after is not None:
            values.append(after)
            touched += [after] if after != value else []
        if entry:
            corrections.append(
                _correction(
                    entry, _of_value(value, after, entry), by_hand=entry.result == form.WRONG and not entry.values
                )
            )
    for entry in entries:
        if entry.result == form.ADDED:
            value = CodeValue(**entry.values, basis="attested", source=entry.signature.source, note=entry.reason)
            values.append(value)
            touched.append(value)
            corrections.append(_correction(entry, f"{value.code} {value.name} を追加"))
    _refuse_twins(codes, values, entries)
    whole = not {value.code for value in codes.values} <= {value.code for value in values}
    kept = values if whole else touched
    return CodeList(id=codes.id, name=codes.name, values=tuple(kept)), whole, corrections


def _corrected_value(value: CodeValue, entry: Entry) -> CodeValue | None:
    """Return what an entry makes of a code; None where it takes it away."""
    if entry.result == form.GONE:
        return None
    signs = entry.result == form.RIGHT or (entry.result == form.WRONG and entry.values)
    return _signed_value(value, entry) if signs and value.code not in (ANY, MORE) else value


def _of_value(before: CodeValue, after: CodeValue | None, entry: Entry) -> str:
    if after is None:
        return "外しました"
    changed = [f"{old} → {new}" for old, new in ((before.code, after.code), (before.name, after.name)) if old != new]
    return "、".join(changed) or entry.reason or "確かめました"


def _refuse_twins(codes: CodeList, values: Sequence[CodeValue], entries: Sequence[Entry]) -> None:
    """Raise PackError when a code would be there twice."""
    count = Counter(value.code for value in values)
    for entry in entries:
        code = str(entry.values.get("code", ""))
        if code and count[code] > 1:
            raise PackError(
                f"コード表「{codes.name}」のコード「{code}」が二つになります。何も書いていません",
                place=entry.place,
                hint="どちらかの番号を直すか、行を消してください。",
            )


def _signed_value(before: CodeValue, entry: Entry) -> CodeValue:
    if not entry.values and (entry.result == form.WRONG or before.basis != "estimate"):
        return before
    note = _without_estimate(before.note, entry.reason)
    source = _joined(before.source, entry.signature.source)
    return before.model_copy(update={**entry.values, "basis": "attested", "source": source, "note": note})


def _item(layout: Layout, entry: Entry, made: Corrected) -> Correction:
    if entry.result == form.ADDED:
        item = _added(entry, len(layout.items) + len(made.items) + 1)
        made.items.append(item)
        return _correction(
            replace(entry, name=item.name), f"{labels.TYPES[item.type]} {labels.size_in_words(item)} を追加"
        )
    item = layout.by_name[entry.name]
    if entry.result == form.GONE:
        made.without.append(item.name)
        return _correction(entry, "外しました")
    if entry.result == form.HELD:
        return _correction(entry, entry.reason or "保留")
    if entry.result == form.WRONG and not entry.values:
        return _correction(entry, entry.reason, by_hand=True)
    after = _confirmed(item, entry) if entry.result == form.RIGHT else _changed(item, entry)
    if after != item:
        made.items.append(after)
    return _correction(entry, _difference(item, after) or "確かめました")


def _added(entry: Entry, number: int) -> Item:
    values = {key: value for key, value in entry.values.items() if value is not None}
    name = values.pop("name")
    return Item.model_validate(
        {
            "no": number,
            "item": name,
            "basis": "attested",
            "source": entry.signature.source,
            "note": entry.reason or "確認シートで追加",
            **values,
        }
    )


def _confirmed(item: Item, entry: Entry) -> Item:
    """Return an item that somebody confirmed: what was estimated of it is attested now, what rests on more stays."""
    if item.basis == "estimate":
        source = _joined(item.source, entry.signature.source)
        return item.model_copy(
            update={"basis": "attested", "source": source, "note": _without_estimate(item.note, entry.reason)}
        )
    if item.length_basis == "estimate":
        note = _without_estimate(item.note, f"桁数は{entry.signature.source}")
        return item.model_copy(update={"note": note})
    return item


def _changed(item: Item, entry: Entry) -> Item:
    values: dict[str, Any] = dict(entry.values)
    if "name" in values:  # the item keeps its name; files may call its column otherwise
        values["labels"] = tuple(dict.fromkeys((*item.labels, values.pop("name"))))
    kind = values.get("type", item.type)
    formats = tuple(name for name in item.formats if _fits(name, kind))
    note = _without_estimate(item.note, entry.reason or _difference(item, item.model_copy(update=values)))
    source = _joined(item.source, entry.signature.source)
    return item.model_copy(update={**values, "formats": formats, "basis": "attested", "source": source, "note": note})


def _fits(name: str, kind: str) -> bool:
    return kind in FORMATS[name].types if name in FORMATS else kind in (*NUMBER_TYPES, "YEAR")


def _difference(before: Item, after: Item) -> str:
    """Return what changed of an item, in words: 桁数 15 → 20."""
    rows = [
        ("型", labels.TYPES[before.type], labels.TYPES[after.type]),
        ("桁数", labels.size(before) or form.NONE, labels.size(after) or form.NONE),
        ("必須", labels.REQUIRED[before.required], labels.REQUIRED[after.required]),
        ("キー", str(before.key or form.NONE), str(after.key or form.NONE)),
        ("ファイルでの名前", "・".join(before.labels) or before.name, "・".join(after.labels) or after.name),
    ]
    return "、".join(f"{word} {old} → {new}" for word, old, new in rows if old != new)


def _rule(layout: Layout, entry: Entry, made: Corrected) -> Correction:
    declaration = layout.body.declarations[int(entry.name) - 1]
    named = replace(entry, name=f"{declaration.label} {declaration.name}")
    if entry.result == form.HELD:
        return _correction(named, entry.reason or "保留")
    if isinstance(declaration, RecordRule) and entry.result == form.GONE:
        made.declarations.append(declaration.model_copy(update={"severity": Severity.INFO}))
        return _correction(named, "使わないので、参考に下げました")
    if entry.result != form.RIGHT:
        return _correction(named, entry.reason or "使わない規則", by_hand=True)
    if declaration.rests_on == "estimate" and isinstance(declaration, RecordRule | SingleDeclaration):
        update: dict[str, Any] = {"basis": "attested"}
        if isinstance(declaration, RecordRule):
            update["source"] = _joined(declaration.source, entry.signature.source)
        made.declarations.append(declaration.model_copy(update=update))
    return _correction(named, "確かめました")


def _correction(entry: Entry, what: str, *, by_hand: bool = False) -> Correction:
    return Correction(
        place=entry.place,
        of=entry.of,
        name=entry.name,
        result=entry.result,
        what=what,
        signature=entry.signature,
        by_hand=by_hand,
    )


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def _without_estimate(note: str, more: str) -> str:
    """Return a note that no longer says that something is estimated, with what is known now."""
    kept = _ESTIMATED.sub("。", note).strip("。、 ")
    return "。".join(part for part in (kept, more) if part)
