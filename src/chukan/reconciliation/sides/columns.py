"""Which item a column of a database means, and its values as strings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chukan.agreement import Agreement
from chukan.errors import AgreementError, did_you_mean
from chukan.layouts.model import Layout
from chukan.values.masking import column_name


@dataclass(frozen=True)
class TableColumns:
    """The columns of a table.

    Attributes:
        places: item -> number of its column.
        extra: what messages call the columns that are no item, and that nobody said to leave out.
    """

    places: dict[str, int]
    extra: tuple[str, ...]


def table_columns(names: Sequence[str], layout: Layout, agreement: Agreement) -> TableColumns:
    """Return which item each column of a table holds: by its name, a label of the layout, or the agreement's `columns`.

    Args:
        names: of the columns, in order.
        layout: the layout of the records.
        agreement: `columns` says what the names mean; None = known and left out.

    Raises:
        AgreementError: two columns hold one item, or `columns` names no item.
    """
    labels = {label: item.name for item in layout.items for label in (*item.labels, item.name)}
    places: dict[str, int] = {}
    extra = []
    for number, name in enumerate(names):
        agreed = name in agreement.columns
        item = agreement.columns[name] if agreed else labels.get(name)
        if item is None:
            if not agreed:
                extra.append(column_name(name, number + 1, layout.names))
            continue
        if item not in layout.by_name:
            raise AgreementError(
                f"columns の項目「{item}」は {layout.address} にありません",
                hint=did_you_mean(item, layout.names) or "項目の名前を確かめてください。",
            )
        if item in places:
            raise AgreementError(
                f"項目「{item}」の列が二つあります", hint="columns で、使わない列を null にしてください。"
            )
        places[item] = number
    return TableColumns(places, tuple(extra))
