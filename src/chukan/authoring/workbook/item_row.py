"""One row of an item table as an item: its cells parsed, and a notice for each that can't be taken as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast, get_args

from chukan.authoring.lint.formats import wrong_format
from chukan.authoring.lint.item_tables import BAD_NAME
from chukan.authoring.workbook.cells import is_blank, is_mark, read_key, read_requirement
from chukan.authoring.workbook.formats import infer_formats
from chukan.authoring.workbook.grid import folded
from chukan.authoring.workbook.item_size import ItemSize, Notify, item_size
from chukan.authoring.workbook.mapping import WorkbookMapping
from chukan.authoring.workbook.pairs import Pairs, find_pairs
from chukan.layouts.basis import Basis
from chukan.layouts.model import Item, Requirement
from chukan.values.formats import FORMATS

_REPEATED = re.compile(
    r"occurs[0-9n]+|(?:最大)?[0-9]+回(?:の|分)?(?:繰り?返し?|反復)|繰り?返し?(?:回数)?[:は]?[0-9]+回?|[×x][0-9]+回|[(][0-9]+回[)]"
)
_EXCEPTIONS = re.compile("[0-9]|ただし|以外|ほか|他の|場合")
"""What says that the listed codes may not be all."""
_CODED = frozenset({"X", "N", "XN", "9"})


@dataclass(frozen=True)
class ParsedRow:
    """The item of a row, and what is not part of it.

    Attributes:
        item: Without its number and its code list.
        inferred: The formats that its words name.
        pairs: The code values that a note lists.
        in_bytes: Its length counts bytes.
        repeat: How often it occurs, where its type says so.
    """

    item: Item
    inferred: tuple[str, ...] = ()
    pairs: Pairs | None = None
    in_bytes: bool = False
    repeat: str = ""


def parse_row(
    name: str,
    cell: Mapping[str, str],
    *,
    mapping: WorkbookMapping,
    marks: Mapping[str, Requirement],
    basis: Basis,
    item_id: str,
    notify: Notify,
) -> ParsedRow:
    """Return the item of a row.

    Args:
        name: Its name as the workbook has it.
        cell: Field -> text.
        mapping: What a person has decided of words.
        marks: What the workbook's legend says of the marks of a requirement.
        basis: The basis of an item when the row names none.
        item_id: Its データ項目ID; "" = none.
        notify: Called for each cell that can't be taken as it is.
    """
    words = "\n".join(cell.get(f, "") for f in ("definition", "description", "note", "format"))
    size, in_bytes = item_size(name, cell, mapping, words, notify)
    required = read_requirement(cell.get("required", ""), {**marks, **mapping.required})
    if required is None:
        notify(
            "problem",
            "required",
            f"項目「{name}」の必須区分「{cell['required']}」がわかりません。任意として取り込みました",
            "対応表の required: で指定してください。",
        )
    key = read_key(cell.get("key", ""))
    if key is None and not is_blank(cell.get("key", "")):
        notify("problem", "key", f"項目「{name}」の主キーの欄「{cell['key']}」がわかりません。キーでないとしました", "")
    safe_name, labels = _name(name, notify)
    item = Item.model_validate(
        {
            "no": 1,
            "item": safe_name,
            "type": size.type,
            "length": size.length,
            "scale": size.scale,
            "required": required or "optional",
            "key": key,
            "basis": _basis(cell.get("basis", "")) or basis,
            "source": _source(cell, item_id),
            "note": _note(cell, size),
            "label": labels,
        }
    )
    stated = _stated_formats(item, cell.get("format", ""))
    own = "slug" in cell  # chukan's own export says all of an item in columns
    inferred: tuple[str, ...] = ()
    if mapping.formats == "infer" and not own:
        inferred = tuple(f for f in infer_formats(item, words) if f not in stated)
    formats = dict.fromkeys((*size.formats, *stated, *inferred))
    fitting = tuple(f for f in formats if f in stated or f == "my_number" or not wrong_format(item, f))
    item = item.model_copy(update={"formats": fitting})
    pairs = _pairs(name, item, cell, notify) if mapping.codes_in_notes == "read" and not own else None
    _notify_of_repeat(name, cell, size, words, notify)
    return ParsedRow(item, inferred, pairs, in_bytes, size.repeat)


def _notify_of_repeat(name: str, cell: Mapping[str, str], size: ItemSize, words: str, notify: Notify) -> None:
    """Notify of a number of repeats that only a sentence or the name says: nobody can know how the file has it."""
    m = _REPEATED.search(folded(f"{name} {words}"))
    if m and is_blank(cell.get("repeat", "")) and not size.repeat and "slug" not in cell:
        what = f"項目「{name}」は繰り返す項目のようですが（「{m[0]}」）、1 列として取り込みました"
        hint = "列が分かれるなら、ワークブックに繰り返しの列を足して回数を書いてください。"
        notify("problem", "item", what, hint)


def _name(name: str, notify: Notify) -> tuple[str, tuple[str, ...]]:
    """Return a name that a layout can hold, and the workbook's own as the other name of its column in files."""
    if not BAD_NAME.search(name):
        return name, ()
    safe = re.sub(r"_+", "_", BAD_NAME.sub("_", name)).strip("_") or "項目"
    if "|" in name:
        notify("problem", "item", f"項目名「{name}」の「|」は別名に持てません。「{safe}」だけで取り込みました", "")
        return safe, ()
    notify("info", "item", f"項目名「{name}」を「{safe}」とし、元の名前をファイルの見出しとして残しました", "")
    return safe, (name,)


