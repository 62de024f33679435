"""How a verification ends: the verdicts, their order, their words."""

from __future__ import annotations

from typing import Literal

Verdict = Literal["pass", "pass_with_waivers", "fail", "not_checked"]

#: From best to worst: the whole is as bad as its worst part.
_ORDER: tuple[Verdict, ...] = ("pass", "pass_with_waivers", "not_checked", "fail")

VERDICT_JA: dict[Verdict, str] = {
    "pass": "合格",
    "pass_with_waivers": "合格（了承あり）",
    "fail": "不合格",
    "not_checked": "未検査あり",
}


def worst(verdicts: list[Verdict]) -> Verdict:
    """Return the verdict of a whole; nothing at all was checked = `not_checked`."""
    return max(verdicts, key=_ORDER.index) if verdicts else "not_checked"
