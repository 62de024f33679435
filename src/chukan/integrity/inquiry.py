"""What every question needs: the tables, the database, the severities, and where answers go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chukan.expressions.session import Session
from chukan.integrity.conditions import sound, why_unknown
from chukan.integrity.model import LINE, RECORD, Answer, Hit, NotAsked, Outcome, Part
from chukan.integrity.views import PART, Column, Flag, Table, wanting
from chukan.layouts.model import Item, Layout
from chukan.rules.catalogue import RULES
from chukan.severity import Severities, Severity


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule finds in one part."""

    part: Part
    count: int
    line: int
    """Of the first record that breaks it."""
    more: tuple[Any, ...]
    """The further numbers that the question asked for."""

    def where(self, *before: str) -> str:
        """（2組4件、最初は12行目）."""
        return f"（{''.join(before)}{self.count:,}件、最初は{self.line:,}行目）"


@dataclass
class Inquiry:
    """One run over the tables of a verification."""

    session: Session
    parts: Sequence[Part]
    severities: Severities
    as_of: dt.date
    sample_limit: int
    across: bool = True
    expected: frozenset[tuple[str, ...]] = frozenset()
    outcomes: list[Outcome] = field(default_factory=list)
    not_asked: dict[NotAsked, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        groups: dict[tuple[str, str], list[Part]] = {}
        for part in sorted(self.parts, key=lambda p: (p.file, p.sha256, p.index)):
            groups.setdefault((part.municipality, part.layout.address), []).append(part)
        self.tables = tuple(Table(who, parts[0].layout, tuple(parts)) for (who, _), parts in sorted(groups.items()))
        self._named = {p.index: p for p in self.parts}

    def severity(self, rule: str, default: Severity | None = None) -> Severity | None:
        """What the rule weighs: as the project says, else as the layout does; None = switched off."""
        return self.severities.of(rule, default or RULES[rule].severity)

    def tables_of(self, municipality: str, address: str) -> tuple[Table, ...]:
        """The municipality's tables of ``BUSINESS/LAYOUT``: one, or one for each edition that was delivered."""
        return tuple(t for t in self.tables if t.municipality == municipality and t.layout.path == address)

    def why_absent(self, municipality: str, address: str) -> str:
        """Half a sentence: why there is no file of ``BUSINESS/LAYOUT``, as far as the project tells."""
        business, slug = address.split("/")
        promised = {(municipality, business), (municipality, business, slug)}
        return "がこの検証に入っていない" if self.expected.isdisjoint(promised) else "が提出されていない"

    def view(self, table: Table, columns: Sequence[Column], flags: Sequence[Flag] = ()) -> str:
        """See `Table.view`."""
        return table.view(columns, self.as_of, flags)

    def flag(self, rule: str, table: Table, alias: str, text: str | None, where: str) -> Flag | None:
        """A condition of the layout, ready for a view; none is always true.

        Where it names no item of the layout, the rule could not run: said so, and None.
        """
        if text is None:
            return Flag(alias, "TRUE", ())
        expression = sound(table.layout, text, where)
        if expression.unknown:
            self.cannot(rule, table.parts, why_unknown(expression, table.layout))
            return None
        return Flag(alias, expression.sql, tuple(n for n in expression.reads if n in table.layout.by_name))

    def able(self, rule: str, table: Table, names: Iterable[str], what: str, *, whole: bool = False) -> Table:
        """The parts of a table that can be asked; the others could not run, and say why.

        Args:
            what: what cannot be told without the item, e.g. キーの重複.
            whole: one part that lacks an item makes all of them silent: the question is about groups of records.
        """
        lacking = table.lacking(tuple(names))
        for part in table.parts:
            if part.index in lacking:
                own = f"項目「{lacking[part.index]}」がファイルにない" if part.columns else "ファイルを読めなかった"
                self.cannot(rule, [part], f"{own}ため、{what}を確かめられません")
            elif lacking and whole:
                other = next(p for p in table.parts if p.index in lacking)
                why = f"同じ定義のファイル {other.file} {wanting(other, lacking[other.index])}"
                self.cannot(rule, [part], f"{why}ため、{what}を確かめられません")
        return table.only([p for p in table.parts if not (lacking if whole else p.index in lacking)])

    def cannot(self, rule: str, parts: Iterable[Part], why: str) -> None:
        """The rule could not run for these parts."""
        for part in parts:
            self.not_asked[NotAsked(rule, part.index, why)] = None

    def tell(
        self,
        rule: str,
        severity: Severity,
        item: Item | str,
        rows: str,
        message: Callable[[Found], str],
        *,
        numbers: Sequence[str] = (),
        note: Callable[[Mapping[str, Any], Part], str] | None = None,
    ) -> None:
        """Records that break a rule: one outcome a part, with an exact count and a sample.

        Args:
            item: where the outcome points; the column ``__value`` of `rows`, if any, is shown unless the item is secret.
            rows: a query with PART, RECORD, LINE and what `numbers` and `note` need. A record stands in it once.
            message: the message, from what was found in a part.
            numbers: further SQL aggregates over a part's rows, for the message.
            note: what to add for one place.
        """
        if self.session.keep("told", rows):
            for part, count, line, *more in self.session.rows(
                f"SELECT {', '.join([PART, 'count(*)', f'arg_min({LINE}, {RECORD})', *numbers])} FROM told GROUP BY {PART}"
            ):
                found = Found(self._named[part], count, line, tuple(more))
                hits = tuple(self._hits(found.part, item, note))
                name = item if isinstance(item, str) else item.name
                self.outcomes.append(Outcome(rule, name, severity, part, count, message(found), hits))
        self.session.forget("told")

    def of_file(self, rule: str, severity: Severity, part: Part, message: str, *, item: str = "") -> None:
        """A rule that a file as a whole breaks."""
        self.outcomes.append(Outcome(rule, item, severity, part.index, 1, message, (Hit(0, 0),)))

    def answer(self) -> Answer:
        """All that was told, in an order of its own."""
        return Answer(
            tuple(sorted(self.outcomes, key=lambda o: (o.part, o.rule, o.item, o.severity, o.message))),
            tuple(sorted(self.not_asked, key=lambda n: (n.part, n.rule, n.why))),
        )

    def _hits(
        self, part: Part, item: Item | str, note: Callable[[Mapping[str, Any], Part], str] | None
    ) -> Iterable[Hit]:
        names = [name for name, *_ in self.session.rows("DESCRIBE told")]
        secret = isinstance(item, Item) and item.is_secret
        for row in self.session.rows(
            f"SELECT * FROM told WHERE {PART} = ? ORDER BY {RECORD} LIMIT ?", [part.index, self.sample_limit]
        ):
            values = dict(zip(names, row, strict=True))
            shown = "" if secret else str(values.get("__value") or "")
            yield Hit(values[RECORD], values[LINE], shown, note(values, part) if note else "")


def named(layout: Layout, beside: Layout) -> str:
    """A layout's name as read from another: with its business where that is another one."""
    return layout.name if layout.business == beside.business else f"{layout.business_name}の{layout.name}"


def place_of(table: Table, place: Mapping[str, int], seen_from: Part) -> str:
    """Where another record of a table stands; `place` has rank, record and line."""
    there = table.parts[place["rank"]]
    file = "同じファイル" if there.index == seen_from.index else there.file
    return f"{file}の{place['record']:,}件目・{place['line']:,}行目"


def joined(names: Sequence[str]) -> str:
    """課税年度・宛名番号."""
    return "・".join(names)
