"""Two files as a reconciliation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from chukan.agreement import Agreed, Agreement, agreement_of
from chukan.errors import UsageError
from chukan.intake.opening.kinds import Kinds
from chukan.layouts.library import Library
from chukan.layouts.model import Layout
from chukan.reconciliation.job import Pair, ReconcileJob
from chukan.reconciliation.rules_file import NO_RULES, load_rules, must_be_item
from chukan.reconciliation.sides.side import SideSpec
from chukan.verification.job import Target
from chukan.verification.record_kinds import layouts_of_kinds, targets_of


def files_job(
    delivered: str | Path,
    loaded: str | Path,
    layout: Layout | str | None,
    *,
    loaded_layout: Layout | str | None = None,
    agreement: Agreed | None = None,
    loaded_agreement: Agreed | None = None,
    rules: str | Path | None = None,
    count_by: Iterable[str] = (),
    packs: Iterable[str | Path] = (),
) -> ReconcileJob:
    """Return what compares two files; the arguments are those of `chukan.reconcile`.

    Raises:
        UsageError: no layout is given.
        LayoutNotFound: an address names no layout.
        AgreementError: an agreement is wrong.
        ProjectError: the rules of equality are wrong.
    """
    if layout is None:
        raise UsageError(
            "移行ファイル定義（--layout）がありません",
            hint="--layout resident_register/person のように指定してください。",
        )
    library = Library.of(packs)
    found = layout if isinstance(layout, Layout) else library.layout(layout)
    other = found if loaded_layout is None else loaded_layout
    other = (
        other if isinstance(other, Layout) else library.layout(other, default=f"{found.origin.pack}@{found.edition}")
    )
    agreed = load_rules(Path(rules)) if rules is not None else NO_RULES
    if chosen := tuple(count_by):
        for item in chosen:
            must_be_item(item, found, "count_by", "--count-by", coded=True)
        agreed = replace(agreed, count_by={**agreed.count_by, found.path: chosen})
    old = agreement_of(agreement)
    new = agreement_of(loaded_agreement) if loaded_agreement is not None else agreed.loaded(old)
    pairs = [
        Pair(
            _side(delivered, target.layout, old, target.several, library),
            _side(
                loaded,
                other if target.layout is found else target.layout,
                new,
                loaded_kinds(target, new, library),
                library,
            ),
        )
        for target in targets_of(Target(Path(delivered), str(delivered), found, old), library)
    ]
    return ReconcileJob(pairs=pairs, rules=agreed, single=True)


def _side(path: str | Path, layout: Layout, agreement: Agreement, several: Kinds | None, library: Library) -> SideSpec:
    return SideSpec(
        path=Path(path),
        shown=str(path).replace("\\", "/"),
        layout=layout,
        agreement=agreement,
        others=partial(library.siblings, layout),
        several=several,
    )


def loaded_kinds(target: Target, agreement: Agreement, library: Library) -> Kinds | None:
    """Return how the loaded side is read, whose own agreement says whether it is a file of several kinds of record.

    Args:
        target: the delivered side: one kind of a file, or the whole of it.
        agreement: of the loaded side.
        library: knows the layouts.

    Raises:
        AgreementError: the layout is not among those of the loaded side's kinds.
    """
    layouts = layouts_of_kinds(agreement, target.layout, library)
    return Kinds(layouts, is_part=target.is_part) if layouts else None
