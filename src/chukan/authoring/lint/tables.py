"""Item tables and code lists, row by row: all that is wrong, not only the first."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from chukan.authoring.lint.findings import LintFinding
from chukan.authoring.lint.formats import wrong_format
from chukan.authoring.lint.times import applies, together
from chukan.errors import PackError, did_you_mean
from chukan.layouts.codes import ANY, MORE, CodeList, CodeValue
from chukan.layouts.model import Item
from chukan.layouts.tables import (
    CODE_COLUMNS,
    CODE_REQUIRED,
    ITEM_COLUMNS,
    ITEM_REQUIRED,
    parse_code,
    parse_item,
    read_rows,
)
from chukan.severity import Severity
from chukan.values.formats import FORMATS

Row = TypeVar("Row")

BAD_NAME = re.compile(r"""[\s\u3000,"'/／\\!#$%&()=~^|`@{}\[\]+*;:<>?.-]""")
DATE_LENGTHS: dict[str, frozenset[int]] = {
    "DATE": frozenset({8, 10}),
    "YM": frozenset({6, 7}),
    "YEAR": frozenset({4}),
    "TIME": frozenset({4, 5, 6, 8}),
}


@dataclass(frozen=True)
class CsvTable:
    """An item table as far as it could be read: (line, item)."""

    path: Path
    rows: tuple[tuple[int, Item], ...]

    def place(self, name: str) -> str:
        """Return ``FILE:LINE`` of an item."""
        line = next((n for n, item in self.rows if item.name == name), 1)
        return f"{self.path}:{line}"


def lint_items(path: Path, editions: Sequence[str], *, own: bool) -> tuple[CsvTable, list[LintFinding]]:
    """Return an item table, as far as it can be read, and what is wrong in it by itself.

    Args:
        path: the CSV.
        editions: the pack's editions, oldest first.
        own: False for a table that only adds to a parent pack's: it needs no key.
    """
    rows, findings = _read(path, ITEM_COLUMNS, ITEM_REQUIRED, parse_item)
    table = CsvTable(path, tuple(rows))
    seen: dict[str, list[tuple[int, Item]]] = {}
    for position, (line, item) in enumerate(rows, 1):
        place = f"{path}:{line}"
        if twin := next((n for n, other in seen.get(item.name, []) if together(item, other, editions)), None):
            what = f"項目「{item.name}」が {twin} 行目にもあります"
            findings.append(_error("L02", place, what, "名前を変えるか、一方を消してください。"))
        seen.setdefault(item.name, []).append((line, item))
        if item.no != position:
            findings.append(
                _warning("L11", place, f"番号 {item.no} は {position} のはずです", "1 から順に振り直してください。")
            )
        findings += _item(item, place, editions)
    for edition in editions:
        items = [item for _, item in rows if applies(editions, edition, item.since, item.until)]
        findings += [f for f in _key(items, table, own=own) if f not in findings]
    if not rows and not findings:
        findings.append(_error("L01", str(path), "項目が一つもありません", "項目を書くか、定義を消してください。"))
    return table, findings


