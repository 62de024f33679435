"""A file of several kinds of record is several targets: one for each layout, each reading its own records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chukan.agreement import Agreement
from chukan.errors import AgreementError
from chukan.intake.opening.kinds import Kinds
from chukan.layouts.library import Library
from chukan.layouts.model import Layout
from chukan.verification.job import Target


def targets_of(target: Target, library: Library) -> Iterator[Target]:
    """Yield a target for each layout that the agreement's ``record_types`` names; the target itself without any.

    The first one reports what concerns the file as a whole, and has the delivery note's numbers.

    Args:
        target: a file, and the layout that it was given.
        library: knows the layouts; a short address is one of the same business.

    Raises:
        AgreementError: the given layout is not among those of the kinds.
        LayoutNotFound: an address names no layout.
    """
    given = target.layout
    layouts = layouts_of_kinds(target.agreement, given, library)
    if not layouts:
        yield target
        return
    by_address = {layout.address: layout for layout in layouts.values()}
    for address in [given.address, *(a for a in by_address if a != given.address)]:
        is_part = address != given.address
        yield replace(
            target,
            layout=by_address[address],
            several=Kinds(layouts, is_part=is_part),
            own_checks=None if is_part else target.own_checks,
            expected_records=None if is_part else target.expected_records,
            expected_totals={} if is_part else target.expected_totals,
        )


def layouts_of_kinds(agreement: Agreement, given: Layout, library: Library) -> dict[str, Layout]:
    """Return the layouts that an agreement's ``record_types`` names, by the key of their kind; {} = it names none.

    Args:
        agreement: of the file.
        given: the layout that the file was given.
        library: knows the layouts; a short address is one of the same business.

    Raises:
        AgreementError: the given layout is not among those of the kinds.
        LayoutNotFound: an address names no layout.
    """
    types = agreement.record_types
    named = [one for one in types.listed if one.rule.layout] if types is not None else []
    default = f"{given.origin.pack}@{given.edition}"
    layouts = {}
    for one in named:
        address = one.rule.layout or ""
        address = address if "/" in address else f"{given.business}/{address}"
        layouts[one.key] = given if given.address.endswith(f"/{address}") else library.layout(address, default=default)
    addresses = list(dict.fromkeys(layout.address for layout in layouts.values()))
    if layouts and given.address not in addresses:
        raise AgreementError(
            f"record_types のどの種別にも「{given.address}」がありません",
            hint=f"検査する定義は次のどれかにしてください: {', '.join(addresses)}",
        )
    return layouts
