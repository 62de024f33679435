"""`rejected.csv`: the records that could not be read, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Self

from chukan.intake.batch import Rejected
from chukan.scratch import owner_only
from chukan.verification.job import Target


class RejectedFiles:
    """Writes each rejected record as it is in the delivered file; use as a context manager.

    One file a delivered file: `rejected.csv` for a check, `rejected/001_MUNICIPALITY_BUSINESS_LAYOUT.csv` for a project.
    A file exists only when a record was rejected.
    """

    def __init__(self, folder: Path, targets: Sequence[Target], *, single: bool) -> None:
        """Prepare the names; nothing is written yet.

        Args:
            folder: an existing folder.
            targets: what is checked, in the order of the job.
            single: write the one file of a check.
        """
        self._paths = {
            id(t): folder / "rejected.csv" if single else folder / "rejected" / f"{i:03d}_{_slug(t)}.csv"
            for i, t in enumerate(targets, 1)
        }
        self._target: Target | None = None
        self._file: BinaryIO | None = None

    def __call__(self, target: Target, rejected: Rejected) -> None:
        """Append one record, as it is in the file."""
        if self._file is None or self._target is not target:  # files are read one after the other
            self.close()
            path = self._paths[id(target)]
            path.parent.mkdir(exist_ok=True)
            self._target, self._file = target, open(path, "ab", opener=owner_only)  # noqa: SIM115 - closed by `close`
        self._file.write(rejected.raw + rejected.newline)

    def close(self) -> None:
        """Close the file that is open."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _slug(target: Target) -> str:
    return re.sub(r"[^0-9A-Za-z_-]", "_", f"{target.municipality}_{target.layout.business}_{target.layout.slug}")
