"""From tables of differences to findings: exact counts, the first places of each, masked, with fingerprints."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from chukan.expressions.names import quoted
from chukan.expressions.session import Session
from chukan.integrity.model import LINE, RECORD
from chukan.layouts.model import Item
from chukan.reconciliation.agreed_records import ADDED, LEFT_OUT, TAKEN_IN
from chukan.reconciliation.causes import CommonCause
from chukan.reconciliation.comparing import Compared
from chukan.reconciliation.equalities.base import SideName
from chukan.reconciliation.matching import (
    LOOSE_DELIVERED,
    LOOSE_LOADED,
    ONLY_DELIVERED,
    ONLY_LOADED,
)
from chukan.reconciliation.plan import Plan
from chukan.reconciliation.result import CodeFold, Unmapped
from chukan.reconciliation.sides.facts import ReadingProblem
from chukan.reconciliation.store import Stored
from chukan.rules.catalogue import RULES
from chukan.severity import Severities, Severity
from chukan.verification.decisions.keys import key_items, shown_key
from chukan.verification.decisions.watch import Watch
from chukan.verification.display import display, truncate
from chukan.verification.findings import about_whole, report
from chukan.verification.tally import Recognised, SampledFinding, Tally

Row = tuple[Any, ...]
"""Record, line, value here, value there, record there, line there; then the key's values."""
_FIXED = 6
_NO_KEY = "（キーがないため、すべての項目の値で探しました）"


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class SampledDifference(SampledFinding):
    """A sampled finding with its counterpart.

    Attributes:
        side: whose file, record and line it names.
    """

    side: SideName = field(default="delivered", compare=False)
    loaded_record: int = field(default=0, compare=False)
    loaded_line: int = field(default=0, compare=False)
    loaded_value: str = field(default="", compare=False)


