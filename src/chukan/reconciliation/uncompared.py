"""What could not be compared, and why: it makes the verdict `not_checked`, never a pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from chukan.reconciliation.plan import Plan
from chukan.reconciliation.result import OF_RECORDS, RecordCounts, SideFile
from chukan.reconciliation.sides.facts import ReadingProblem
from chukan.reconciliation.sides.side import OpenSide
from chukan.rules.catalogue import RULES
from chukan.severity import Severities
from chukan.verification.result import NotRun

_NAMED = 5


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


def nothing_there(delivered: SideFile, loaded: SideFile) -> Iterator[NotRun]:
    """Yield that neither side has a record: 0 = 0 is no proof, unless the delivery note says that there is none.

    Args:
        delivered: the delivered side.
        loaded: the loaded side.
    """
    if delivered.records + delivered.rejected + loaded.records + loaded.rejected or delivered.expected_records == 0:
        return
    why = (
        "移行元にも移行先にもレコードがなく、何も突き合わせていません。移行元の事業者は、対象者がいないのか出力に失敗したのかを確かめてください。"
        "いないのなら、団体は送付書の件数としてプロジェクトに records: 0 と書いてください"
    )
    yield from (NotRun(rule, why) for rule in OF_RECORDS)


def weakened(severities: Severities, found: Mapping[str, tuple[int, str]]) -> Iterator[NotRun]:
    """Yield the differences that a project does not count as errors: whatever it chose, they are no agreement.

    Args:
        severities: what the project says of the rules.
        found: rule -> how many there are, and what they are.
    """
    for rule, (count, what) in found.items():
        if count and (how := weaker(severities, rule)):
            yield NotRun(
                rule,
                f"{how}、{what}が {count:,} 件あります。移行したとは言えません。"
                f"団体は、rules から {rule} を除いて違いを了承するか、突合の規則に合意を書いてください",
            )


def weaker(severities: Severities, rule: str) -> str:
    """Return in words that a project made a rule weigh less than it does; "" = it did not.

    Args:
        severities: what the project says of the rules.
        rule: its id.
    """
    own = RULES[rule].severity
    chosen = severities.of(rule, own)
    if chosen is not None and chosen.weight >= own.weight:
        return ""
    how = "off にされて" if chosen is None else f"「{chosen.ja}」に下げられて"
    return f"検査項目 {rule} がプロジェクトの rules で{how}いますが"


def of_records(records: RecordCounts, taken_in: int) -> dict[str, tuple[int, str]]:
    """Return the differences between records, as `weakened` takes them.

    Args:
        records: the account of the pair.
        taken_in: pairs of a record that was to be left out, and was loaded all the same.
    """
    return {
        "M01": (records.only_delivered, "移行先にないレコード"),
        "M02": (records.only_loaded, "移行元にないレコード"),
        "M03": (records.different, "値の違うレコード"),
        "M04": (records.unmatched_delivered + records.unmatched_loaded, "対応の決まらないレコード"),
        "M09": (taken_in, "除いたのに移行先にあるレコード"),
    }


def of_files(loaded: SideFile, problems: Sequence[ReadingProblem]) -> dict[str, tuple[int, str]]:
    """Return what is wrong with the file of the target system as a whole, as `weakened` takes it.

    Args:
        loaded: the loaded side.
        problems: what reading it found.
    """
    there, said = loaded.records + loaded.rejected, loaded.expected_records
    return {
        "M05": (0 if said is None else abs(there - said), "申告された取込件数との差"),
        "M10": (sum(one.is_guess for one in problems), "合意と違う文字コードのファイル"),
    }


def _listed(names: tuple[str, ...]) -> str:
    more = f"ほか {len(names) - _NAMED} 項目" if len(names) > _NAMED else ""
    return "".join(f"「{name}」" for name in names[:_NAMED]) + more
