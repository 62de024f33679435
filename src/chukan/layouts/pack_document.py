"""``pack.yaml`` and ``business.yaml`` as models."""

from __future__ import annotations

from pydantic import Field

from chukan.documents import Document
from chukan.layouts.basis import Basis
from chukan.layouts.body import LayoutBody
from chukan.layouts.origin import Authority


class Edition(Document):
    """One version of a specification, and what is known of it.

    Attributes:
        of: In a pack that extends another: the parent's edition that this one rests on (left out = the same name).
    """

    edition: str
    of: str | None = None
    published: str | None = None
    law_from: str | None = None
    law_until: str | None = None
    basis: Basis = "estimate"
    note: str = ""

    @property
    def statement(self) -> str:
        """What is known of it, in words: the note, else the dates that there are."""
        window = (
            f"{self.law_from or ''}～{self.law_until or ''} に施行の法令改正" if self.law_from or self.law_until else ""
        )
        published = f"{self.published} 公開" if self.published else ""
        return self.note or "、".join(t for t in (published, window) if t)


class SourceWorkbook(Document):
    """The workbook (or several, joined by 、) that something was imported from, with the SHA-256."""

    workbook: str
    workbook_sha256: str


class BusinessEntry(Document):
    """A business in ``pack.yaml``.

    Attributes:
        workbook: The workbook that this business was imported from, when the pack was made from several.
        workbooks: Edition -> its workbook, when its editions were imported from different ones.
    """

    business: str
    number: int | None = None
    name: str
    family: str = ""
    verified: bool = False
    folder: str
    workbook: str | None = None
    workbook_sha256: str | None = None
    workbooks: dict[str, SourceWorkbook] = Field(default_factory=dict)


class PackDocument(Document):
    """``pack.yaml``.

    Attributes:
        intermediate_standard: True = the pack declares that it defines the 中間標準レイアウト. Never inherited: an extension declares it itself.
        replaces_codes: In a pack that extends another: code lists that are this pack's alone, without the parent's values.
        default_edition: May be left out, like `editions`, in a pack that extends another: then they are the parent's.
    """

    pack: str
    name: str
    authority: Authority = "reference"
    intermediate_standard: bool = False
    description: str = ""
    extends: str | None = None
    replaces_codes: tuple[str, ...] = ()
    declared_by: str | None = None
    workbook: str | None = None
    workbook_sha256: str | None = None
    default_edition: str = ""
    editions: tuple[Edition, ...] = ()
    businesses: tuple[BusinessEntry, ...] = ()

    @property
    def edition_names(self) -> tuple[str, ...]:
        """Its own editions, oldest first."""
        return tuple(e.edition for e in self.editions)


class BusinessDocument(Document):
    """``business.yaml``."""

    business: str
    name: str
    description: str = ""
    layouts: dict[str, LayoutBody] = Field(default_factory=dict)
