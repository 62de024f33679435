"""The result of a reduction. Frozen; JSON, HTML, Excel and the Word chapter are views of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from chukan.reduction.rules.model import Kind
from chukan.reduction.rules.reasons import CANDIDATE, Code
from chukan.verification.verdict import Verdict

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
    """Some records of one file that have the same class, rule, reason and year.

    Attributes:
        file: Index in `Report.files`.
        level: 0 削減候補, 1 要確認, 2 移行必須.
        rule: The rule that decided; "" = none applies to them.
        year: Of the event: fiscal where the rule counts by fiscal years; None = unknown.
        over: True when their own period is over: a candidate, or kept only by what is attached to it.
    """

    file: int
    level: int
    rule: str
    code: Code
    reason: str
    year: int | None
    over: bool
    amount: Amount


@dataclass(frozen=True, slots=True)
class FileLine:
    """One delivered file.

    Attributes:
        my_number_items: 個人番号 columns that the file has.
        my_number_candidates: Candidates in which such a column is filled.
        judged: False = no rule applies to its layout.
    """

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
    judged: bool
    my_number_candidates: int = 0


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule: what it rests on, what was set, and what it does, in one municipality or in all.

    Attributes:
        layouts: Delivered ones to which it applies.
        years: In force; several where municipalities differ.
        law_years: Those of the law; None where it has none.
        unset: A municipality must still set them.
        boundary: The day that decides instead of the years, or the days of several municipalities; "" = the years decide.
        alone: Candidates if no other rule made any.
        waiting: Records that only wait for its years.
        held: Records whose period is over but that something attached to them keeps.
    """

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
    years: tuple[int, ...]
    law_years: int | None
    unset: bool
    boundary: str
    set_name: str
    set_by: str
    set_on: str
    candidates: Amount
    alone: Amount
    waiting: Amount
    held: Amount


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing for the municipality to decide, or decided.

    Attributes:
        about: A rule id, or a word: boundary, household, my_number, absent, archive, search, rejected, loose_numbers, migration.
        setting: Where it is written in the project's section, for who edits it; no paper shows it.
    """

    municipality: str
    open: bool
    about: str
    text: str
    amount: Amount = NOTHING
    setting: str = ""


@dataclass(frozen=True, slots=True)
class RuleEffect:
    """The candidates of one rule in one scenario.

    Attributes:
        alone: Candidates if no other rule made any: it may depend on others for what is attached.
    """

    rule: str
    candidates: Amount
    alone: Amount


@dataclass(frozen=True, slots=True)
class Scenario:
    """The result on one day, as decided or with years tried out.

    Attributes:
        trial: "" = as decided.
    """

    as_of: str
    trial: str
    candidates: Amount
    check: Amount
    must: Amount
    by_rule: tuple[RuleEffect, ...]


@dataclass(frozen=True, slots=True)
class SplitFile:
    """A delivered file and what became of its bytes: source = migrate + archive + rejected.

    Attributes:
        source_bytes: Of the decompressed file.
        archive: "" = nothing is archived.
        copied_bytes: Header and control records that the archive repeats.
        blanked_bytes: Bytes of 個人番号 that the archive lacks.
        my_number_left: Values left in the 個人番号 columns of the archive, counted by reading it again: 0.
        loose_numbers: Archived values outside these columns that hold twelve digits with a right check digit, by item.
        candidate_digest: SHA-256 over the record numbers of the archive.
    """

    municipality: str
    business: str
    layout: str
    source: str
    source_sha256: str
    source_bytes: int
    source_records: int
    migrate: str
    migrate_sha256: str
    migrate_bytes: int
    migrate_records: int
    archive: str
    archive_sha256: str
    archive_bytes: int
    archive_records: int
    copied_bytes: int
    blanked_bytes: int
    blanked_values: int
    rejected: str
    rejected_sha256: str
    rejected_bytes: int
    rejected_records: int
    source_totals: dict[str, int]
    migrate_totals: dict[str, int]
    archive_totals: dict[str, int]
    my_number_left: int
    candidate_digest: str
    loose_numbers: dict[str, int] = field(default_factory=dict)


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
    search: str = ""
    searched_by: str = ""


@dataclass(frozen=True, slots=True)
class MigratedFile:
    """The verification of one file that is to be migrated.

    Attributes:
        noted: Records by the delivery note; None = it says nothing.
        records: Records that are left after the reduction.
    """

    municipality: str
    business_name: str
    layout_name: str
    path: str
    verdict: Verdict
    errors: int
    noted: int | None
    records: int


@dataclass(frozen=True, slots=True)
class Migration:
    """The verification of what is to be migrated: the same rules, on what is left.

    Attributes:
        errors: Those that nobody waived.
        document: The verification itself, beside the report.
        sha256: Of that document.
    """

    verdict: Verdict
    errors: int
    files: tuple[MigratedFile, ...]
    document: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Split:
    """All that a split wrote.

    Attributes:
        migration: None where it was not verified.
    """

    files: tuple[SplitFile, ...]
    archives: tuple[ArchiveLine, ...]
    migration: Migration | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The result of `chukan reduce`.

    Attributes:
        scenarios: The first one is the report's own day, as decided.
    """

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
