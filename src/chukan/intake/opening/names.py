"""Which item a column's name means: the layout's names and labels, and the names that were agreed on."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from chukan.layouts.model import Layout
from chukan.values.masking import column_name


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one column's name means.

    Attributes:
        label: The name as the file has it; a column without one goes by its number.
        shown: What messages call the column: a name that the layout does not know may be a resident's.
        item: The item; None = the layout has none of that name, or the column is left out.
        agreed: The agreement says so: the column of an item, or one that is known and left out.
        folded: Only alike after folding: full and half width, case and blanks differ.
    """

    label: str
    shown: str
    item: str | None = None
    agreed: bool = False
    folded: bool = False


@dataclass(frozen=True)
class Names:
    """Finds items by the names of columns.

    Args:
        layout: None = every name is an item.
        agreed: name in the file -> item, None = known and left out; ``NAME#2`` is the second column of a name.
        likely: the names and labels of the layouts that the file may be of, folded, where no name of the layout's own occurs.
    """

    layout: Layout | None
    agreed: Mapping[str, str | None] = field(default_factory=dict)
    likely: frozenset[str] = frozenset()

    def meanings(self, names: Sequence[str]) -> tuple[Meaning, ...]:
        """Return what the names of a header mean, in order; a second column of one item means nothing.

        Without a layout it is a column of its own: ``NAME#2``.
        """
        seen: Counter[str] = Counter()
        taken: set[str] = set()
        found = []
        for number, name in enumerate(names, 1):
            seen[name] += 1
            numbered = f"{name}#{seen[name]}"
            meaning = self._meaning(name, numbered, number)
            if meaning.item in taken:
                again = numbered if self.layout is None and numbered not in taken else None
                meaning = Meaning(again or meaning.label, again or meaning.shown, again)
            if meaning.item is not None:
                taken.add(meaning.item)
            found.append(meaning)
        return tuple(found)

    def known(self, names: Sequence[str]) -> int:
        """Return how many of the names mean an item, or are known to be left out."""
        if self.layout is None:
            return sum(fold(name) in self.likely or name in self.agreed for name in {*names})
        return sum(item is not None or left_out for item, left_out in self._items(names))

    def items(self, names: Sequence[str]) -> tuple[str | None, ...]:
        """Return the items that the names of a header mean under a layout; None = no item, or a second column of one."""
        return tuple(item for item, _ in self._items(names))

    def _items(self, names: Sequence[str]) -> Iterator[tuple[str | None, bool]]:
        """Yield the item of each name, and whether it was agreed to leave the column out."""
        seen: Counter[str] = Counter()
        taken: set[str] = set()
        for name in names:
            seen[name] += 1
            item, agreed, _ = self._item(name, f"{name}#{seen[name]}")
            yield None if item in taken else item, agreed and item is None
            if item is not None:
                taken.add(item)

    def _meaning(self, name: str, numbered: str, number: int) -> Meaning:
        label = name or f"{number} 列目"
        item, agreed, folded = self._item(name, numbered)
        if item is not None or agreed:
            return Meaning(label, label, item, agreed, folded)
        if self.layout is None:
            return Meaning(label, label, label)
        return Meaning(label, column_name(name, number, self.layout.names))

    def _item(self, name: str, numbered: str) -> tuple[str | None, bool, bool]:
        """Return the item that a name means, whether that was agreed on, and whether the two are only alike once folded."""
        for key in (numbered, name) if numbered.endswith("#1") else (numbered,):
            if key in self.agreed and self._is_known(self.agreed[key]):
                return self.agreed[key], True, False
        if self.layout is None:
            return None, False, False
        if name in self.layout.by_name:
            return name, False, False
        if name in self._labels:
            return self._labels[name], False, False
        item = self._folded.get(fold(name))
        return item, False, item is not None

    def _is_known(self, item: str | None) -> bool:
        """Return True unless the layout lacks the item: an agreement may be that of many layouts."""
        return item is None or self.layout is None or item in self.layout.by_name

    @cached_property
    def _labels(self) -> Mapping[str, str]:
        return labels_of(self.layout) if self.layout is not None else {}

    @cached_property
    def _folded(self) -> Mapping[str, str]:
        """Folded names and labels that mean one item only."""
        return folded_of(self.layout) if self.layout is not None else {}


def labels_of(layout: Layout) -> Mapping[str, str]:
    """Return the labels of a layout's items -> their items; without those that two items have."""
    pairs = [(label, item.name) for item in layout.items for label in item.labels]
    counts = Counter(label for label, _ in pairs)
    return {label: item for label, item in pairs if counts[label] == 1}


def known_names(layout: Layout) -> frozenset[str]:
    """Return the names and labels of a layout's items, as they are: a quick look whether any of them occurs."""
    return frozenset({*layout.by_name, *labels_of(layout)})


def likely_names(layouts: Iterable[Layout]) -> frozenset[str]:
    """Return the names and labels of layouts, folded."""
    return frozenset(fold(name) for layout in layouts for name in known_names(layout))


def folded_of(layout: Layout) -> Mapping[str, str]:
    """Return the folded names and labels that mean one item only -> that item."""
    pairs = [(fold(item.name), item.name) for item in layout.items]
    pairs += [(fold(label), item) for label, item in labels_of(layout).items()]
    means: dict[str, set[str]] = {}
    for folded, item in pairs:
        means.setdefault(folded, set()).add(item)
    return {folded: items.pop() for folded, items in means.items() if folded and len(items) == 1}


def fold(name: str) -> str:
    """Return a column's name without what people and programs write differently: width, case, blanks, newlines."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