def _stated_formats(item: Item, text: str) -> tuple[str, ...]:
    """Return the formats of chukan's own column 書式."""
    return tuple(token for token in text.split() if wrong_format(item, token) != "?")


def _pairs(name: str, item: Item, cell: Mapping[str, str], notify: Notify) -> Pairs | None:
    """Return the code values that a note lists, where they can be all that the item holds."""
    if not is_blank(cell.get("code", "")) or item.type not in _CODED or item.is_secret:
        return None
    for words in ("description", "definition", "note"):
        found = find_pairs(cell.get(words, ""))
        if found is None:
            continue
        codes = [code for code, _ in found.values]
        longest = max(map(len, codes))
        # of an item that holds far more, they are kinds or units of its values
        fits = item.length is None or longest == item.length or (item.type != "9" and longest <= item.length <= 3)
        if fits and (item.type != "9" or all(code.isdigit() for code in codes)):
            goes_on = found.goes_on or bool(_EXCEPTIONS.search(folded(found.rest)))
            return replace(found, goes_on=goes_on)
        shown = "、".join(f"{code}:{meaning}" for code, meaning in found.values[:3])
        what = f"項目「{name}」の説明にコード値のような記載がありますが（{shown}）、型か桁数に合わないのでコード表にしませんでした"
        notify("problem", words, what, "コード値なら、ワークブックの桁数を直すか、コードの列に書いてください。")
    return None


def _source(cell: Mapping[str, str], item_id: str) -> str:
    """Return the place of an item in the workbook: its id, its roman name, the section it comes from."""
    identity = " ".join(t for t in (f"データ項目ID {item_id}" if item_id else "", cell.get("romaji", "")) if t)
    stated = "" if _basis(cell.get("basis", "")) else cell.get("basis", "")
    return "; ".join(_line(t) for t in (cell.get("source", ""), identity, cell.get("spec", ""), stated) if t)


def _note(cell: Mapping[str, str], size: ItemSize) -> str:
    """Return the words of the workbook on an item; a condition (※※...) stays as it is written."""
    parts = [cell.get(f, "") for f in ("definition", "description", "note")]
    if not is_blank(cell.get("repeat", "")):
        parts.append(f"繰り返し {cell['repeat']}")
    foreign = cell.get("foreign", "")
    if not is_blank(foreign):
        parts.append("外部キー" if is_mark(foreign) else f"外部キー {foreign}")
    if size.least is not None:
        parts.append(f"最小 {size.least} 桁")
    for name, word in (("default", "初期値"), ("unit", "単位")):
        if not is_blank(cell.get(name, "")):
            parts.append(f"{word} {cell[name]}")
    return "／".join(_line(p) for p in (*parts, *_written_form(cell)) if p)


def _written_form(cell: Mapping[str, str]) -> list[str]:
    """Return the column 書式 of a workbook of another make, which is no list of formats of chukan."""
    text = cell.get("format", "")
    return [f"書式 {text}"] if any(token not in FORMATS and ".." not in token for token in text.split()) else []


def _line(text: str) -> str:
    return " ".join(text.split("\n")).strip()


def _basis(text: str) -> Basis | None:
    return cast("Basis", text) if text in get_args(Basis) else None
