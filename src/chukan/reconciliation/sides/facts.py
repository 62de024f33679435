"""What was read of a side."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facts:
    """What a side turned out to be.

    Attributes:
        encoding: of a file; ``parquet`` or ``sqlite`` of the others.
        read: records that were read.
        rejected: records that could not be read.
        undecided: keys of the agreement that were detected.
    """

    sha256: str
    bytes: int
    encoding: str
    read: int
    rejected: int
    undecided: tuple[str, ...] = ()
