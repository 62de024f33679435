"""Code lists, row by row, and whether an item can hold what they list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from chukan.authoring.lint.findings import LintFinding, error, warning
from chukan.authoring.lint.tables import read_table, wrong_editions
from chukan.authoring.lint.times import together
from chukan.layouts.codes import ANY, MORE, CodeList, CodeValue
from chukan.layouts.model import Item
from chukan.layouts.tables import CODE_COLUMNS, CODE_REQUIRED, parse_code


def lint_codes(path: Path, editions: Sequence[str]) -> tuple[CodeList, list[LintFinding]]:
    """Return a code list, as far as it can be read, and what is wrong in it by itself.

    Args:
        path: the CSV.
        editions: the pack's editions, oldest first.
    """
    rows, findings = read_table(path, CODE_COLUMNS, CODE_REQUIRED, parse_code)
    seen: dict[str, list[tuple[int, CodeValue]]] = {}
    for line, value in rows:
        place = f"{path}:{line}"
        if twin := next((n for n, other in seen.get(value.code, []) if together(value, other, editions)), None):
            what = f"コード「{value.code}」が {twin} 行目にもあります"
            findings.append(error("L02", place, what, "一方を消してください。"))
        seen.setdefault(value.code, []).append((line, value))
        if value.basis == "estimate" and not value.note and not value.source:
            findings.append(
                warning(
                    "L08",
                    place,
                    f"推定のコード「{value.code}」に備考も出典もありません",
                    "note にそう見た理由を書いてください。",
                )
            )
        findings += wrong_editions(value.since, value.until, f"コード「{value.code}」", place, editions)
    if not rows and not findings:
        findings.append(
            error("L01", str(path), "コードが一つもありません", "コードを書くか、ファイルを消してください。")
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
        error(
            "L12",
            place,
            f"項目「{item.name}」（{item.type}{size}）に、コード表「{item.code}」の値が入りません（{shown}）",
            "桁数かコード表を直してください。",
        )
    ]
