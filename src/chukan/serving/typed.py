"""What somebody typed on a page, as the sheet of decisions may hold it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from chukan.errors import ProjectError
from chukan.project.cells import day_of
from chukan.verification.decisions import sheet as form
from chukan.verification.decisions.model import ACCEPT, ACTIONS, lacking

LONGEST = 10_000
"""Characters of a cell; Excel holds 32,767, and those that it can't hold are written out longer."""


def understood(typed: Mapping[str, str]) -> dict[str, str]:
    """Return what somebody typed, as the sheet holds it: days in ISO, no blanks at the ends.

    Raises:
        ProjectError: the action is none, a day is none, a cell is too long, or an acceptance lacks its reason, name or day.
    """
    cells = {name: " ".join(typed.get(name, "").split()) for name in form.TYPED}
    for name, text in cells.items():
        if not text.isprintable():
            raise ProjectError(
                f"{name}に、目に見えない文字（制御文字など）があります", place=name, hint="書き直してください。"
            )
        if len(text) > LONGEST:
            raise ProjectError(
                f"{name}が長すぎます（{len(text):,} 文字）", place=name, hint=f"{LONGEST:,} 文字までにしてください。"
            )
    if cells[form.ACTION] not in ("", *ACTIONS):
        raise ProjectError(f"対応「{cells[form.ACTION]}」は使えません", place=form.ACTION)
    for name in (form.UNTIL, form.WHEN):
        cells[name] = day_of(cells[name], name, name)
    if cells[form.ACTION] == ACCEPT:
        if missing := lacking(cells[form.REASON], cells[form.WHO], cells[form.WHEN]):
            raise ProjectError(
                f"了承には{'・'.join(missing)}が要ります", place="、".join(missing), hint="空欄に記入してください。"
            )
        if cells[form.WHEN] > dt.date.today().isoformat():
            raise ProjectError("了承日が先の日付です", place=form.WHEN, hint="了承した日を書いてください。")
    return cells
