"""K03: histories: numbers without gaps, dates that do not go back, one current record, periods apart.

K01 reports a number twice where it is the key; here only where the key allows it. Where numbers repeat,
or some are none, what would depend on their order is not reported.
Periods may share a day (one ends on the day the next begins); a blank end is open.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chukan.expressions.names import literal
from chukan.integrity.context import FileViolations, IntegrityContext
from chukan.integrity.keys import form_of
from chukan.integrity.model import SpilledFile, Weight
from chukan.integrity.naming import joined
from chukan.integrity.views import Column, Table
from chukan.layouts.declarations import History, Latest

_BITS = 62
_RANGE = "RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING"
_ROWS = "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING"


def check_histories(context: IntegrityContext, table: Table) -> None:
    """Check the history that a layout declares (K03).

    Args:
        context: The session, and where violations go.
        table: The files of one municipality and layout; without a history nothing is done.
    """
    history = table.layout.body.history
    if history is None:
        return
    weight = context.weight("K03", table=table, ground=context.ground(table, history))
    if weight is None:
        return
    checkable = context.checkable("K03", table, (*history.of, history.number), "履歴", whole=True)
    if not checkable.filled:
        return
    latest = history.latest
    if latest and not context.checkable("K03", checkable, [latest.item], "最新のレコード", whole=True).filled:
        latest = None
    check = _History(context, checkable, history, weight)
    if latest and not check.flagged(latest):
        latest = None
    check.groups(latest)
    if history.date and context.checkable("K03", checkable, [history.date], "履歴の日付の順序", whole=True).filled:
        check.dates(history.date)
    if history.period:
        start, end = history.period.start, history.period.end
        if context.checkable("K03", checkable, [start, end], "期間の重なり", whole=True).filled:
            check.periods(start, end)


@dataclass(frozen=True)
class _History:
    """One table's history. `__of…` are the items that name the thing, `__n` its number."""

    context: IntegrityContext
    table: Table
    history: History
    weight: Weight

    @property
    def of(self) -> str:
        """Return the columns that name the thing, for SQL."""
        return ", ".join(f"__of{n}" for n in range(len(self.history.of)))

    @property
    def whose(self) -> str:
        """Return the things for a message: 宛名番号ごとの."""
        return f"{joined(self.history.of)}ごとの"

    def flagged(self, latest: Latest) -> bool:
        """Return True when some record says whether it is the current one; else the highest number is."""
        view = self.context.view(self.table, [Column("__latest", latest.item, "raw")])
        filled = f"SELECT 1 FROM ({view}) WHERE nullif(trim(__latest), '') IS NOT NULL LIMIT 1"
        return bool(self.context.session.rows(filled))

    def groups(self, latest: Latest | None) -> None:
        """Check in one pass the numbers of each thing's records, and which of them is the current one."""
        first = self.history.start_at
        flags = [Column("__latest", latest.item, "raw")] if latest else []
        current = f"count_if(__latest = {literal(latest.value)})" if latest else "1"
        # one bit a number, so that two records of one number do not make up for a gap; what is beyond them is looked at
        bits = f"bit_or(CASE WHEN __n < {_BITS} THEN 1::BIGINT << __n ELSE -1 END)"
        lowest = "(__bits & -__bits)"
        odd = [
            "__bits < 0",
            "bit_count(__bits) <> __rows",
            f"(__bits + {lowest}) & __bits <> 0",
            "__current <> 1",
            *([f"{lowest} <> {1 << first if 0 <= first < _BITS else 0}"] if first is not None else []),
        ]
        session = self.context.session
        grouped = (
            f"SELECT {self.of}, count(*) AS __rows, {bits} AS __bits, {current} AS __current FROM ({self._view(flags)}) "
            f"WHERE {self._there()} GROUP BY {self.of}"
        )
        if session.keep(
            "odd",
            f"SELECT {self.of}, row_number() OVER () AS __group, __rows, __current FROM ({grouped}) WHERE {' OR '.join(odd)}",
        ):
            columns = [*flags, Column("__number", self.history.number, "text")]
            session.keep(
                "suspects",
                "SELECT *, count(__n) OVER own AS __numbered, min(__n) OVER own AS __least, max(__n) OVER own AS __most "
                f"FROM ({self._view(columns)}) JOIN odd USING ({self.of}) WINDOW own AS (PARTITION BY __group)",
            )
            self._numbers(first)
            if latest:
                self._latest(latest)
            session.forget("suspects")
        session.forget("odd")

    def _numbers(self, first: int | None) -> None:
        """Report gaps, a wrong beginning, numbers that are none; doubles where the key allows them."""
        number = self.history.number
        self._report(number, "__number IS NOT NULL AND __n IS NULL", self._no_numbers, "no number")
        if not self._repeats_are_keys():
            self._report(
                number,
                "__n IS NOT NULL AND count(*) OVER (PARTITION BY __group, __n) > 1",
                self._doubles,
                "number twice",
            )
        gap = f"__n - max(__n) OVER (PARTITION BY __group ORDER BY __n {_RANGE})"
        self._report(
            number, f"__numbered = __rows AND {gap} > 1", self._gaps, "gap", extra=f"{gap} - 1 AS __gap", note=_gap
        )
        if first is not None:
            self._report(
                number, f"__numbered = __rows AND __n = __least AND __n <> {first}", self._beginnings, "beginning"
            )

    def _latest(self, latest: Latest) -> None:
        """Report things without exactly one current record: without one at their last record, with several at each."""
        groups = ["count(DISTINCT __group)"]
        last = "(__n = __most OR __most IS NULL)"
        self._report(latest.item, f"__current = 0 AND {last}", self._none_latest, "none current", numbers=groups)
        holds = f"__latest = {literal(latest.value)}"
        self._report(latest.item, f"__current > 1 AND {holds}", self._many_latest, "several current", numbers=groups)

    def dates(self, item: str) -> None:
        """Report later numbers with an earlier date."""
        if any(self.context.is_constant(self.table, name) for name in (self.history.number, item)):
            return  # where only current records are delivered all have one number, and none is later
        date = Column("__date", item, "day")
        view = self._view([date])
        before = f"lag(__date) OVER (PARTITION BY {self.of} ORDER BY __n)"
        known = f"{self._there()} AND __n IS NOT NULL AND __date IS NOT NULL"
        inner = f"SELECT {self.of}, __date < {before} AS __back FROM ({view}) WHERE {known}"
        if self.context.session.keep("backwards", f"SELECT DISTINCT {self.of} FROM ({inner}) WHERE __back"):
            suspects = (
                f"SELECT *, count(*) OVER (PARTITION BY {self.of}, __n) AS __same "
                f"FROM ({self._view([date, Column('__value', item, 'raw')])}) SEMI JOIN backwards USING ({self.of}) WHERE {known}"
            )
            ordered = f"SELECT *, {before} AS __before, max(__same) OVER (PARTITION BY {self.of}) AS __most_same FROM ({suspects})"
            rows = f"SELECT * FROM ({ordered}) WHERE __most_same = 1 AND __date < __before"
            self.context.report(
                "K03", self.weight, self.table.layout.by_name[item], rows, self._backwards(item), check="backwards"
            )
        self.context.session.forget("backwards")

    def periods(self, start: str, end: str) -> None:
        """Report periods that share more than a day, both of them."""
        columns = [Column("__start", start, "day"), Column("__end", end, "end"), Column("__value", start, "raw")]
        order = f"OVER (PARTITION BY {self.of} ORDER BY __start, __end"
        known = f"{self._there()} AND __start <= __end"
        rows = (
            f"SELECT * FROM (SELECT *, max(__end) {order} {_ROWS}) AS __before, lead(__start) {order}) AS __after "
            f"FROM ({self._view(columns)}) WHERE {known}) WHERE __start < __before OR __after < __end"
        )

        def message(found: FileViolations) -> str:
            return f"{self.whose}期間（{start}～{end}）が重なっています{found.where()}。どちらの期間が正しいかを移行元で確かめてください。"

        self.context.report("K03", self.weight, self.table.layout.by_name[start], rows, message, check="overlap")

    def _view(self, columns: Sequence[Column]) -> str:
        by_name = self.table.layout.by_name
        of = [Column(f"__of{n}", name, form_of(by_name[name])) for n, name in enumerate(self.history.of)]
        return self.context.view(self.table, [*of, Column("__n", self.history.number, "count"), *columns])

    def _there(self) -> str:
        return " AND ".join(f"__of{n} IS NOT NULL" for n in range(len(self.history.of)))

    def _report(
        self,
        item: str,
        where: str,
        message: Callable[[FileViolations], str],
        check: str,
        *,
        extra: str = "",
        numbers: Sequence[str] = (),
        note: Callable[[Mapping[str, Any], SpilledFile], str] | None = None,
    ) -> None:
        more = f", {extra}" if extra else ""
        value = "__number" if item == self.history.number else "__latest"
        judged = f"SELECT *, {value} AS __value, ({where}) AS __bad{more} FROM suspects"
        rows = f"SELECT * FROM ({judged}) WHERE __bad"
        weight = (self._latest_weight() if value == "__latest" else self.weight) or self.weight
        self.context.report(
            "K03", weight, self.table.layout.by_name[item], rows, message, numbers=numbers, note=note, check=check
        )

    def _latest_weight(self) -> Weight | None:
        """Return what it weighs that the current record is marked: it rests on the mark and on its values, too."""
        layout, latest = self.table.layout, self.history.latest
        marks = [latest.item] if latest else []
        bases = [layout.by_name[name].basis for name in marks]
        ground = layout.ground(self.history.rests_on, *bases, *layout.code_bases(marks))
        return self.context.weight("K03", table=self.table, ground=ground)

    def _repeats_are_keys(self) -> bool:
        """Return whether K01 reports a number twice."""
        key = set(self.table.layout.key)
        return bool(key) and key <= {*self.history.of, self.history.number} and self.context.weight("K01") is not None

    def _no_numbers(self, found: FileViolations) -> str:
        return f"{self.history.number}が0以上の整数ではありません{found.where()}。履歴の順序を確かめられません。移行元で直してください。"

    def _doubles(self, found: FileViolations) -> str:
        return f"{self.whose}{self.history.number}が重複しています{found.where()}。番号を振り直してください。"

    def _gaps(self, found: FileViolations) -> str:
        return f"{self.whose}{self.history.number}が飛んでいます{found.where()}。欠けた履歴を出力するか、番号を振り直してください。"

    def _beginnings(self, found: FileViolations) -> str:
        return f"{self.whose}{self.history.number}が{self.history.start_at}から始まっていません{found.where()}。最初の履歴があるかを移行元で確かめてください。"

    def _none_latest(self, found: FileViolations) -> str:
        item = self.history.latest.item if self.history.latest else ""
        return f"{self.whose}最新のレコード（{item}）がありません{found.where(f'{found.more[0]:,}組')}。最後の履歴を最新とするかを移行元で確かめてください。"

    def _many_latest(self, found: FileViolations) -> str:
        item = self.history.latest.item if self.history.latest else ""
        return f"{self.whose}最新のレコード（{item}）が二つ以上あります{found.where(f'{found.more[0]:,}組')}。どれが最新かを移行元で確かめてください。"

    def _backwards(self, item: str) -> Callable[[FileViolations], str]:
        def message(found: FileViolations) -> str:
            return f"{self.whose}{self.history.number}の順に並べると、{item}が前のレコードより古くなります{found.where()}。番号と日付のどちらが正しいかを移行元で確かめてください。"

        return message


def _gap(row: Mapping[str, Any], _: SpilledFile) -> str:
    return f"（直前の番号との間に{row['__gap']:,}個の欠番）"
