"""The rows of 指摘一覧: what each says of a finding, what was typed on it before, and the seal over what chukan wrote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from chukan.output.text import visible
from chukan.reports.labels import GROUND_JA, SEVERITY_MARKS
from chukan.reports.summary import Summary
from chukan.rules.catalogue import RULES
from chukan.verification.decisions import sheet as form
from chukan.verification.decisions.carry import Carried
from chukan.verification.decisions.ledger import Ledger
from chukan.verification.decisions.model import ACCEPT, Decision
from chukan.verification.result import Finding, Verification

LONGEST = 32_000
"""What was typed is kept whole, and what a sheet says already is not cut a second time; a cell holds 32,767 characters."""
NUMBERS = (form.NUMBER, form.RECORD, form.LINE)
"""The columns of numbers."""
_RULE, _SEVERITY = map(form.FIXED.index, (form.RULE, form.SEVERITY))
#: Most cells of a long list say what others do.
_visible = lru_cache(maxsize=1 << 13)(visible)


@cache
def _who(rule: str) -> str:
    """Return who acts on the findings of a rule, which has its title behind it."""
    name = rule.partition(" ")[0]
    return RULES[name].who if name in RULES else ""


@dataclass(frozen=True, slots=True)
class IssueRow:
    """One row of the sheet.

    Attributes:
        fixed: the cells of `form.FIXED`; numbers stay numbers.
        hidden: the cells of `form.HIDDEN`.
        typed: the cells of `form.TYPED`; days are ISO.
    """

    fixed: tuple[Any, ...]
    hidden: tuple[str, str, str]
    typed: tuple[str, ...] = ("",) * len(form.TYPED)

    @property
    def shown(self) -> tuple[Any, ...]:
        """What it says of the finding, and who acts on it, which is not sealed: it follows from the rule."""
        return *self.fixed, _who(self.fixed[_RULE])

    @property
    def values(self) -> tuple[Any, ...]:
        """All its cells."""
        return *self.shown, *self.typed, *self.hidden


def most_urgent(findings: Sequence[Finding], carried: Carried) -> list[int]:
    """Return which findings the sheet lists, in their order: all that fit; decided ones and the gravest first where not."""
    everything = range(len(findings))
    if len(findings) <= form.ROWS:
        return list(everything)
    first = sorted(everything, key=lambda i: (carried.rows[i] is None, -findings[i].severity.weight, i))
    return sorted(first[: form.ROWS])


def listed_rows(
    s: Summary, findings: Sequence[Finding], carried: Carried, order: Sequence[int], ledger: Ledger
) -> Iterator[IssueRow]:
    """Yield the rows of the findings that the sheet lists.

    Args:
        s: the verification.
        findings: the samples that it kept.
        carried: what was typed on them before.
        order: which of them are listed, in their order.
        ledger: with a secret, the rows are sealed.
    """
    towns, names = s.towns, s.business_names
    titles = {r.rule: f"{r.rule} {r.title}" for r in s.rules}
    layouts = {(f.municipality, f.business, f.path, f.layout.layout): f.layout.name for f in s.files}
    for place, index in enumerate(order, 1):
        f, since, decision = findings[index], carried.listed[index], carried.rows[index]
        fixed = (
            place,
            f.severity,
            _state(f, decision),
            "" if since is None else form.SINCE_WORDS["continuing" if since else "new"],
            GROUND_JA[f.ground],
            titles.get(f.rule, f.rule),
            towns.get(f.municipality, f.municipality),
            names.get(f.business, f.business),
            layouts.get((f.municipality, f.business, f.file, f.layout)) or f.layout,
            f.file,
            f.record,
            f.line,
            f.key,
            f.item,
            f.value,
            f.message,
        )
        texts = tuple(_visible(value) if isinstance(value, str) else value for value in fixed)
        row = IssueRow(texts, (_scope(f), f.fingerprint, ""), decision.typed if decision else ("",) * len(form.TYPED))
        yield sealed(row, ledger.secret, s.verification.started) if ledger.secret else row


def past_rows(carried: Carried, v: Verification, ledger: Ledger) -> Iterator[IssueRow]:
    """Yield what was typed on findings that are not in the list, as it was seen then, with the reason in 前回から."""
    for place, (why, decision) in enumerate(carried.past, 1):
        seen = {**decision.cells, form.NUMBER: str(place), form.SINCE: why}
        fixed = tuple(
            int(seen[name]) if name in NUMBERS and seen.get(name, "").isdigit() else seen.get(name, "")
            for name in form.FIXED
        )
        row = IssueRow(fixed, (decision.scope, decision.fingerprint, ""), decision.typed)
        yield sealed(row, ledger.secret, v.started)


def sealed(row: IssueRow, secret: bytes, run: str) -> IssueRow:
    """Return a row with its seal."""
    texts = [*shown(row.fixed), *row.hidden[:2]]
    return IssueRow(row.fixed, (*row.hidden[:2], form.row_check(secret, run, texts)), row.typed)


def shown(fixed: Sequence[Any]) -> list[str]:
    """Return the texts that the cells of a row show."""
    texts = [str(value) if isinstance(value, int) else visible(value or "", LONGEST) for value in fixed]
    mark = SEVERITY_MARKS.get(texts[_SEVERITY])
    texts[_SEVERITY] = mark.text if mark else texts[_SEVERITY]
    return texts


def _state(f: Finding, decision: Decision | None) -> str:
    if not f.waived:
        return ""
    return ACCEPT if decision is not None and decision.is_accepted else form.BULK


def _scope(f: Finding) -> str:
    return "/".join(p for p in (f.municipality, f.business, f.layout) if p)
