"""What is to be checked, and how: neither knows YAML nor the command line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from chukan.agreement import Agreement
from chukan.engines.choice import EngineName
from chukan.engines.cores import Jobs
from chukan.errors import readable
from chukan.intake.source.open_source import shown_name
from chukan.layouts.declarations import RecordRule
from chukan.layouts.model import Layout
from chukan.verification.decisions.terms import ProjectTerms
from chukan.verification.progress import Step
from chukan.verification.result import Delivery
from chukan.verification.scope import Place

if TYPE_CHECKING:
    from chukan.intake.opening.kinds import Kinds
    from chukan.rules.own import OwnChecks


@dataclass(frozen=True)
class Target:
    """One file to check.

    Attributes:
        shown: How results name it: relative to the project, with forward slashes.
        own_checks: Checks that a user added to the layout's schema.
    """

    path: Path
    shown: str
    layout: Layout
    agreement: Agreement
    municipality: str = ""
    municipality_name: str = ""
    from_vendor: str = ""
    to_vendor: str = ""
    expected_records: int | None = None
    expected_totals: Mapping[str, int] = field(default_factory=dict)
    others: Callable[[], Iterable[Layout]] = tuple
    """The layouts that the file may be of instead."""
    several: Kinds | None = None
    """How a file of several kinds of record is read; see `chukan.verification.record_kinds`."""
    own_checks: OwnChecks | None = None
    layout_chosen: str = ""
    """Why this layout, where chukan chose it; "" = somebody named it."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "shown", readable(shown_name(self.path, self.shown)))

    @property
    def is_part(self) -> bool:
        """True when another target reports what concerns the file as a whole."""
        return self.several is not None and self.several.is_part

    @property
    def place(self) -> Place:
        """Where it belongs, for the scopes of waivers."""
        return Place.of(self.municipality, self.municipality_name, self.layout)


@dataclass(frozen=True)
class Job(ProjectTerms):
    """All that one verification checks.

    Attributes:
        deliveries: What the project expects; a delivery of method `layout` without a file is an F01 finding.
        local_rules: Record rules of the municipality's own, by "business/layout".
        local_rules_sha256: Of the file with the municipality's own record rules; "" = it has none.
        across: False = one file by itself (`check`): no rule that needs another file.
        journal: The folder where the run leaves what it works out, for the next one; None = nowhere.
        project: The name of the project file: several in one folder share that of the journal, not what is in it.
    """

    targets: Sequence[Target]
    deliveries: Sequence[Delivery] = ()
    local_rules: Mapping[str, Sequence[RecordRule]] = field(default_factory=dict)
    agreement: Agreement = field(default_factory=Agreement)
    local_rules_sha256: str = ""
    across: bool = True
    journal: Path | None = None
    project: str = ""


@dataclass(frozen=True)
class Options:
    """How to run; none of these changes what is found.

    Attributes:
        keys: findings name the key of their record.
        jobs: Processes that examine the files, this one included; "auto" = as many as pay.
        engine: Where blocks are examined: in processes of this machine, or on a Dask cluster.
        scheduler: Address of the cluster's scheduler; "" = a cluster of this machine, of as many workers as `jobs` says.
        tell: Takes what a person should know while it runs; None = it is logged.
        memory_limit: Bytes that DuckDB may use.
        resume: What an earlier run worked out is taken over where nothing has changed.
        progress: Called with (what, done bytes, total bytes) of each file.
        follow: Called with how far the whole run is.
    """

    as_of: dt.date = field(default_factory=dt.date.today)
    show_values: bool = False
    keys: bool = False
    sample_limit: int = 1000
    jobs: Jobs = "auto"
    engine: EngineName = "local"
    scheduler: str = ""
    tell: Callable[[str], None] | None = None
    block_size: int = 4 << 20
    profile: bool = True
    memory_limit: int = 512 << 20
    resume: bool = True
    progress: Callable[[str, int, int], None] | None = None
    follow: Callable[[Step], None] | None = None
