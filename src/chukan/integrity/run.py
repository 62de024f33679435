"""Asking everything that needs more than one record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from chukan.integrity.model import Answer, Part


def ask(
    parts: Sequence[Part],
    *,
    severities: Mapping[str, str],
    as_of: dt.date,
    sample_limit: int,
    memory_limit: int,
    spill_folder: Path,
    across: bool = True,
) -> Answer:
    """All that integrity finds in `parts`, whatever their order.

    Args:
        severities: rule id -> error | warning | info | off.
        memory_limit: bytes that DuckDB may use.
        spill_folder: private folder for what does not fit.
        across: False = only what one file can tell by itself.
    """
    return Answer()
