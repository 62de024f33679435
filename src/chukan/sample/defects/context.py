"""What decides where a defect can be put: the agreed form, and what else depends on an item."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from chukan.layouts.model import Item
from chukan.sample.records.block import Setting
from chukan.sample.solver.constraints import constraints_of, read_by


@dataclass(frozen=True)
class DefectContext:
    """The surroundings of a value that is to be spoiled.

    Attributes:
        setting: layout, agreement, day and seed of the file.
        read_elsewhere: Items that other files are compared with.
    """

    setting: Setting
    read_elsewhere: frozenset[str] = frozenset()

    @property
    def encoding(self) -> str:
        """The encoding in force."""
        return self.setting.agreement.encoding or "cp932"

    @property
    def date_form(self) -> str:
        """The date form in force."""
        return self.setting.agreement.date_form or "yyyymmdd"

    @property
    def fixed_width(self) -> bool:
        """True for a fixed-width file."""
        return self.setting.agreement.format == "fixed"

    @property
    def counts_bytes(self) -> bool:
        """True where lengths are bytes: a wide character may be too long for what a narrow one left."""
        return self.fixed_width or self.setting.agreement.length_unit == "bytes"

    @cached_property
    def independent(self) -> frozenset[str]:
        """Items that nothing else in the delivery depends on."""
        distinct = {name for declaration in self.setting.layout.body.declarations for name in declaration.distinct}
        return self.unreferenced - distinct

    @cached_property
    def unreferenced(self) -> frozenset[str]:
        """Independent items, and those that only must not repeat."""
        return frozenset(self.setting.layout.names) - self.referenced

    @cached_property
    def referenced(self) -> frozenset[str]:
        """Items that keys, declarations across records, requirements and record rules read."""
        read = (c.reads for c in constraints_of(self.setting.layout) if c.of_layout)
        return self.referenced_across.union(*read)

    @cached_property
    def referenced_across(self) -> frozenset[str]:
        """Those of them that other records depend on."""
        names = {*self.setting.layout.key, *self.read_elsewhere}
        for declaration in self.setting.layout.body.declarations:
            if declaration.across_records:
                names.update(name for name in declaration.item_names if name not in declaration.distinct)
                texts = (*declaration.conditions.values(), *declaration.amounts.values())
                names.update(*(read_by(text, self.setting.layout) for text in texts))
        return frozenset(names)

    def is_coded(self, item: Item) -> bool:
        """Return True when only values of a list will do."""
        codes = self.setting.layout.code_list(item)
        return codes is not None and not codes.any_value

    def is_free_text(self, item: Item) -> bool:
        """Return True for text that is no code, no date and no number."""
        return item.is_text and not self.is_coded(item) and not item.has("month_day")

    def limit(self, item: Item) -> int:
        """Return the number of characters that the item holds."""
        return self.setting.limit(item)
