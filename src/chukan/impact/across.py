"""Changes that take more than one record: keys, unique values, histories, households, and what compares the file with itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from chukan.authoring.change import Change
from chukan.impact.model import ChangeImpact, Example
from chukan.integrity.columns import needed
from chukan.integrity.counterparts import compares_within
from chukan.integrity.model import IntegrityResult, SpilledFile, Violation
from chukan.integrity.run import check_integrity
from chukan.layouts.body import DECLARATIONS
from chukan.layouts.comparisons import SameValues, Sum
from chukan.layouts.declaration import Declaration
from chukan.layouts.declarations import Exclusive
from chukan.layouts.model import Layout
from chukan.severity import NOTHING_CHOSEN
from chukan.verification.display import display

#: Kind of declaration -> the rule that checks it.
_RULES = {
    "unique": "K01",
    "history": "K03",
    "household": "K05",
    "reference": "K02",
    "exclusive": "K04",
    "sum": "K06",
    "same": "K07",
}
_ACROSS = frozenset(kind.kind for kind in DECLARATIONS if kind.across_records)
_OTHER_FILE = (
    "{called}は、ほかの移行ファイル（{files}）と突き合わせる規則なので、このファイルだけでは数えられません。"
    "数えるには、どちらのファイルも入れたプロジェクトを、新しい定義で `chukan verify` にかけてください"
)


def is_across(change: Change) -> bool:
    """Return True when a change takes more than one record to count."""
    return change.field == "key" or (change.kind in ("added", "changed") and change.what in _ACROSS)


def spilled_items(old: Layout, new: Layout) -> tuple[str, ...]:
    """Return the items of a file of `old` that keys and declarations of either side read."""
    names = {*needed(old, ()), *needed(new, ())}
    return tuple(name for name in old.names if name in names)


def count_across(
    changes: Sequence[Change],
    old: SpilledFile,
    new: Layout,
    *,
    as_of: dt.date,
    limit: int,
    show: bool,
    memory_limit: int,
    folder: Path,
) -> dict[Change, ChangeImpact]:
    """Count what these changes do to a file whose columns were spilled.

    Args:
        changes: those that `is_across`.
        old: the file, as its own layout has it.
        new: the layout that it is to fit.
        as_of: the day that conditions know as ``as_of``.
        limit: most examples of a change.
        show: whether examples may show values.
        memory_limit: bytes that DuckDB may use.
        folder: private, for what does not fit in memory.

    Returns:
        What each change does; `records` are those that break the rule under `new` beyond those that break it under `old`.
    """
    if not changes:
        return {}
    there = tuple(name for name in new.names if name in old.columns)
    sides = (old, replace(old, layout=new, columns=there))
    before, after = (
        check_integrity(
            [side],
            severities=NOTHING_CHOSEN,
            as_of=as_of,
            sample_limit=limit,
            memory_limit=memory_limit,
            spill_folder=folder,
            across=False,
        )
        for side in sides
    )
    return {change: _impact(change, before, after, new, show=show) for change in changes}


def _impact(
    change: Change, before: IntegrityResult, after: IntegrityResult, new: Layout, *, show: bool
) -> ChangeImpact:
    if change.field == "key":
        if not new.key:
            return ChangeImpact(change, 0)
        rule, items, check = "K01", new.key[:1], ""
    else:
        declaration = _declared(change, new)
        rule = _RULES.get(change.what, "")
        if declaration is None or rule == "" or not _within(declaration, new):
            return ChangeImpact(change, None, why=_other_file(change, rule, declaration, new))
        items, check = _points_at(declaration)
    if skipped := next((s.why for s in after.skipped if s.rule == rule), ""):
        return ChangeImpact(change, None, why=skipped)
    found, known = (_of(result, rule, items, check) for result in (after, before))
    broken, already = (sum(v.count for v in some) for some in (found, known))
    examples = [
        Example(place.record, place.line, v.item, display(place.value, new.by_name.get(v.item), show=show))
        for v in found
        for place in v.locations[:3]
    ]
    return ChangeImpact(change, max(broken - already, 0), min(broken, already), tuple(examples[:3]))


def _within(declaration: Declaration, layout: Layout) -> bool:
    if isinstance(declaration, Exclusive):  # two registers, whatever it names
        return False
    return not declaration.targets or compares_within(declaration, layout)


def _other_file(change: Change, rule: str, declaration: Declaration | None, layout: Layout) -> str:
    """Return why a file alone does not tell, with the rule and the other files by name."""
    label = declaration.label if declaration else change.what
    targets = declaration.targets if declaration else ()
    others = dict.fromkeys(t for target in targets if (t := layout.target(target.to)) != layout.path)
    return _OTHER_FILE.format(called=f"{label}（{rule}）" if rule else label, files="、".join(others) or "相手の定義")


def _of(result: IntegrityResult, rule: str, items: Sequence[str], check: str) -> list[Violation]:
    """Return the violations of a rule; those of items and of a named check only where they point at them."""
    return [
        v
        for v in result.violations
        if v.rule == rule and (rule in ("K03", "K05", "K06") or v.item in items) and check in ("", v.check)
    ]


def _declared(change: Change, layout: Layout) -> Declaration | None:
    name = change.name.rpartition(" (")[0] if change.name.endswith(")") else change.name
    found = (d for d in layout.body.declarations if d.kind == change.what and d.name in (name, change.name))
    return next(found, None)


def _points_at(declaration: Declaration) -> tuple[tuple[str, ...], str]:
    """Return the items that violations of a declaration point at, and the check that they name; "" where items suffice."""
    if isinstance(declaration, SameValues):
        return declaration.compared, ""
    return declaration.item_names[:1], declaration.name if isinstance(declaration, Sum) else ""
