"""Whether the findings of a verification weigh what the layouts, the agreement and the project say they weigh."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chukan.layouts.declarations import RecordRule
from chukan.rules.catalogue import RULES
from chukan.rules.compile import compile_rules
from chukan.rules.rule import OWN_RULE
from chukan.rules.settings import Settings
from chukan.severity import Severities, Severity
from chukan.verification.job import Job, Target
from chukan.verification.result import Count, FileResult

_LOST_TEXT = "V13"
"""The reader reports some of it, as a warning."""


def wrong_weights(job: Job, target: Target, file: FileResult) -> Iterator[str]:
    """Yield what a file's counts weigh otherwise than they may.

    Of the rules that a layout compiles to, every weight is known. What the reader finds of a file as a whole (F) weighs
    by what exactly is wrong, so that only the project's own word is compared there.

    Args:
        job: with the project's severities and its own record rules.
        target: the file, as the project has it.
        file: the file, as the verification has it.
    """
    counts = [c for c in file.counts if c.rule != OWN_RULE]
    if not counts:
        return
    severities = job.severities.with_estimates(target.agreement.estimates)
    compiled = _compiled(job, target, severities)
    for c in counts:
        allowed = compiled.get((c.rule, c.item or "")) or _allowed(c, target, severities)
        if allowed is not None and c.severity not in allowed:
            words = "・".join(sorted(s.ja for s in allowed)) or "停止"
            yield f"{c.rule} {c.item or ''} の重大度が{c.severity.ja}になっています（定義とプロジェクトでは{words}）"


def _compiled(job: Job, target: Target, severities: Severities) -> dict[tuple[str, str], set[Severity]]:
    local: Sequence[RecordRule] = job.local_rules.get(target.layout.path, ())
    rules = compile_rules(target.layout, Settings(agreement=target.agreement, severities=severities), local)
    found: dict[tuple[str, str], set[Severity]] = {}
    for name, checks in rules.fields.items():
        for check in checks:
            found.setdefault((check.rule, name), set()).add(check.severity)
    for record in rules.records:
        found.setdefault((record.rule, record.items[0] if record.items else ""), set()).add(record.severity)
    for (rule, _), weights in found.items():
        if rule == _LOST_TEXT and (read := severities.of(rule, Severity.WARNING)) is not None:
            weights.add(read)
    return found


def _allowed(count: Count, target: Target, severities: Severities) -> set[Severity] | None:
    """Return what a finding that no compiled check makes may weigh; None = anything."""
    entry = RULES.get(count.rule)
    if entry is None:
        return set()
    defaults = {entry.severity}
    if entry.family == "K":
        defaults |= {s for d in target.layout.body.declarations for _, s in d if isinstance(s, Severity)}
    elif entry.id not in severities:
        return None
    weights = {severities.of(entry.id, default, count.ground) for default in defaults}
    return {w for w in weights if w is not None}
