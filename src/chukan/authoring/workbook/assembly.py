"""What an import comes to: businesses, their layouts, code lists, and what a person should know."""

from __future__ import annotations

from dataclasses import dataclass

from chukan.authoring.workbook.report import Notice
from chukan.layouts.body import LayoutBody
from chukan.layouts.codes import CodeList
from chukan.layouts.model import Item


@dataclass(frozen=True)
class MadeLayout:
    """One layout to write.

    Attributes:
        slug: The layout's name in addresses.
        body: Its declarations.
        items: Its items in file order, numbered from 1.
    """

    slug: str
    body: LayoutBody
    items: tuple[Item, ...]


@dataclass(frozen=True)
class MadeBusiness:
    """One business to write.

    Attributes:
        slug: The business's name in addresses.
        name: Its Japanese name.
        number: Its number in 基本データリスト, None where the workbook has none.
        family: The family of systems that it belongs to; "" = unknown.
        layouts: Its layouts, in the order of the workbook.
        workbooks: The numbers of the workbooks that its items come from.
    """

    slug: str
    name: str
    number: int | None
    family: str
    layouts: tuple[MadeLayout, ...]
    workbooks: tuple[int, ...] = ()

    @property
    def code_prefix(self) -> str:
        """What the ids of its code lists begin with."""
        return f"{self.number:03d}" if self.number is not None else self.slug


@dataclass(frozen=True)
class Assembly:
    """Everything to write.

    Attributes:
        businesses: In the order of the workbook.
        codes: All code lists, sorted by id.
        notices: What a person should know.
    """

    businesses: tuple[MadeBusiness, ...]
    codes: tuple[CodeList, ...]
    notices: tuple[Notice, ...]
