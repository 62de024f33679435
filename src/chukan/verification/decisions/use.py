"""What became of what people decided: waivers, and the sheets of earlier findings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WaiverUse:
    """A waiver of the municipality's, and what became of it."""

    rule: str
    item: str
    scope: str
    limit: int
    reason: str
    who: str
    when: str
    used: int
    note: str = ""
    """Why it has no effect: 失効, 期限切れ, 理由なし; blank = in order."""
    until: str = ""
    """The last day on which it holds (期限), ISO; "" = no end."""
    bulk: bool = True
    """True = まとめて: it covers whatever findings there are, up to its limit. False = it covers the very findings that
    were accepted, one by one."""
    remark: str = ""
    """What people should know of it although it is in order."""
    solved: int = 0
    """Of those that were accepted one by one: how many are there no more."""


@dataclass(frozen=True, slots=True)
class Source:
    """A sheet of findings that was read."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class DecisionsUse:
    """How the findings stand to those of the sheets that were read (引き続き、新しく、解消). Counts are exact."""

    sources: tuple[Source, ...]
    rows: int
    """Findings that the sheets list."""
    mend: int
    accepted: int
    held: int
    continuing: int
    """Findings that the sheets list and that are there."""
    new: int
    """Findings that the sheets do not list."""
    solved: int
    """Findings that the sheets list and that are there no more."""
    cut: bool = False
    """True = the earlier run found more than its sheet lists: some of the new ones may have been there already."""
