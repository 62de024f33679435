"""What is to be reconciled, and how: neither knows YAML nor the command line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from chukan.engines.cores import Jobs
from chukan.layouts.model import Layout
from chukan.reconciliation.rules_file import NO_RULES, Rules
from chukan.reconciliation.sides.side import SideSpec
from chukan.verification.decisions.terms import ProjectTerms
from chukan.verification.scope import Place


@dataclass(frozen=True)
class Pair:
    """One delivered file and its counterpart in the target system.

    Attributes:
        loaded: None = nothing says where it is, or there is no such file: nothing was compared.
        missing: why there is none, in Japanese.
    """

    delivered: SideSpec
    loaded: SideSpec | None
    missing: str = ""
    municipality: str = ""
    municipality_name: str = ""
    from_vendor: str = ""
    to_vendor: str = ""

    @property
    def layout(self) -> Layout:
        """The layout of the delivered side: items are named by it."""
        return self.delivered.layout

    @property
    def place(self) -> Place:
        """Where it belongs, for the scopes of waivers."""
        return Place.of(self.municipality, self.municipality_name, self.layout)


@dataclass(frozen=True)
class ReconcileJob(ProjectTerms):
    """All that one reconciliation compares.

    Attributes:
        strangers: files of the target system that belong to no delivered file, as messages name them.
        layouts: of all that the project delivers, also where only a part of it is compared: what rules may name; () = the pairs'.
        single: True = two files by themselves: what can't be read is an error of the run.
    """

    pairs: Sequence[Pair]
    rules: Rules = NO_RULES
    strangers: Sequence[str] = ()
    layouts: Sequence[Layout] = ()
    single: bool = False


@dataclass(frozen=True)
class ReconcileOptions:
    """How to run; none of these changes what is found.

    Attributes:
        memory_limit: bytes that DuckDB may use.
        jobs: processes that parse the files, this one included; "auto" = as many as pay.
        progress: called with what is read, bytes done, bytes in all.
    """

    as_of: dt.date = field(default_factory=dt.date.today)
    show_values: bool = False
    keys: bool = False
    sample_limit: int = 1000
    block_size: int = 8 << 20
    memory_limit: int = 192 << 20
    jobs: Jobs = "auto"
    progress: Callable[[str, int, int], None] | None = None
