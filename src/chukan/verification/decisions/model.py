"""Decisions of people on findings: what a waiver is, and what was typed into a sheet of findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from chukan.verification.decisions.use import Source
from chukan.verification.scope import Place, in_scope

MEND, ACCEPT, HOLD = "直す", "了承", "保留"
"""What may be decided on a finding (対応)."""
ACTIONS = (MEND, ACCEPT, HOLD)


@dataclass(frozen=True)
class Waiver:
    """Findings that the municipality accepts as a whole (まとめて): by rule, item, scope and a limit in number.

    It covers whatever findings there are, up to the limit, also others than those that were there when it was signed:
    every report says so. Findings that are accepted one by one are `Decision` rows.

    Attributes:
        item: "" = any item.
        scope: municipality/business/layout, as far as it is stated; "" = everywhere.
        place: Where the sheet says so: file and row.
        until: The last day on which it holds, ISO; "" = no end.
        by_count: True = an older sheet, which knows no findings and says nothing of まとめて.
        is_whole: False = the sheet asks whether the whole is accepted (まとめて), and nobody said so.
    """

    rule: str
    item: str
    scope: str
    limit: int
    reason: str
    who: str
    when: str
    place: str = ""
    until: str = ""
    by_count: bool = False
    is_whole: bool = True

    def covers(self, place: Place) -> bool:
        """Return True when a place is in the waiver's scope."""
        return in_scope(self.scope, *place.names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One row of a sheet of findings, with what was typed into it.

    Attributes:
        fingerprint: of the finding; "" = it has none, and can't be recognised.
        scope: municipality/business/layout of the finding, as far as it has them.
        action: 直す, 了承, 保留; "" = nothing was decided.
        owner: 担当.
        until: 期限, ISO; "" = none.
        who: 了承者.
        when: 了承日, ISO; "" = none.
        is_loose: True = it belongs to no file: a delivery that did not come, a waiver that does not hold.
        place: File, sheet and row.
        cells: What the row shows of the finding, by heading: it is carried into the next sheet as it was seen.
        addresses: Heading -> the cell, as a spreadsheet calls it: S12.
        past: Why it is among the rows of before; "" = it is of the sheet's own run.
    """

    rule: str
    item: str = ""
    scope: str = ""
    fingerprint: str
    action: str = ""
    reason: str = ""
    owner: str = ""
    until: str = ""
    who: str = ""
    when: str = ""
    is_loose: bool = False
    place: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)
    past: str = ""

    @property
    def typed(self) -> tuple[str, str, str, str, str, str]:
        """All that was typed, in the order of the sheet."""
        return self.action, self.reason, self.owner, self.until, self.who, self.when

    @property
    def is_accepted(self) -> bool:
        """True when the finding is to be waived."""
        return self.action == ACCEPT


@dataclass(frozen=True, slots=True)
class Decisions:
    """The rows of all the sheets that a run takes in.

    Attributes:
        rows: one each finding that a sheet lists, decided or not.
        sources: the files that they come from.
        cut: True = an earlier run found more than its sheet lists: "new" may be old.
        past: what was typed on findings that were solved before; it is carried on, and covers nothing.
        run: of which run the sheets are, ISO time.
    """

    rows: tuple[Decision, ...] = ()
    sources: tuple[Source, ...] = ()
    cut: bool = False
    past: tuple[Decision, ...] = ()
    run: str = ""

    def listed(self) -> dict[tuple[str, str], frozenset[str]]:
        """Return (rule, item) -> the fingerprints that are listed."""
        found: dict[tuple[str, str], set[str]] = {}
        for row in self.rows:
            if row.fingerprint:
                found.setdefault((row.rule, row.item), set()).add(row.fingerprint)
        return {key: frozenset(values) for key, values in found.items()}

    def __bool__(self) -> bool:
        return bool(self.rows or self.sources)


NO_DECISIONS = Decisions()


def lacking(reason: str, who: str, when: str) -> list[str]:
    """Return the names of what an acceptance lacks."""
    return [name for name, value in (("理由", reason), ("了承者", who), ("了承日", when)) if not value]


def together(rows: Iterable[Decision]) -> dict[tuple[str, ...], list[Decision]]:
    """Group accepted rows as papers list them: one acceptance by the same person for the same reason a line."""
    groups: dict[tuple[str, ...], list[Decision]] = {}
    for row in rows:
        key = (row.rule, row.item, row.scope, row.reason, row.who, row.when, row.until)
        groups.setdefault(key, []).append(row)
    return groups