class Reporter:
    """Makes the findings of one pair.

    Args:
        session: has the tables of differences.
        sides: the delivered and the loaded side.
        plan: what was compared.
        severities: what the project says of the rules.
        watch: makes fingerprints, and knows which of them a sheet lists.
        limit: findings to keep of each rule and item.
        show: True when values may be shown.

    Attributes:
        tally: the findings.
    """

    def __init__(
        self,
        session: Session,
        sides: tuple[Stored, Stored],
        plan: Plan,
        *,
        severities: Severities,
        watch: Watch,
        limit: int,
        show: bool,
    ) -> None:
        self.tally = Tally(limit)
        self._session, self._plan = session, plan
        self._sides: dict[SideName, Stored] = {"delivered": sides[0], "loaded": sides[1]}
        self._severities, self._watch, self._show, self._limit = severities, watch, show, limit

    def report_records(self) -> None:
        """Report records that only one side has, and those without a counterpart of their own (M01, M02, M04, M09)."""
        by = _NO_KEY if self._plan.by_content else ""
        nothing = "'' AS x, '' AS y, 0 AS o, 0 AS m"
        self._report(
            "M01",
            "",
            "delivered",
            f"SELECT r, l, {nothing} FROM {ONLY_DELIVERED} ANTI JOIN {LEFT_OUT} USING (r)",
            lambda _: f"このレコードが移行先にありません{by}。移行先の事業者は、取込みの記録を確かめてください。",
        )
        self._report(
            "M02",
            "",
            "loaded",
            f"SELECT r, l, {nothing} FROM {ONLY_LOADED} ANTI JOIN {ADDED} USING (r)",
            lambda _: (
                f"移行先のこのレコードが移行元にありません{by}。移行先の事業者は、いつ作られたかを確かめてください。"
            ),
        )
        for side, table, aside in (("delivered", LOOSE_DELIVERED, LEFT_OUT), ("loaded", LOOSE_LOADED, ADDED)):
            self._report(
                "M04",
                "",
                "delivered" if side == "delivered" else "loaded",
                f"SELECT r, l, here::VARCHAR AS x, there::VARCHAR AS y, 0 AS o, 0 AS m FROM {table}"
                f" ANTI JOIN {aside} USING (r)",
                _of_duplicates("移行元" if side == "delivered" else "移行先"),
                values=False,
            )
        self._report(
            "M09",
            "",
            "delivered",
            f"SELECT t.a AS r, d.{LINE} AS l, '' AS x, '' AS y, t.b AS o, n.{LINE} AS m FROM {TAKEN_IN} t"
            f" JOIN {self._sides['delivered'].source} d ON d.{RECORD} = t.a"
            f" JOIN {self._sides['loaded'].source} n ON n.{RECORD} = t.b",
            lambda row: (
                f"移行対象から除くと決めたレコードが、移行先の {row[4]:,} 件目にあります。"
                "移行先の事業者は、取り込んだファイルを確かめてください。"
            ),
        )

    def report_items(self, compared: Compared) -> None:
        """Report the items that differ (M03).

        Args:
            compared: has the tables of their differences.
        """
        for name, table in compared.different.items():
            self._report(
                "M03", name, "delivered", f"SELECT a AS r, l, x, y, b AS o, m FROM {table}", self._differing(name)
            )

    def report_tables(self, unmapped: list[Unmapped], folds: list[CodeFold]) -> None:
        """Report what conversion tables lack, and the codes that became one (M07, M08).

        Args:
            unmapped: values and characters that a table lacks.
            folds: codes that became one.
        """
        for one in unmapped:
            self.report_whole(
                "M07",
                f"規則「{one.rule}」の変換表に「{one.value}」がありません（{one.count:,} 件、最初は {one.first_record:,} 件目）。"
                "事業者どうしで変換先を決め、表に書き足してください。",
                item=one.item,
                check=one.value,
            )
        for fold in folds:
            old = "、".join(f"{code}（{count:,} 件）" for code, count in fold.old.items())
            self.report_whole(
                "M08",
                f"規則「{fold.rule}」で、移行元の {old} が移行先の「{fold.new}」にまとまり、区別が失われます。"
                "区別が要らないことを所管課が確かめてください。",
                item=fold.item,
                check=fold.new,
            )

    def report_reading(self, side: SideName, problems: Sequence[ReadingProblem]) -> None:
        """Report that a side is not written as was agreed (M10).

        In another encoding what the target system wrote was read by a guess; all else weighs little by itself, as every value
        and record is looked at. The delivered side is judged by a verification.

        Args:
            side: which one.
            problems: what reading it found.
        """
        for one in problems:
            if side == "delivered" and not one.is_guess:
                continue
            severity = (
                Severity.ERROR
                if one.is_guess and side == "loaded"
                else Severity.WARNING
                if one.grave
                else Severity.INFO
            )
            number = f"（同じ種類の指摘 {one.count:,} 件、最初は {one.record:,} 件目）" if one.record else ""
            name = "移行元" if side == "delivered" else "移行先"
            self.report_whole(
                "M10", f"{name}: {one.message}{number}", check=f"{side} {one.rule} {bool(one.record)}", default=severity
            )

    def report_causes(self, causes: Sequence[CommonCause]) -> None:
        """Report what many differences have in common (M11).

        Args:
            causes: what was found.
        """
        for one in causes:
            self.report_whole("M11", one.message, item=one.item, check=one.kind)

    def report_whole(
        self, rule: str, message: str, *, item: str = "", check: str = "", default: Severity | None = None
    ) -> None:
        """Report one finding about a file as a whole, or about one of its columns.

        Args:
            rule: the rule.
            message: holds no value of a record.
            item: the column; "" = none.
            check: which of several findings of one rule and item it is.
            default: what it weighs when the project says nothing; None = what the rule does.
        """
        severity = self._severities.of(rule, default or RULES[rule].severity)
        if severity is not None:
            own = self._watch.fingerprints
            found = about_whole(rule, severity, truncate(message), own, item=item, check=check)
            report(self.tally, self._watch, found)

    def _report(
        self,
        rule: str,
        item: str,
        side: SideName,
        sql: str,
        message: Callable[[Row], str],
        *,
        values: bool = True,
    ) -> None:
        """Count the rows of a query as findings, and keep the first of them and those that a sheet lists."""
        severity = self._severities.of(rule, RULES[rule].severity)
        count = int(self._session.one(f"SELECT count(*) FROM ({sql})")) if severity is not None else 0
        if severity is None or not count:
            return
        stored, key = self._sides[side], (rule, item, severity, "")
        names = key_items(self._plan.layout, stored.columns)
        known = self._plan.by_name[item].item if item else None
        listed = self._watch.of(rule, item)
        keep, places = self._limit, []
        for row in self._rows(sql, stored, names, every=bool(listed)):
            identity = self._watch.fingerprints.record(row[_FIXED:])
            fingerprint = self._watch.fingerprint(rule, item, side if rule == "M04" else "", identity)
            if not keep and fingerprint not in listed:
                continue
            found = SampledDifference(
                record=row[0],
                line=row[1],
                item=item,
                rule=rule,
                severity=severity,
                check=side if rule == "M04" else "",
                value=display(row[2], known, show=self._show) if values else "",
                message=truncate(message(row)),
                fingerprint=fingerprint,
                key=shown_key(names, row[_FIXED:]) if self._watch.keys and names else "",
                side=side,
                loaded_record=row[4] if side == "delivered" else row[0],
                loaded_line=row[5] if side == "delivered" else row[1],
                loaded_value=display(row[3], known, show=self._show) if values else "",
            )
            if keep:
                places.append(found)
                keep -= 1
            if fingerprint in listed:
                self.tally.recognise(key, Recognised(found, 1, 1))
        self.tally.add(key, count, places)

    def _rows(self, sql: str, stored: Stored, names: tuple[str, ...], *, every: bool) -> Iterator[Row]:
        keys = "".join(f", s.{quoted(name)}" for name in names)
        some = "" if every else f" ORDER BY r LIMIT {self._limit}"
        joined = (
            f"SELECT f.r, f.l, f.x, f.y, f.o, f.m{keys} FROM ({sql}{some}) f"
            f" JOIN {stored.source} s ON s.{RECORD} = f.r ORDER BY f.r"
        )
        return self._session.stream(joined)

    def _differing(self, name: str) -> Callable[[Row], str]:
        """Return what makes the message of a difference of an item."""
        one = self._plan.by_name[name]
        return lambda row: self._differs(row, one.item, converted=one.conversion is not None)

    def _differs(self, row: Row, item: Item, *, converted: bool) -> str:
        one, other = (display(value, item, show=self._show) for value in row[2:4])
        where = f"移行先の {row[4]:,} 件目"
        if not row[3].strip():
            return f"{where}では空になっています（移行元は「{one}」）。移行先の事業者は取込みを確かめてください。"
        if not row[2].strip():
            return f"移行元は空ですが、{where}には「{other}」があります。移行先の事業者は、どこで入ったかを確かめてください。"
        table = "変換表で変換した値と違います。" if converted else ""
        if item.is_secret:
            return f"{where}と値が違います。{table}移行先の事業者は変換と取込みを確かめてください。"
        place = next((n for n, (a, b) in enumerate(zip(row[2], row[3], strict=False), 1) if a != b), None)
        at = f"{place:,} 文字目から" if place else "長さが" if len(row[2]) != len(row[3]) else ""
        at = f"{at}違う" if at and len(row[2]) > 1 else ""  # of one character there is no more to say
        alike = "伏せ字の形は同じ" if one == other else ""  # or a reader takes it for a slip of the program
        how = "、".join(filter(None, (at, alike)))
        return (
            f"移行元「{one}」と、{where}の「{other}」が違います{f'（{how}）' if how else ''}。{table}"
            "移行先の事業者は変換と取込みを確かめてください。"
        )


def _of_duplicates(side: str) -> Callable[[Row], str]:
    other = "移行先" if side == "移行元" else "移行元"
    return lambda row: (
        f"同じキーのレコードが{side}に {int(row[2]):,} 件、{other}に {int(row[3]):,} 件あり、どれに当たるか決まりません。"
        "二重の取込みがないか、移行先の事業者が確かめてください。"
    )
