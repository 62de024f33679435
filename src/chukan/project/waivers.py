"""The waiver sheet (了承シート): read from Excel, and its draft written from a verification."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from chukan.authoring.workbook.guard import GuardedFile, open_workbook
from chukan.errors import ProjectError, did_you_mean
from chukan.project.cells import day_of, folded, texts_of
from chukan.project.waiver_draft import COLUMNS, SHEET, UNTIL, WHOLE, write_draft
from chukan.rules.catalogue import RULES
from chukan.verification.decisions.model import Waiver

__all__ = ["load_waivers", "write_draft"]

#: The heading is in one of the first rows; above it there may be a title.
_HEADING_WITHIN = 20
#: Words that mean any item, or everywhere.
_ALL = ("全項目", "すべて", "全体", "*")


def load_waivers(path: Path, opened: GuardedFile | None = None) -> list[Waiver]:
    """Return the waivers of an Excel sheet with the headings of `COLUMNS`, in any order; other columns are notes.

    A missing reason, name or day is no error here: the verification makes a W01 finding of it.

    Args:
        path: the workbook.
        opened: the same, where it is open already.

    Raises:
        InputError: the file can't be read as a workbook.
        ProjectError: no sheet has the headings, or a cell is wrong; names sheet, row and column.
    """
    book = (opened or open_workbook(path)).book
    for sheet in [s for s in book.worksheets if s.title == SHEET] + [s for s in book.worksheets if s.title != SHEET]:
        cells = texts_of(sheet)
        heading = _heading(cells)
        if heading is not None:
            row, columns = heading
            return list(_rows(cells, row, columns, f"{path.name} シート「{sheet.title}」"))
    raise ProjectError(
        f"了承シートの見出し（{'、'.join(COLUMNS)}）がありません",
        place=str(path),
        hint="chukan verify --waiver-draft が書く下書きの見出しを使ってください。",
    )


def _heading(cells: Mapping[int, Mapping[int, str]]) -> tuple[int, dict[str, int]] | None:
    for row in sorted(cells)[:_HEADING_WITHIN]:
        columns = {folded(text): column for column, text in cells[row].items()}
        if all(name in columns for name in COLUMNS):
            return row, {name: columns[name] for name in (*COLUMNS, UNTIL, WHOLE) if name in columns}
    return None


def _rows(
    cells: Mapping[int, Mapping[int, str]], heading: int, columns: Mapping[str, int], place: str
) -> Iterator[Waiver]:
    for row in sorted(r for r in cells if r > heading):
        values = {name: cells[row].get(column, "") for name, column in columns.items()}
        if any(values.values()):
            yield _waiver(values, f"{place} {row} 行目")


def _waiver(values: Mapping[str, str], place: str) -> Waiver:
    rule, item, scope, limit, reason, who, when = (values[name] for name in COLUMNS)
    until = values.get(UNTIL, "")
    return Waiver(
        rule=_rule(rule, place),
        item="" if item in _ALL else item,
        scope=_scope(scope, place),
        limit=_limit(limit, place),
        reason=reason,
        who=who,
        when=day_of(when, f"{place} 列「了承日」", "了承日"),
        place=place,
        until=day_of(until, f"{place} 列「{UNTIL}」", UNTIL),
        by_count=WHOLE not in values,
        is_whole=bool(values.get(WHOLE, WHOLE)),
    )


def _rule(text: str, place: str) -> str:
    """Return a rule's id, from "V05" or "V05 暦日"."""
    if not text:
        raise ProjectError("検査項目がありません", place=place, hint="例: V05")
    rule = folded(text.split(maxsplit=1)[0]).upper()
    if rule not in RULES:
        hint = did_you_mean(rule, RULES) or "`chukan rules` で一覧を見られます。"
        raise ProjectError(f"検査項目「{text}」はありません", place=f"{place} 列「検査項目」", hint=hint)
    if rule == "W01":
        raise ProjectError("了承の不備（W01）は了承できません", place=place, hint="了承シートの行を直してください。")
    return rule


def _scope(text: str, place: str) -> str:
    parts = [p.strip() for p in text.replace("／", "/").split("/")]
    scope = "" if text in _ALL else "/".join(p for p in parts if p)
    if len(parts) > 3:  # municipality, business, layout
        raise ProjectError(
            f"範囲「{text}」は深すぎます",
            place=f"{place} 列「範囲」",
            hint="市区町村/業務/移行ファイル定義 の順に、3つまで書いてください（例 131016/resident_register/person）。",
        )
    return scope


def _limit(text: str, place: str) -> int:
    digits = folded(text).removesuffix("件").replace(",", "")
    if not (digits.isascii() and digits.isdigit()):
        what = f"「{text}」は件数ではありません" if text else "がありません"
        raise ProjectError(
            f"上限件数{what}", place=f"{place} 列「上限件数」", hint="了承する指摘の件数を整数で書いてください。"
        )
    return int(digits)
