"""What could not be compared, and why: it makes the verdict `not_checked`, never a pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chukan.reconciliation.plan import Plan
from chukan.reconciliation.result import SideFile
from chukan.reconciliation.sides.side import OpenSide
from chukan.verification.result import NotRun

_NAMED = 5
OF_RECORDS = ("M01", "M02", "M03", "M04")
"""The rules that say nothing where nothing was compared."""


def not_compared(plan: Plan, sides: Sequence[OpenSide]) -> Iterator[NotRun]:
    """Yield which items and columns are not compared, and why.

    Args:
        plan: what is compared.
        sides: the delivered and the loaded side.
    """
    for side, name in zip(sides, ("移行元", "移行先"), strict=True):
        if side.unread:
            yield from (NotRun(rule, f"{name}の{side.unread}。何も突き合わせていません") for rule in OF_RECORDS)
            return
    if not plan.key:
        yield from (NotRun(rule, "移行元と移行先に、比べられる共通の項目がありません") for rule in OF_RECORDS)
        return
    if plan.not_compared:
        yield NotRun(
            "M03",
            f"片方にしかない項目{_listed(plan.not_compared)}は比べていません。"
            "移行先にない、または移行先だけにあると決めた項目なら、突合の規則に derived を書いてください",
        )
    for side, name in zip(sides, ("移行元", "移行先"), strict=True):
        if side.extra:
            yield NotRun(
                "M03",
                f"{name}の列{_listed(side.extra)}は、どの項目か分からないため比べていません。"
                "移行条件の columns に、項目の名前か null を書いてください",
            )


def not_read(delivered: SideFile, loaded: SideFile) -> Iterator[NotRun]:
    """Yield which records could not be read, and were compared with nothing.

    Args:
        delivered: the delivered side.
        loaded: the loaded side.
    """
    for rule, file, name in (("M01", delivered, "移行元"), ("M02", loaded, "移行先")):
        if file.rejected:
            yield NotRun(
                rule,
                f"{name}の {file.rejected:,} 件は読み取れず、突き合わせていません。chukan check で理由を確かめてください",
            )


def _listed(names: tuple[str, ...]) -> str:
    more = f"ほか {len(names) - _NAMED} 項目" if len(names) > _NAMED else ""
    return "".join(f"「{name}」" for name in names[:_NAMED]) + more