def _item(item: Item, place: str, editions: Sequence[str]) -> list[LintFinding]:
    found: list[LintFinding] = []
    name = item.name
    if BAD_NAME.search(name):
        found.append(
            _error(
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
            found.append(_error("L07", place, f"項目「{name}」の書式「{token}」は知られていません", hint))
        elif why:
            found.append(_warning("L07", place, f"項目「{name}」: {why}", "型・桁数・書式のどれかを直してください。"))
    if item.basis == "estimate" and not item.note:
        found.append(
            _error(
                "L08",
                place,
                f"推定の項目「{name}」に備考がありません",
                "なぜ置いたか、桁数をなぜそう見たかを note に書いてください。",
            )
        )
    elif item.basis != "estimate" and not item.source:
        found.append(
            _warning(
                "L08",
                place,
                f"項目「{name}」の根拠は {item.basis} ですが、出典がありません",
                "source に法令の条・様式・標準の名前を書いてください。",
            )
        )
    found += _editions(item.since, item.until, f"項目「{name}」", place, editions)
    return found


def _length(item: Item, place: str) -> list[LintFinding]:
    if item.type in DATE_LENGTHS:
        allowed = DATE_LENGTHS[item.type]
        if item.length is not None and item.length not in allowed:
            wanted = "・".join(map(str, sorted(allowed)))
            return [
                _error(
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
            _warning(
                "L06",
                place,
                f"項目「{item.name}」の桁数がありません",
                "わからなければ空のままでよいが、桁あふれは検査されません。",
            )
        )
    if item.length is not None and item.length < 1:
        found.append(
            _error(
                "L06", place, f"項目「{item.name}」の桁数 {item.length} は 1 以上のはずです", "桁数を直してください。"
            )
        )
    if item.is_decimal and not item.scale:
        found.append(
            _warning(
                "L06",
                place,
                f"{item.type} の項目「{item.name}」の小数桁がありません",
                f"scale に書くか、型を {item.type[:-1]} にしてください。",
            )
        )
    if not item.is_decimal and item.scale:
        found.append(
            _error(
                "L06",
                place,
                f"{item.type} の項目「{item.name}」に小数桁があります",
                "型を 9V（負の値もあれば S9V）にするか、scale を空にしてください。",
            )
        )
    return found


def _key(items: list[Item], table: CsvTable, *, own: bool) -> list[LintFinding]:
    found: list[LintFinding] = []
    keys = sorted((i for i in items if i.key is not None), key=lambda i: i.key or 0)
    if keys and all(i.required != "required" for i in keys):
        message = "キーの項目に、必須（required）のものが一つもありません"
        hint = "必ずあるものを一つは required にしてください（空欄になりうるキー項目は、空欄も一つの値とみなします）。"
        found.append(_error("L05", table.place(keys[0].name), message, hint))
    if not own:
        return found
    if not keys and items:
        found.append(_warning("L05", f"{table.path}:1", "キーの項目がありません", "key に 1, 2, … を書いてください。"))
    numbers = [i.key for i in keys]
    wrong = next((i for n, i in enumerate(keys, 1) if i.key != n), None)
    if wrong:
        message = f"キーの番号 {numbers} が 1 から続いていません"
        found.append(_error("L05", table.place(wrong.name), message, "1, 2, … と振り直してください。"))
    return found


def _editions(
    since: str | None, until: str | None, what: str, place: str, editions: Sequence[str]
) -> list[LintFinding]:
    found = [
        _error("L10", place, f"{what}の{label}「{edition}」という版はありません", f"ある版: {', '.join(editions)}")
        for label, edition in (("since", since), ("until", until))
        if edition is not None and edition not in editions
    ]
    if not found and since and until and editions.index(since) > editions.index(until):
        found.append(
            _error("L10", place, f"{what}の since {since} が until {until} より後です", "入れ替えてください。")
        )
    return found


def lint_codes(path: Path, editions: Sequence[str]) -> tuple[CodeList, list[LintFinding]]:
    """Return a code list, as far as it can be read, and what is wrong in it by itself.

    Args:
        path: the CSV.
        editions: the pack's editions, oldest first.
    """
    rows, findings = _read(path, CODE_COLUMNS, CODE_REQUIRED, parse_code)
    seen: dict[str, list[tuple[int, CodeValue]]] = {}
    for line, value in rows:
        place = f"{path}:{line}"
        if twin := next((n for n, other in seen.get(value.code, []) if together(value, other, editions)), None):
            what = f"コード「{value.code}」が {twin} 行目にもあります"
            findings.append(_error("L02", place, what, "一方を消してください。"))
        seen.setdefault(value.code, []).append((line, value))
        if value.basis == "estimate" and not value.note and not value.source:
            findings.append(
                _warning(
                    "L08",
                    place,
                    f"推定のコード「{value.code}」に備考も出典もありません",
                    "note にそう見た理由を書いてください。",
                )
            )
        findings += _editions(value.since, value.until, f"コード「{value.code}」", place, editions)
    if not rows and not findings:
        findings.append(
            _error("L01", str(path), "コードが一つもありません", "コードを書くか、ファイルを消してください。")
        )
    return CodeList(id=path.stem, name=path.stem, values=tuple(v for _, v in rows)), findings


def unfit_codes(item: Item, values: Sequence[CodeValue], place: str) -> list[LintFinding]:
    """Return codes that the item can't hold: too long, or no number where the item is one.

    Args:
        item: The item that names the code list.
        values: The values of the list; ``*`` is no code.
        place: The file and line of the item.

    Returns:
        At most one finding; it names the first five codes.
    """
    bad = [
        v.code
        for v in values
        if v.code not in (ANY, MORE)
        and (
            (item.length is not None and len(v.code) > item.length)
            or (item.type == "9" and not re.fullmatch("[0-9]+", v.code))
        )
    ]
    if not bad:
        return []
    shown = "、".join(bad[:5]) + ("…" if len(bad) > 5 else "")
    size = "" if item.length is None else f" {item.length} 桁"
    return [
        _error(
            "L12",
            place,
            f"項目「{item.name}」（{item.type}{size}）に、コード表「{item.code}」の値が入りません（{shown}）",
            "桁数かコード表を直してください。",
        )
    ]


def _read(
    path: Path, columns: tuple[str, ...], required: tuple[str, ...], parse: Callable[[Path, int, dict[str, str]], Row]
) -> tuple[list[tuple[int, Row]], list[LintFinding]]:
    """Return the rows that can be read; a finding for each that can't."""
    rows: list[tuple[int, Row]] = []
    findings: list[LintFinding] = []
    try:
        raw = read_rows(path, columns, required=required)
    except PackError as e:
        return [], [unreadable(e, str(path))]
    for line, row in raw:
        try:
            rows.append((line, parse(path, line, row)))
        except PackError as e:
            findings.append(unreadable(e, f"{path}:{line}"))
    return rows, findings


def unreadable(e: PackError, place: str) -> LintFinding:
    """Return L01 for what reading raised."""
    return LintFinding(e.place or place, "L01", Severity.ERROR, e.message, e.hint or "")


def _error(rule: str, place: str, message: str, hint: str) -> LintFinding:
    return _finding(rule, Severity.ERROR, place, message, hint)


def _warning(rule: str, place: str, message: str, hint: str) -> LintFinding:
    return _finding(rule, Severity.WARNING, place, message, hint)


def _finding(rule: str, severity: Severity, place: str, message: str, hint: str) -> LintFinding:
    return LintFinding(place, rule, severity, message, hint)
