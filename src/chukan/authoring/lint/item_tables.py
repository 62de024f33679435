"""Item tables, row by row: all that is wrong, not only the first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from chukan.authoring.lint.findings import LintFinding, error, warning
from chukan.authoring.lint.formats import wrong_format
from chukan.authoring.lint.tables import read_table, wrong_editions
from chukan.authoring.lint.times import applies, together
from chukan.errors import did_you_mean
from chukan.layouts.model import Item
from chukan.layouts.tables import ITEM_COLUMNS, ITEM_REQUIRED, parse_item
from chukan.values.formats import FORMATS

BAD_NAME = re.compile(r"""[\s\u3000,"'/／\\!#$%&()=~^|`@{}\[\]+*;:<>?.-]""")
DATE_LENGTHS: dict[str, frozenset[int]] = {
    "DATE": frozenset({8, 10}),
    "YM": frozenset({6, 7}),
    "YEAR": frozenset({4}),
    "TIME": frozenset({4, 5, 6, 8}),
}


@dataclass(frozen=True)
class ItemTable:
    """An item table as far as it could be read: (line, item)."""

    path: Path
    rows: tuple[tuple[int, Item], ...]

    def place(self, name: str) -> str:
        """Return ``FILE:LINE`` of an item."""
        line = next((n for n, item in self.rows if item.name == name), 1)
        return f"{self.path}:{line}"


def lint_items(path: Path, editions: Sequence[str], *, own: bool) -> tuple[ItemTable, list[LintFinding]]:
    """Return an item table, as far as it can be read, and what is wrong in it by itself.

    Args:
        path: the CSV.
        editions: the pack's editions, oldest first.
        own: False for a table that only adds to a parent pack's: it needs no key.
    """
    rows, findings = read_table(path, ITEM_COLUMNS, ITEM_REQUIRED, parse_item)
    table = ItemTable(path, tuple(rows))
    seen: dict[str, list[tuple[int, Item]]] = {}
    for position, (line, item) in enumerate(rows, 1):
        place = f"{path}:{line}"
        if twin := next((n for n, other in seen.get(item.name, []) if together(item, other, editions)), None):
            what = f"項目「{item.name}」が {twin} 行目にもあります"
            findings.append(error("L02", place, what, "名前を変えるか、一方を消してください。"))
        seen.setdefault(item.name, []).append((line, item))
        if item.no != position:
            findings.append(
                warning("L11", place, f"番号 {item.no} は {position} のはずです", "1 から順に振り直してください。")
            )
        findings += _item(item, place, editions)
    for edition in editions:
        items = [item for _, item in rows if applies(editions, edition, item.since, item.until)]
        findings += [f for f in _key(items, table, own=own) if f not in findings]
    if not rows and not findings:
        findings.append(error("L01", str(path), "項目が一つもありません", "項目を書くか、定義を消してください。"))
    return table, findings


def _item(item: Item, place: str, editions: Sequence[str]) -> list[LintFinding]:
    found: list[LintFinding] = []
    name = item.name
    if BAD_NAME.search(name):
        found.append(
            error(
                "L03",
                place,
                f"項目名「{name}」に使えない文字があります",
                "空白・カンマ・引用符・斜線・半角記号（_ 以外）を除いてください。",
            )
        )
    found += _length(item, place)
    for token in item.formats:
        why = wrong_format(item, token)
        if why == "?":
            hint = did_you_mean(token, FORMATS) or f"使える書式: {', '.join(FORMATS)}、a..b"
            found.append(error("L07", place, f"項目「{name}」の書式「{token}」は知られていません", hint))
        elif why:
            found.append(warning("L07", place, f"項目「{name}」: {why}", "型・桁数・書式のどれかを直してください。"))
    if item.basis == "estimate" and not item.note:
        found.append(
            error(
                "L08",
                place,
                f"推定の項目「{name}」に備考がありません",
                "なぜ置いたか、桁数をなぜそう見たかを note に書いてください。",
            )
        )
    elif item.basis != "estimate" and not item.source:
        found.append(
            warning(
                "L08",
                place,
                f"項目「{name}」の根拠は {item.basis} ですが、出典がありません",
                "source に法令の条・様式・標準の名前を書いてください。",
            )
        )
    found += wrong_editions(item.since, item.until, f"項目「{name}」", place, editions)
    return found


def _length(item: Item, place: str) -> list[LintFinding]:
    if item.type in DATE_LENGTHS:
        allowed = DATE_LENGTHS[item.type]
        if item.length is not None and item.length not in allowed:
            wanted = "・".join(map(str, sorted(allowed)))
            return [
                error(
                    "L06",
                    place,
                    f"{item.type} の項目「{item.name}」の桁数 {item.length} は {wanted} のはずです",
                    "桁数を直してください。",
                )
            ]
        return []
    found: list[LintFinding] = []
    if item.length is None and item.type != "BLOB":
        found.append(
            warning(
                "L06",
                place,
                f"項目「{item.name}」の桁数がありません",
                "わからなければ空のままでよいが、桁あふれは検査されません。",
            )
        )
    if item.length is not None and item.length < 1:
        found.append(
            error(
                "L06", place, f"項目「{item.name}」の桁数 {item.length} は 1 以上のはずです", "桁数を直してください。"
            )
        )
    if item.is_decimal and not item.scale:
        found.append(
            warning(
                "L06",
                place,
                f"{item.type} の項目「{item.name}」の小数桁がありません",
                f"scale に書くか、型を {item.type[:-1]} にしてください。",
            )
        )
    if not item.is_decimal and item.scale:
        found.append(
            error(
                "L06",
                place,
                f"{item.type} の項目「{item.name}」に小数桁があります",
                "型を 9V（負の値もあれば S9V）にするか、scale を空にしてください。",
            )
        )
    return found


def _key(items: list[Item], table: ItemTable, *, own: bool) -> list[LintFinding]:
    found: list[LintFinding] = []
    keys = sorted((i for i in items if i.key is not None), key=lambda i: i.key or 0)
    if keys and all(i.required != "required" for i in keys):
        message = "キーの項目に、必須（required）のものが一つもありません"
        hint = "必ずあるものを一つは required にしてください（空欄になりうるキー項目は、空欄も一つの値とみなします）。"
        found.append(error("L05", table.place(keys[0].name), message, hint))
    if not own:
        return found
    if not keys and items:
        found.append(warning("L05", f"{table.path}:1", "キーの項目がありません", "key に 1, 2, … を書いてください。"))
    numbers = [i.key for i in keys]
    wrong = next((i for n, i in enumerate(keys, 1) if i.key != n), None)
    if wrong:
        message = f"キーの番号 {numbers} が 1 から続いていません"
        found.append(error("L05", table.place(wrong.name), message, "1, 2, … と振り直してください。"))
    return found
