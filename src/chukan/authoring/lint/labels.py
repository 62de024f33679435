"""The labels of items, other names of their columns in files: each must mean one item only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from chukan.authoring.lint.findings import LintFinding, error, warning
from chukan.authoring.lint.item_tables import ItemTable
from chukan.layouts.model import Item


def lint_labels(table: ItemTable, in_editions: Mapping[str, Sequence[Item]]) -> Iterator[LintFinding]:
    """Yield the labels of a table that mean another item in the same edition, too, or that say nothing new (L02).

    Args:
        table: the items that the pack itself writes down.
        in_editions: edition -> all items of the layout in it, a parent's too.
    """
    reported: set[frozenset[tuple[str, str]]] = set()
    for _, item in table.rows:
        place = table.place(item.name)
        for label, times in Counter(item.labels).items():
            if label == item.name or times > 1:
                message = f"項目「{item.name}」の label「{label}」は、項目名か、前に書いた label と同じです"
                yield warning("L02", place, message, "消してください。")
            other = _other(item, label, in_editions)
            pair = frozenset({(item.name, label), (other or "", label)})
            if other is None or pair in reported:
                continue
            reported.add(pair)
            message = f"項目「{item.name}」の label「{label}」は、項目「{other}」の名前か label でもあります"
            hint = "その見出しの列がどちらの項目か決まらないため、どちらかから消してください。"
            yield error("L02", place, message, hint)


def _other(item: Item, label: str, in_editions: Mapping[str, Sequence[Item]]) -> str | None:
    """Return another item that a label means in an edition that has both."""
    for items in in_editions.values():
        if any(one.name == item.name and label in one.labels for one in items):
            for other in items:
                if other.name != item.name and label in (other.name, *other.labels):
                    return other.name
    return None
