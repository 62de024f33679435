"""Sheets that several people filled in, as one: what each of them typed, and where they disagree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from chukan.errors import ProjectError
from chukan.project.cells import day_of
from chukan.project.decision_sheet import DecisionSheet, SheetRow, same_run
from chukan.verification.decisions import sheet as form

_SHOWN = 8


def merged(sheets: Sequence[DecisionSheet]) -> DecisionSheet:
    """Return one sheet with what was typed into all of them.

    Args:
        sheets: copies of one sheet.

    Raises:
        ProjectError: they are of several runs or projects, a row differs where nobody may write, or two people wrote
            different things into one cell; names the cells.
    """
    same_run(sheets)
    first = sheets[0]
    found = {(row.sheet, row.cells.get(form.NUMBER, "")): row for row in (*first.rows, *first.past)}
    conflicts: list[str] = []
    for sheet in sheets[1:]:
        for row in (*sheet.rows, *sheet.past):
            name = row.sheet, row.cells.get(form.NUMBER, "")
            before = found.get(name)
            if before is None:
                raise ProjectError(
                    f"{first.name} にない行です（番号 {name[1]}）",
                    place=sheet.place(row.sheet, form.NUMBER, row.row),
                    hint="同じ表の写しどうしを指定してください。",
                )
            _must_be_same(first, before, sheet, row)
            found[name], differing = _with(before, row)
            conflicts += [
                f"{sheet.place(row.sheet, heading, row.row)}「{_shown(row.cells[heading])}」と "
                f"{first.place(before.sheet, heading, before.row)}「{_shown(before.cells[heading])}」"
                for heading in differing
            ]
        if len(sheet.rows) != len(first.rows):
            raise ProjectError(
                f"{first.name} と行の数が違います（{len(sheet.rows):,} 行と {len(first.rows):,} 行）",
                place=sheet.place(form.SHEET),
                hint="行は消さず、対応を空欄のままにしてください。",
            )
    if conflicts:
        more = f"\n・ほかに {len(conflicts) - _SHOWN} か所" if len(conflicts) > _SHOWN else ""
        listed = "\n".join(f"・{c}" for c in conflicts[:_SHOWN])
        raise ProjectError(
            f"同じ欄に違うことが書かれています。\n{listed}{more}",
            hint="どちらかに合わせて保存してから、やり直してください。",
        )
    return replace(
        first,
        rows=tuple(found[r.sheet, r.cells[form.NUMBER]] for r in first.rows),
        past=tuple(found[r.sheet, r.cells[form.NUMBER]] for r in first.past),
    )


def _must_be_same(first: DecisionSheet, before: SheetRow, sheet: DecisionSheet, row: SheetRow) -> None:
    for heading in (*form.SEALED, form.CHECK):
        if form.normal(before.cells.get(heading, "")) != form.normal(row.cells.get(heading, "")):
            raise ProjectError(
                f"「{heading}」が {first.name} と違います。どちらかが直されています",
                place=sheet.place(row.sheet, heading, row.row),
                hint="色の付いた欄のほかは直さず、同じ表の写しどうしを指定してください。",
            )


def _with(before: SheetRow, row: SheetRow) -> tuple[SheetRow, list[str]]:
    """Return a row with what both have, and the headings under which they differ."""
    typed = dict(_typed(before))
    differing = [heading for heading, text in _typed(row) if not _agree(heading, typed.get(heading, text), text)]
    return replace(before, cells={**before.cells, **dict(_typed(row)), **typed}), differing


def _agree(heading: str, one: str, other: str) -> bool:
    """Return True for the same text, or the same day, however each of them typed it."""
    return one == other or (heading in (form.UNTIL, form.WHEN) and _day(one) == _day(other) != "")


def _day(text: str) -> str:
    """Return a day, ISO; "" for what is none: the verification refuses it, with its cell."""
    try:
        return day_of(text, "", "")
    except ProjectError:
        return ""


def _shown(text: str) -> str:
    """Return a cell as people see it: one with a day has no time."""
    return text.removesuffix("T00:00:00")


def _typed(row: SheetRow) -> Iterator[tuple[str, str]]:
    return ((heading, row.cells[heading]) for heading in form.TYPED if row.cells.get(heading))
