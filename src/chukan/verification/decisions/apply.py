"""Decisions on single findings: which of them are there again, which are waived, which are new, which are solved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from chukan.severity import Severities
from chukan.verification.decisions.fingerprint import Fingerprints
from chukan.verification.decisions.model import Decision, Decisions, lacking, together
from chukan.verification.decisions.outcome import Applied, problems_of, why_not_in_force
from chukan.verification.decisions.use import DecisionsUse, WaiverUse
from chukan.verification.result import FileResult, verdict_of
from chukan.verification.scope import Place, in_scope
from chukan.verification.tally import Key, Tally

_CELLS = 3
"""Cells that one message names."""
LOOSE = "ファイルに属さない指摘は了承できません。プロジェクトか了承の内容を直してください。"
NO_FINGERPRINT = "キーで見分けられない指摘は、1件ずつ了承できません。直すか、了承シートで「まとめて」件数の上限を決めて了承してください。"


@dataclass(frozen=True, slots=True)
class _Now:
    """The findings of one fingerprint as they are now.

    Attributes:
        places: Rows that they would take in a sheet.
        counts: How many they are, by file and by what is counted.
    """

    places: int
    counts: Mapping[tuple[int, Key], int]

    @property
    def count(self) -> int:
        return sum(self.counts.values())


def apply_decisions(
    files: Sequence[FileResult],
    tallies: Sequence[Tally],
    decisions: Decisions,
    targets: Sequence[Place],
    severities: Severities,
    *,
    today: str,
    fingerprints: Fingerprints,
) -> tuple[Applied, DecisionsUse | None]:
    """Mark the findings that were accepted one by one.

    A finding is recognised by its fingerprint. Where several have the same one (records with the same key), they are
    waived only if as many were accepted: which of them is new cannot be known.

    Args:
        files: the results of the files, in their order.
        tallies: what was found in each of them, with what the sheets list.
        decisions: the rows of the sheets.
        targets: where each of the files belongs.
        severities: what the project says of the rules.
        today: the day of the check, ISO.
        fingerprints: makes those of the W01 findings.

    Returns:
        The files with their waived counts and new verdicts, what became of the accepted rows and the W01 findings; and how
        the findings of this run compare with those of the sheets (None = there is no sheet).
    """
    if not decisions:
        return Applied(list(files)), None
    now = _now(tallies)
    rows = [r for r in decisions.rows if _is_in_run(r, targets)]
    accepted = [r for r in rows if r.is_accepted]
    wrong = {id(r): _wrong(r, today) for r in accepted}
    valid = Counter(r.fingerprint for r in accepted if not wrong[id(r)])
    for row in accepted:
        here = now.get(row.fingerprint)
        if not wrong[id(row)] and here and here.places > valid[row.fingerprint]:
            wrong[id(row)] = (
                f"同じキーの指摘が {here.places:,} 件あり、了承は {valid[row.fingerprint]:,} 件です。どれのことか分からないため、"
                "効力がありません。残りも直すか了承してください。"
            )
    covered = frozenset(r.fingerprint for r in accepted if not wrong[id(r)] and r.fingerprint in now)
    uses = [*_uses(accepted, wrong, now, valid)]
    problems = problems_of(uses, severities, fingerprints)
    applied = Applied(_waived(files, now, covered), [use for use, _ in uses], problems, covered)
    return applied, _use_of(rows, now, files, decisions)


def _now(tallies: Sequence[Tally]) -> dict[str, _Now]:
    found: dict[str, _Now] = {}
    for index, tally in enumerate(tallies):
        for (key, fingerprint), one in tally.recognised.items():
            before = found.get(fingerprint, _Now(0, {}))
            found[fingerprint] = _Now(before.places + one.places, {**before.counts, (index, key): one.count})
    return found


def _is_in_run(row: Decision, targets: Sequence[Place]) -> bool:
    """Return False for a row of a municipality or business that this run leaves out."""
    return not row.scope or any(in_scope(row.scope, *t.names) for t in targets)


def _wrong(row: Decision, today: str) -> str:
    wrong = why_not_in_force(lacking(row.reason, row.who, row.when), row.when, row.until, today)
    if row.is_loose:
        return LOOSE
    return wrong or ("" if row.fingerprint else NO_FINGERPRINT)


def _waived(files: Sequence[FileResult], now: Mapping[str, _Now], covered: frozenset[str]) -> list[FileResult]:
    marks: Counter[tuple[int, Key]] = Counter()
    for fingerprint in covered:
        marks.update(now[fingerprint].counts)
    result = []
    for index, file in enumerate(files):
        counts = tuple(
            replace(c, waived=marks[index, (c.rule, c.item or "", c.severity, c.ground)], bulk=0) for c in file.counts
        )
        result.append(replace(file, counts=counts, verdict=verdict_of(counts, file.not_run)))
    return result


def _uses(
    accepted: Sequence[Decision], wrong: Mapping[int, str], now: Mapping[str, _Now], valid: Counter[str]
) -> list[tuple[WaiverUse, str]]:
    """Return the accepted rows as papers list them, each with where it stands."""
    uses = []
    once: Counter[str] = Counter()
    for (rule, item, scope, reason, who, when, until), same in together(accepted).items():
        for note in dict.fromkeys(wrong[id(r)] for r in same):
            rows = [r for r in same if wrong[id(r)] == note]
            used = 0
            for row in rows if not note else ():
                if row.fingerprint in now:
                    share, rest = divmod(now[row.fingerprint].count, valid[row.fingerprint])
                    once[row.fingerprint] += 1
                    used += share + (rest if once[row.fingerprint] == 1 else 0)
            solved = sum(r.fingerprint not in now for r in rows if r.fingerprint)
            use = WaiverUse(
                rule=rule,
                item=item,
                scope=scope,
                limit=len(rows),
                reason=reason,
                who=who,
                when=when,
                used=used,
                note=note,
                until=until,
                bulk=False,
                solved=solved,
            )
            uses.append((use, _cells(rows, note)))
    return uses


def _cells(rows: Sequence[Decision], note: str) -> str:
    """Return the place of some rows: the sheet, and the cells that a note is about."""
    more = f"、ほか {len(rows) - _CELLS:,} 行" if len(rows) > _CELLS else ""
    named = []
    for row in rows[:_CELLS]:
        about = [a for heading, a in row.addresses.items() if heading in note.partition("。")[0]]
        named.append("・".join(about) or row.addresses.get("対応", ""))
    cells = "、".join(n for n in named if n)
    return f"{rows[0].place} セル {cells}{more}" if cells else "、".join(r.place for r in rows[:_CELLS]) + more


def _use_of(
    rows: Sequence[Decision], now: Mapping[str, _Now], files: Sequence[FileResult], decisions: Decisions
) -> DecisionsUse:
    listed = Counter(r.fingerprint for r in rows if r.fingerprint and not r.is_loose)
    continuing = sum(one.count for one in now.values())
    actions = Counter(r.action for r in rows)
    return DecisionsUse(
        sources=decisions.sources,
        rows=len(rows),
        mend=actions["直す"],
        accepted=actions["了承"],
        held=actions["保留"],
        continuing=continuing,
        new=sum(f.number(waived=True) for f in files) - continuing,
        solved=sum(max(number - (now[fp].places if fp in now else 0), 0) for fp, number in listed.items()),
        cut=decisions.cut,
    )
