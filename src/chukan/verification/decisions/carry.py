"""What was typed into earlier sheets, brought to the findings of this run."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chukan.verification.decisions.model import Decision, Decisions
from chukan.verification.decisions.sheet import GONE, OUT_OF_RUN, UNKNOWN
from chukan.verification.result import Finding, Verification
from chukan.verification.scope import in_scope


@dataclass(frozen=True, slots=True)
class Carried:
    """The findings with what was typed on each of them, and the rest of what was typed.

    Attributes:
        rows: in the order of the findings; None = nothing was typed.
        listed: whether an earlier sheet lists each finding; None = there was no sheet, or it can't be known.
        past: what was typed on findings that are not among these, and why.
    """

    rows: tuple[Decision | None, ...]
    listed: tuple[bool | None, ...]
    past: tuple[tuple[str, Decision], ...]


def carry(decisions: Decisions, findings: Sequence[Finding], verification: Verification) -> Carried:
    """Bring what was typed to the findings that are there again; nothing that was typed is lost.

    Args:
        decisions: of the earlier sheets.
        findings: of this run.
        verification: gives what this run covers.
    """
    left: dict[str, deque[Decision]] = defaultdict(deque)
    for row in decisions.rows:
        left[row.fingerprint].append(row)
    nameless = left.pop("", deque())
    known = frozenset(left)
    rows, listed = [], []
    for f in findings:
        there = bool(f.fingerprint) and f.fingerprint in known
        rows.append(left[f.fingerprint].popleft() if there and left[f.fingerprint] else None)
        listed.append(there if decisions and f.fingerprint else None)
    past = [
        *((GONE if _is_covered(row, verification) else OUT_OF_RUN, row) for same in left.values() for row in same),
        *((UNKNOWN, row) for row in nameless),
    ]
    kept = [*((row.past or GONE, row) for row in decisions.past), *(p for p in past if any(p[1].typed))]
    return Carried(tuple(_typed(rows)), tuple(listed), tuple(kept))


def _typed(rows: Iterable[Decision | None]) -> Iterable[Decision | None]:
    return (row if row is not None and any(row.typed) else None for row in rows)


def _is_covered(row: Decision, v: Verification) -> bool:
    """Return True when the run looked at what the finding is about: where it is not there now, it is solved."""
    return not row.scope or any(
        in_scope(row.scope, (f.municipality,), (f.business,), (f.layout.layout or "",)) for f in v.files
    )
