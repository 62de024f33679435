"""The result of a reduction. Frozen; JSON, HTML, Excel and the Word chapter are views of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from chukan.reduction.rules.model import Kind
from chukan.reduction.rules.reasons import CANDIDATE, Code

SCHEMA_VERSION = "1.0"


@dataclass(frozen=True, slots=True)
class Amount:
    """Records, and their bytes in the file with their newlines."""

    records: int = 0
    bytes: int = 0

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.records + other.records, self.bytes + other.bytes)


#: None at all.
NOTHING = Amount()


@dataclass(frozen=True, slots=True)
class Cell:
    """Some records of one file that have the same class, rule, reason and year."""

    file: int
    """Index in `Report.files`."""
    level: int
    """0 削減候補, 1 要確認, 2 移行必須."""
    rule: str
    """The rule that decided; "" = none applies to them."""
    code: Code
    reason: str
    year: int | None
    """Of the event: fiscal where the rule counts by fiscal years; None = unknown."""
    over: bool
    """True when their own period is over: a candidate, or kept only by what is attached to it."""
    amount: Amount


@dataclass(frozen=True, slots=True)
class FileLine:
    """One delivered file."""

    municipality: str
    municipality_name: str
    business: str
    business_name: str
    layout: str
    layout_name: str
    layout_address: str
    layout_digest: str
    statement: str
    path: str
    sha256: str
    bytes: int
    encoding: str
    read: Amount
    rejected: Amount
    totals: dict[str, int]
    my_number_items: tuple[str, ...]
    """個人番号 columns that the file has."""
    judged: bool
    """False = no rule applies to its layout."""


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule: what it rests on, what was set, and what it does, in one municipality or in all."""

    id: str
    kind: Kind
    default: str
    business: str
    record_class: str
    law: str
    period: str
    start: str
    in_force_since: str
    prior: str
    provenance: str
    confidence: str
    source: str
    note: str
    ask: str
    layouts: tuple[str, ...]
    """Delivered ones to which it applies."""
    years: tuple[int, ...]
    """In force; several where municipalities differ."""
    law_years: int | None
    """Those of the law; None where it has none."""
    unset: bool
    """A municipality must still set them."""
    boundary: str
    """The day that decides instead of the years, or the days of several municipalities; "" = the years decide."""
    set_name: str
    set_by: str
    set_on: str
    candidates: Amount
    alone: Amount
    """Candidates if no other rule made any."""
    waiting: Amount
    """Records that only wait for its years."""
    held: Amount
    """Records whose period is over but that something attached to them keeps."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing for the municipality to decide, or decided."""

    municipality: str
    open: bool
    about: str
    """A rule id, or a word: boundary, my_number, absent, archive, rejected."""
    text: str
    amount: Amount = NOTHING


@dataclass(frozen=True, slots=True)
class RuleEffect:
    """The candidates of one rule in one scenario."""

    rule: str
    candidates: Amount
    alone: Amount
    """Candidates if no other rule made any: it may depend on others for what is attached."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """The result on one day, as decided or with years tried out."""

    as_of: str
    trial: str
    """"" = as decided."""
    candidates: Amount
    check: Amount
    must: Amount
    by_rule: tuple[RuleEffect, ...]


@dataclass(frozen=True, slots=True)
class SplitFile:
    """A delivered file and what became of its bytes: source = migrate + archive + rejected."""

    municipality: str
    business: str
    layout: str
    source: str
    source_sha256: str
    source_bytes: int
    """Of the decompressed file."""
    source_records: int
    migrate: str
    migrate_sha256: str
    migrate_bytes: int
    migrate_records: int
    archive: str
    """"" = nothing is archived."""
    archive_sha256: str
    archive_bytes: int
    archive_records: int
    copied_bytes: int
    """Header and control records that the archive repeats."""
    blanked_bytes: int
    """Bytes of 個人番号 that the archive lacks."""
    blanked_values: int
    rejected: str
    rejected_sha256: str
    rejected_bytes: int
    rejected_records: int
    source_totals: dict[str, int]
    migrate_totals: dict[str, int]
    archive_totals: dict[str, int]
    my_number_left: int
    """Values left in the 個人番号 columns of the archive, counted by reading it again: 0."""
    candidate_digest: str
    """SHA-256 over the record numbers of the archive."""


@dataclass(frozen=True, slots=True)
class ArchiveLine:
    """The medium of one municipality."""

    municipality: str
    medium: str
    label: str
    retain_until: str
    keeper: str
    disposal: str
    my_number: str


@dataclass(frozen=True, slots=True)
class Split:
    """All that a split wrote."""

    files: tuple[SplitFile, ...]
    archives: tuple[ArchiveLine, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The result of `chukan reduce`."""

    schema_version: str
    tool: dict[str, str]
    group: str
    as_of: str
    started: str
    finished: str
    project_sha256: str
    files: tuple[FileLine, ...]
    cells: tuple[Cell, ...]
    rules: tuple[RuleLine, ...]
    decisions: tuple[Decision, ...]
    scenarios: tuple[Scenario, ...]
    """The first one is the report's own day, as decided."""
    split: Split | None = None
    notes: tuple[str, ...] = field(default=())

    @property
    def candidates(self) -> Amount:
        """All that may be left out of the migration."""
        return self.amount(CANDIDATE)

    def amount(self, level: int) -> Amount:
        """All records of one class."""
        return sum((c.amount for c in self.cells if c.level == level), Amount())

    @property
    def read(self) -> Amount:
        """All records that were read."""
        return sum((f.read for f in self.files), Amount())

    @property
    def rejected(self) -> Amount:
        """All records that could not be read: they have no class."""
        return sum((f.rejected for f in self.files), Amount())
