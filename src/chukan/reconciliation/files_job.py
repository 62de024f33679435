"""Two files as a reconciliation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from chukan.agreement import Agreed, agreement_of
from chukan.errors import UsageError
from chukan.layouts.library import Library
from chukan.layouts.model import Layout
from chukan.reconciliation.job import Pair, ReconcileJob
from chukan.reconciliation.rules_file import NO_RULES, load_rules, must_be_item
from chukan.reconciliation.sides.side import SideSpec


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
    specs = [
        SideSpec(Path(path), str(path).replace("\\", "/"), one, how, others=partial(library.siblings, one))
        for path, one, how in ((delivered, found, old), (loaded, other, new))
    ]
    return ReconcileJob(pairs=[Pair(specs[0], specs[1])], rules=agreed, single=True)
