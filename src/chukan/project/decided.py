"""What was decided, and which sheets a project has taken in so far. Knows nothing of workbooks."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from chukan.verification.decisions.model import NO_DECISIONS, Decisions, Waiver

TAKEN = Path(".chukan/taken.json")


@dataclass(frozen=True, slots=True)
class Decided:
    """All that was decided.

    Attributes:
        waivers: acceptances of a whole rule and item.
        decisions: what was typed into sheets of findings.
    """

    waivers: tuple[Waiver, ...] = ()
    decisions: Decisions = NO_DECISIONS


def remember(decisions: Decisions, folder: Path, *, reconciliation: bool = False) -> None:
    """Note that a sheet was taken in: an older one is refused from now on.

    Args:
        decisions: what a run took in; nothing is noted where it took in no sheet.
        folder: the folder of the project file.
        reconciliation: True = it is a sheet of a reconciliation.
    """
    if not decisions.run:
        return
    path = folder / TAKEN
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with contextlib.suppress(OSError):  # whoever can't write here is only not protected from an older sheet
        known = taken(path) | {name_of_run(reconciliation=reconciliation): decisions.run}
        beside.write_text(json.dumps(known) + "\n", encoding="utf-8")
        beside.replace(path)


def taken(path: Path) -> dict[str, str]:
    """Return the runs whose sheets were taken in; {} where nothing is known of them."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {k: v for k, v in found.items() if isinstance(v, str)} if isinstance(found, dict) else {}


def name_of_run(*, reconciliation: bool) -> str:
    """Return under which name the last sheet of a kind of run is noted."""
    return "reconciliation" if reconciliation else "run"
