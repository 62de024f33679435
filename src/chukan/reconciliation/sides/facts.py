"""What was read of a side."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadingProblem:
    """What reading a side found wrong with it, all of one rule together.

    Attributes:
        rule: of the family F (or V13): what `check` would report.
        message: of the first of them; holds no value of a record.
        count: how many there are.
        record: the first record that is concerned; 0 = the file as a whole.
        grave: True = it weighs as an error.
    """

    rule: str
    message: str
    count: int
    record: int
    grave: bool

    @property
    def is_guess(self) -> bool:
        """True when it was read in another encoding than was agreed."""
        return self.grave and self.rule == "F03" and not self.record


@dataclass(frozen=True, slots=True)
class Facts:
    """What a side turned out to be.

    Attributes:
        encoding: of a file; ``parquet`` or ``sqlite`` of the others.
        read: records that were read.
        rejected: records that could not be read.
        undecided: keys of the agreement that were detected.
        problems: what reading found wrong; what is said of columns is no part of it.
    """

    sha256: str
    bytes: int
    encoding: str
    read: int
    rejected: int
    undecided: tuple[str, ...] = ()
    problems: tuple[ReadingProblem, ...] = ()
