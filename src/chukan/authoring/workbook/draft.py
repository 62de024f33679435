"""The draft of a mapping file: how workbooks were read, in the words by which a person says it better."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml
from openpyxl.utils import get_column_letter

from chukan.authoring.workbook.account import CellAccount
from chukan.authoring.workbook.header import seen_headings
from chukan.authoring.workbook.mapping import WorkbookMapping
from chukan.authoring.workbook.reading import WorkbookReading
from chukan.authoring.workbook.report import Notice, SheetUse, TableUse

_UNKNOWN = {
    "types": re.compile(r"の型「(.+?)」がわかりません"),
    "required": re.compile(r"の必須区分「(.+?)」がわかりません"),
}
_GUESSES = {"types": "XN", "required": "optional"}
_HEAD = """# chukan layouts import の対応表のもと。推定した読み方を書き出したもの。
# 違うところを直し、--mapping でこのファイルを指定して取り込み直す。書き方は docs/packs.md にある。
# 「要確認」の行は取込みで読まなかったか、決められなかったもの。確かめて、要らないセルなら ignore に書く。
"""


def mapping_draft(readings: Sequence[WorkbookReading], mapping: WorkbookMapping) -> str:
    """Return a mapping file that reads workbooks as they were read, with what is open as comments.

    Read back as it is, it changes nothing. Each 要確認 is beside the key that would settle it.

    Args:
        readings: What the workbooks yielded.
        mapping: The mapping that was in force; what it says stays.
    """
    known = mapping.model_dump(mode="json", exclude_defaults=True, exclude={"sheets"})
    problems: list[Notice] = [n for reading in readings for n in reading.notices if n.level == "problem"]
    for key, pattern in _UNKNOWN.items():
        words = dict.fromkeys(m[1] for n in problems if (m := pattern.search(n.message)))
        if words:
            known[key] = known.get(key, {}) | dict.fromkeys(words, _GUESSES[key])
    parts = [_HEAD, _yaml(known) if known else "", *_open_keys(mapping, "\n".join(n.message for n in problems))]
    sheets: dict[str, list[str]] = {}
    for reading in readings:
        for use in reading.sheets:
            lines = _sheet(reading, use, mapping, reading.accounts[use.sheet])
            if use.sheet not in sheets:
                sheets[use.sheet] = lines
            elif lines:  # one key for both
                sheets[use.sheet] += [
                    f"  # {reading.opened.name} にも同じ名前のシートがあり、上の指定はどちらにも効く\n"
                ]
    lines = [line for own in sheets.values() for line in own]
    any_key = any(not line.lstrip().startswith("#") for line in lines)
    return "".join([*parts, ("sheets:\n" if any_key else "# sheets:\n") if lines else "", *lines])


def _open_keys(mapping: WorkbookMapping, said: str) -> list[str]:
    """Return the keys that would settle what is open in the whole workbook, as comments."""
    lines = []
    if mapping.struck is None and "取り消し線" in said:
        lines.append("# struck: skip        # 取り消し線: skip（読まない）か read（生きている）\n")
    if mapping.hidden_sheets is None and "非表示のシート" in said:
        lines.append("# hidden_sheets: skip # 非表示のシート: skip（読まない）か read（読む）\n")
    if mapping.repeat is None and "繰り返し" in said:
        lines.append("# repeat: expand      # 繰り返し: expand（項目ごと）・together（組ごと）・one（1 列のまま）\n")
    if "図形" in said:
        lines.append("# shapes: skip        # 図形やテキストボックスの中の文を確かめた\n")
    return lines


def _sheet(reading: WorkbookReading, use: SheetUse, mapping: WorkbookMapping, account: CellAccount) -> list[str]:
    own = mapping.sheets.get(use.sheet)
    problems = [n for n in reading.notices if n.level == "problem" and _is_on(n.place, use.sheet)]
    comments = [f"  # 要確認 {n.place}: {n.message}\n" for n in problems]
    if own is not None:
        body = own.model_dump(mode="json", exclude_defaults=True)
        return [*comments, _indented({use.sheet: body})]
    if use.read_as == "skipped" and problems:
        return [*comments, *_skipped(use, mapping, account)]
    if use.read_as not in ("items", "codes") or not use.tables:
        return []
    lines = [*comments, _indented({use.sheet: _tables(use.tables)})]
    unknown = [f"{letter}（{heading}）" for table in use.tables for letter, heading in table.unused]
    if unknown:
        lines.append(
            f"    # 使わなかった列: {'、'.join(unknown)}。要るなら columns に 欄: 列 を足し、要らないなら ignore に書く\n"
        )
    if problems:
        left = {cell.place for cell in account.cells() if cell.state == "unused"} | set(account.grid.comments)
        areas = [_area(place) for place in sorted(left)]
        lines += [f"    # ignore: {_flow(areas[:20])}\n"] if areas else []
    return lines


def _tables(tables: Sequence[TableUse]) -> dict[str, Any]:
    made = [_table(table) for table in tables]
    if len(made) == 1:
        return made[0]
    for table, use in zip(made, tables, strict=True):
        if use.last is not None:
            table["last"] = use.last
    return {"tables": made}


def _table(use: TableUse) -> dict[str, Any]:
    # the two sides of a 新旧対照 are found again from their header: the new one may say 同左
    columns = {} if use.sided else {"columns": dict(use.fields)}
    return {"read": use.kind, "header": list(use.header), **columns}


def _skipped(use: SheetUse, mapping: WorkbookMapping, account: CellAccount) -> list[str]:
    """Return, as comments, what would make a table of a sheet that was not read, or would leave it out."""
    found: list[tuple[int, str, Mapping[str, str]]] = [
        (row, kind, fields)
        for kind, rows in seen_headings(account.grid, mapping).items()
        for row, fields in rows.items()
    ]
    row, kind, fields = max(found, key=lambda f: len(f[2]), default=(1, "items", {}))
    columns = dict(fields) or {"item": "項目名の列", "type": "型の列"}
    sheet = _flow(use.sheet).strip()
    return [
        f"  # {sheet}: {{read: skip}}   # 表でなければ\n",
        f"  # {sheet}: {{read: {kind}, header: [{row}], columns: {_flow(columns)}}}   # 表なら（足りない列を足す）\n",
    ]


def _is_on(place: str, sheet: str) -> bool:
    return place == sheet or place.startswith(f"{sheet}!")


def _area(place: tuple[int, int]) -> str:
    return f"{get_column_letter(place[1])}{place[0]}"


def _yaml(value: Any) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=10_000)


def _flow(value: Any) -> str:
    return (
        yaml.safe_dump(value, allow_unicode=True, sort_keys=False, default_flow_style=True, width=10_000)
        .replace("...\n", "")
        .strip()
    )


def _indented(value: Mapping[str, Any]) -> str:
    return "".join(f"  {line}\n" for line in _yaml(dict(value)).splitlines())
