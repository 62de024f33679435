"""What every check needs: the tables, the database, the severities, and where violations go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from chukan.errors import PackError
from chukan.expressions.bounds import UNKNOWN
from chukan.expressions.conditions import check_types
from chukan.expressions.session import Session
from chukan.expressions.types import blank_first_sql
from chukan.expressions.vetting import Expression, unknown_item, vet
from chukan.integrity.model import (
    LINE,
    RECORD,
    IntegrityResult,
    Listed,
    Location,
    Skipped,
    SpilledFile,
    Violation,
    Weight,
)
from chukan.integrity.places import VIOLATING, Note, ViolatingRows
from chukan.integrity.spill import bounds_of
from chukan.integrity.views import FILE, Amount, Column, Flag, Table, why_unusable
from chukan.layouts.basis import Basis
from chukan.layouts.declaration import Declaration
from chukan.layouts.model import Item
from chukan.rules.catalogue import RULES
from chukan.severity import Severities, Severity


@dataclass(frozen=True, slots=True)
class FileViolations:
    """The records of one file that break a rule, counted.

    Attributes:
        line: Of the first record that breaks it.
        more: The further aggregates that the check asked for.
    """

    file: SpilledFile
    count: int
    line: int
    more: tuple[Any, ...]

    def where(self, *before: str) -> str:
        """Return the count and the first line for a message: （2組4件、最初は12行目）."""
        return f"（{''.join(before)}{self.count:,}件、最初は{self.line:,}行目）"


@dataclass
class IntegrityContext:
    """One run over the tables of a verification."""

    session: Session
    files: Sequence[SpilledFile]
    severities: Severities
    as_of: dt.date
    sample_limit: int
    across: bool = True
    expected: frozenset[tuple[str, ...]] = frozenset()
    listed: Listed | None = None
    violations: list[Violation] = field(default_factory=list)
    skipped: dict[Skipped, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        groups: dict[tuple[str, str], list[SpilledFile]] = {}
        for file in sorted(self.files, key=lambda p: (p.name, p.sha256, p.index)):
            groups.setdefault((file.municipality, file.layout.address), []).append(file)
        self.tables = tuple(Table(who, files[0].layout, tuple(files)) for (who, _), files in sorted(groups.items()))
        self._named = {p.index: p for p in self.files}
        self._bounds = {p.index: bounds_of(p.spill) for p in self.files if p.spill}

    def weight(
        self, rule: str, default: Severity | None = None, *, table: Table | None = None, ground: str = ""
    ) -> Weight | None:
        """Return what a violation weighs: by the project, else by the layout; None = switched off.

        Args:
            rule: the rule.
            default: what it weighs when the project says nothing; None = as the catalogue says.
            table: whose agreement counts; None = a rule about a whole file, which rests on no estimate.
            ground: the basis of what the rule asks for.
        """
        severities = self.severities.with_estimates(table.files[0].estimates if table else None)
        severity = severities.of(rule, default or RULES[rule].severity, ground)
        return None if severity is None else Weight(severity, ground)

    def ground(self, table: Table, declaration: Declaration, *flags: Flag | Amount | None) -> Basis:
        """Return the ground of a declaration: its own basis, and what the codes mean that its conditions compare with."""
        compared = [name for flag in flags if flag for name in flag.compared]
        return table.layout.ground(declaration.rests_on, *table.layout.code_bases(compared))

    def tables_of(self, municipality: str, address: str) -> tuple[Table, ...]:
        """Return the municipality's tables of ``BUSINESS/LAYOUT``: one for each edition that was delivered."""
        return tuple(t for t in self.tables if t.municipality == municipality and t.layout.path == address)

    def why_absent(self, municipality: str, address: str) -> str:
        """Return half a sentence: why there is no file of ``BUSINESS/LAYOUT``, as far as the project says."""
        business, slug = address.split("/")
        promised = {(municipality, business), (municipality, business, slug)}
        return "がこの検証に入っていない" if self.expected.isdisjoint(promised) else "が提出されていない"

    def view(self, table: Table, columns: Sequence[Column], flags: Sequence[Flag | Amount] = ()) -> str:
        """Return the query of `Table.view` on the day of the check."""
        return table.view(columns, self.as_of, flags, self._bounds)

    def may_be_blank(self, table: Table, name: str) -> bool:
        """Return False where no record of a table has a blank in an item, as far as can be said without a look at them."""
        return any(blank_first_sql(name, self._bounds[file.index].get(name, UNKNOWN)) != "" for file in table.filled)

    def is_constant(self, table: Table, name: str) -> bool:
        """Return True where all records of a table are known to have one and the same value in an item."""
        known = [self._bounds[file.index].get(name, UNKNOWN) for file in table.filled]
        return min(one.low for one in known) == max(one.high for one in known)

    def flag(
        self,
        rule: str,
        table: Table,
        alias: str,
        text: str | None,
        where: str,
        *,
        needed_by: Sequence[SpilledFile] | None = None,
    ) -> Flag | None:
        """Return a condition of the layout, ready for a view.

        Args:
            rule: the rule that needs it.
            table: whose records it is about.
            alias: the name of its column.
            text: the condition; None = always true.
            where: the block of ``business.yaml`` that has it, for the error.
            needed_by: the files whose check needs it; None = the table's own.

        Returns:
            The flag; None where the condition names no item of the layout: the rule is then skipped.

        Raises:
            PackError: it is no condition over one record.
        """
        if text is None:
            return Flag(alias, "TRUE", ())
        bound = self._bound(rule, table, text, where, needed_by, number=False)
        return None if bound is None else Flag(alias, bound.sql, bound.reads, bound.compared)

    def amount(
        self,
        rule: str,
        table: Table,
        alias: str,
        text: str,
        where: str,
        *,
        needed_by: Sequence[SpilledFile] | None = None,
    ) -> Amount | None:
        """Return a number of each record, as `flag` returns a condition."""
        bound = self._bound(rule, table, text, where, needed_by, number=True)
        return None if bound is None else Amount(alias, bound.sql, bound.reads, bound.compared)

    def _bound(
        self, rule: str, table: Table, text: str, where: str, needed_by: Sequence[SpilledFile] | None, *, number: bool
    ) -> Expression | None:
        layout, place = table.layout, f"{table.layout.address} の {where}"
        expression = vet(text, layout.by_name, PackError, place)
        if expression.unknown:
            why, hint = unknown_item(expression.unknown[0], layout.names)
            self.skip(rule, table.files if needed_by is None else needed_by, f"{why}{f'（{hint}）' if hint else ''}")
            return None
        check_types(expression, layout.by_name, PackError, place, number=number)
        return expression

    def checkable(self, rule: str, table: Table, names: Iterable[str], what: str, *, whole: bool = False) -> Table:
        """Return the files of a table that have the items a rule needs; it is skipped for the others.

        Args:
            rule: the rule.
            table: the table to check.
            names: the items that it needs.
            what: what cannot be checked without them, e.g. キーの重複.
            whole: one file that lacks an item skips them all: the rule is about groups of records.
        """
        lacking = table.lacking(tuple(names))
        for file in table.files:
            if file.index in lacking:
                own = f"項目「{lacking[file.index]}」がファイルにない" if file.columns else "ファイルを読めなかった"
                self.skip(rule, [file], f"{own}ため、{what}を確かめられません")
            elif lacking and whole:
                other = next(p for p in table.files if p.index in lacking)
                why = f"同じ定義のファイル {other.name} {why_unusable(other, lacking[other.index])}"
                self.skip(rule, [file], f"{why}ため、{what}を確かめられません")
        return table.only([p for p in table.files if not (lacking if whole else p.index in lacking)])

    def skip(self, rule: str, files: Iterable[SpilledFile], why: str, counterparts: tuple[str, ...] = ()) -> None:
        """Note that a rule could not run for these files, and why.

        Args:
            rule: the rule.
            files: the files that it could not run for.
            why: a sentence.
            counterparts: BUSINESS/LAYOUT of the counterparts that no file is of, where nothing else is lacking.
        """
        for file in files:
            self.skipped[Skipped(rule, file.index, why, counterparts)] = None

    def report(
        self,
        rule: str,
        weight: Weight,
        item: Item | str,
        rows: str,
        message: Callable[[FileViolations], str],
        *,
        numbers: Sequence[str] = (),
        note: Note | None = None,
        check: str,
    ) -> None:
        """Report the records that break a rule: one violation a file, with an exact count and a sample.

        Args:
            rule: the rule.
            weight: what it weighs, and on what ground.
            item: where the violation points; the column ``__value`` of `rows`, if any, is shown unless the item is secret.
            rows: a query with FILE, RECORD, LINE and what `numbers` and `note` need. It has a record once.
            message: the message, from what was found in a file.
            numbers: further SQL aggregates over a file's rows, for the message.
            note: what to add for one location.
            check: which of several checks of the rule and item it is: findings are recognised by it in later deliveries.
        """
        name = item if isinstance(item, str) else item.name
        if self.session.keep(VIOLATING, rows):
            for file, count, line, *more in self.session.rows(
                f"SELECT {', '.join([FILE, 'count(*)', f'arg_min({LINE}, {RECORD})', *numbers])} FROM {VIOLATING} GROUP BY {FILE}"
            ):
                found = FileViolations(self._named[file], count, line, tuple(more))
                found_rows = ViolatingRows(
                    self.session, found.file, secret=isinstance(item, Item) and item.is_secret, note=note
                )
                is_listed = self.listed(file, rule, name, check) if self.listed and found.file.key else None
                self.violations.append(
                    Violation(
                        rule=rule,
                        item=name,
                        severity=weight.severity,
                        file=file,
                        count=count,
                        message=message(found),
                        locations=tuple(found_rows.first(self.sample_limit)),
                        ground=weight.ground,
                        check=check,
                        listed=tuple(found_rows.listed(is_listed)) if is_listed else (),
                    )
                )
        self.session.forget(VIOLATING)

    def report_file(self, rule: str, weight: Weight, file: SpilledFile, message: str, *, item: str = "") -> None:
        """Report a rule that a file as a whole breaks."""
        self.violations.append(
            Violation(
                rule=rule,
                item=item,
                severity=weight.severity,
                file=file.index,
                count=1,
                message=message,
                locations=(Location(0, 0),),
                ground=weight.ground,
            )
        )

    def result(self) -> IntegrityResult:
        """Return all violations and skipped rules, in an order that depends on nothing else."""
        return IntegrityResult(
            tuple(sorted(self.violations, key=lambda o: (o.file, o.rule, o.item, o.severity, o.message))),
            tuple(sorted(self.skipped, key=lambda n: (n.file, n.rule, n.why))),
        )
