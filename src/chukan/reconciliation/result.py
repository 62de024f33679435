"""What a reconciliation says. Frozen; JSON, HTML, Excel, CSV and Parquet are views of it.

The contract between `reconciliation` and whoever reads its results: papers, evidence, notebooks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from chukan.severity import Severity
from chukan.verification.decisions.use import DecisionsUse, WaiverUse
from chukan.verification.result import Count, Finding, LayoutRef, NotRun
from chukan.verification.verdict import Verdict, worst

SCHEMA_VERSION = "1.0"


OF_RECORDS = ("M01", "M02", "M03", "M04")
"""The rules that say nothing where nothing was compared."""


@dataclass(frozen=True, slots=True)
class SideFile:
    """One side of a pair: a file that was delivered, or what the target system says that it holds.

    Attributes:
        path: As the project or the command line writes it, with forward slashes; "" = there is no such file.
        records: Records that were read.
        rejected: Records that could not be read: they were compared with nothing.
        layout: The layout that it was read in.
        agreement: What was agreed for this side (only keys that somebody set).
        expected_records: What the project says that it holds (`records`, `loaded.records`); None = nothing.
        date: When it was loaded, ISO; "" = not said, or the delivered side.
        load_errors: How many records the target system refused, as it says itself; None = not said.
        undecided: Keys of the agreement that nobody decided, and that were detected (移行条件未定).
    """

    path: str
    sha256: str = ""
    bytes: int = 0
    encoding: str = ""
    records: int = 0
    rejected: int = 0
    layout: LayoutRef | None = None
    agreement: dict[str, Any] = field(default_factory=dict)
    expected_records: int | None = None
    date: str = ""
    load_errors: int | None = None
    undecided: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordCounts:
    """What became of the records of both sides.

    delivered = same + explained + different + only_delivered + left_out + unmatched_delivered, and
    loaded = same + explained + different + only_loaded + added + unmatched_loaded, always.

    Attributes:
        delivered: Records that were read from the delivered file.
        loaded: Records that were read from the target system.
        same: Pairs that are alike, character by character.
        explained: Pairs whose differences are all explained by rules of equality.
        different: Pairs with at least one difference that no rule explains.
        only_delivered: Delivered, not loaded, and no rule says why (M01).
        only_loaded: Loaded, not delivered, and no rule says why (M02).
        left_out: Delivered, not loaded, as a rule says (reduction).
        added: Loaded, not delivered, as a rule says (added by the new system).
        duplicate_keys: Keys that more than one record has on either side.
        unmatched_delivered: Delivered records with such a key that have no counterpart of their own (M04).
        unmatched_loaded: Likewise, loaded ones.
    """

    delivered: int = 0
    loaded: int = 0
    same: int = 0
    explained: int = 0
    different: int = 0
    only_delivered: int = 0
    only_loaded: int = 0
    left_out: int = 0
    added: int = 0
    duplicate_keys: int = 0
    unmatched_delivered: int = 0
    unmatched_loaded: int = 0

    @property
    def paired(self) -> int:
        """Records that were found on both sides."""
        return self.same + self.explained + self.different

    @property
    def closes(self) -> bool:
        """True when every record of both sides is counted once."""
        return (
            self.delivered == self.paired + self.only_delivered + self.left_out + self.unmatched_delivered
            and self.loaded == self.paired + self.only_loaded + self.added + self.unmatched_loaded
        )

    def __add__(self, other: RecordCounts) -> RecordCounts:
        return RecordCounts(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class ItemDifferences:
    """How often an item differs over the pairs of a file: exact.

    Attributes:
        different: Pairs whose values differ without a rule that explains it (M03).
        explained: Rule of equality (its id) -> pairs whose values became equal with it.
    """

    item: str
    different: int = 0
    explained: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ColumnFigures:
    """One item over all the records of one side.

    Attributes:
        filled: Values that are not blank.
        distinct: Different values, the blank one not counted.
        sum: The sum of an amount, exact; None = it is no amount.
        unreadable: Values of an amount that are no number: the sum goes without them.
        lowest: The first value in order of code points (of a number: the lowest), masked.
        highest: The last one, likewise.
        digest: Of the values and how often each occurs, whatever their order; keyed with the project's secret. "" where it
            would stand in for a 個人番号.
    """

    filled: int
    distinct: int
    sum: str | None = None
    unreadable: int = 0
    lowest: str = ""
    highest: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class ColumnPair:
    """One item on both sides.

    Attributes:
        same: True = the same values, each as often, whatever their order.
    """

    item: str
    delivered: ColumnFigures
    loaded: ColumnFigures
    same: bool


@dataclass(frozen=True, slots=True)
class CodeCount:
    """How many records have one code of a chosen item, on both sides.

    Attributes:
        code: As it is in the file where the code list has it; else its shape.
        name: What the code list calls it; "" = nothing.
    """

    item: str
    code: str
    name: str
    delivered: int
    loaded: int


@dataclass(frozen=True, slots=True)
class CodeFold:
    """Codes of the old system that became one code of the new one: what told them apart is lost.

    Attributes:
        old: Old code -> the paired records that had it.
    """

    rule: str
    item: str
    new: str
    old: dict[str, int]


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A value or a character that a conversion table does not have.

    Attributes:
        value: A character as its code point, a code as it is where the code list has it; else its shape.
        count: How many values hold it (of characters: how often it occurs).
        first_record: The first record of the delivered file with it.
    """

    rule: str
    item: str
    value: str
    count: int
    first_record: int


@dataclass(frozen=True, slots=True)
class EqualityUse:
    """A rule of equality: who agreed to it, why, and what it explained.

    Attributes:
        id: Its name in the rules file.
        kind: blanks, width, dates, eras, zeros, characters, codes, renumbering, derived, left_out or added.
        kind_name: The kind in Japanese.
        items: What it is about; () = whole records.
        layout: BUSINESS/LAYOUT; "" = every layout with these items.
        count: Differences that it explained: values, or whole records. 0 = it is not needed (any more).
        sources: Tables and manifests that it rests on, each with its SHA-256.
    """

    id: str
    kind: str
    kind_name: str
    items: tuple[str, ...]
    layout: str
    agreed_by: str
    agreed_on: str
    why: str
    count: int = 0
    sources: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One delivered file and what the target system holds of it.

    Attributes:
        layout: The layout of the delivered side: items are named by it.
        key: The items by which records were found on both sides; () = by none.
        compared: The items that were compared.
        not_compared: Items that only one side has, and no rule is about.
        not_run: What could not be compared, and why; it makes the verdict `not_checked`.
        counts: Findings (M01 to M11) by rule and item: exact, with what is waived.
        causes: What many of its differences have in common, in sentences (M11).
    """

    municipality: str
    municipality_name: str
    business: str
    business_name: str
    layout: LayoutRef
    delivered: SideFile
    loaded: SideFile
    records: RecordCounts
    verdict: Verdict
    key: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    not_compared: tuple[str, ...] = ()
    items: tuple[ItemDifferences, ...] = ()
    columns: tuple[ColumnPair, ...] = ()
    codes: tuple[CodeCount, ...] = ()
    folds: tuple[CodeFold, ...] = ()
    unmapped: tuple[Unmapped, ...] = ()
    counts: tuple[Count, ...] = ()
    not_run: tuple[NotRun, ...] = ()
    from_vendor: str = ""
    to_vendor: str = ""
    causes: tuple[str, ...] = ()

    @property
    def alone(self) -> bool:
        """True when nothing was compared: it has no counterpart, or one side can't be read."""
        return set(OF_RECORDS) <= {n.rule for n in self.not_run}

    @property
    def migrated(self) -> bool:
        """True when every delivered record is in the target system as agreed: only then a paper may say 「移行した」."""
        return self.verdict in ("pass", "pass_with_waivers")


@dataclass(frozen=True, slots=True)
class Total:
    """The sum over the files of one municipality and business, or over all of them.

    Attributes:
        files: Pairs of files.
        open: Findings of weight error that nobody waived.
    """

    municipality: str
    municipality_name: str
    business: str
    business_name: str
    files: int
    records: RecordCounts
    verdict: Verdict
    open: int = 0
    waived: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where both sides differ, and no rule explains it.

    Attributes:
        finding: the finding; its file, record and line are those of the side that has the record (of both sides: the
            delivered one).
        loaded_file: the file of the target system.
        loaded_record: the record there; None = it has none.
        loaded_value: the value there, masked unless values were asked for.
    """

    finding: Finding
    loaded_file: str = ""
    loaded_record: int | None = None
    loaded_line: int | None = None
    loaded_value: str = ""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The result of comparing what was delivered with what the target system holds (突合結果).

    Attributes:
        tool: Name, version and the versions of the engines.
        rules: Every rule of equality in force.
        rules_sha256: Of the file with them; "" = there is none.
        totals: By municipality and business, in the order of the files.
        general: Findings that belong to no pair: files of the target system that nobody delivered, waivers that do not hold.
        keys_shown: True = findings name the key of their record.
        fingerprint_key: The public name of the project's secret; "" = there is none.
    """

    schema_version: str
    tool: dict[str, str]
    layout: LayoutRef
    as_of: str
    started: str
    finished: str
    files: tuple[Reconciled, ...]
    verdict: Verdict
    rules: tuple[EqualityUse, ...] = ()
    rules_sha256: str = ""
    totals: tuple[Total, ...] = ()
    general: tuple[Finding, ...] = ()
    waivers: tuple[WaiverUse, ...] = ()
    decisions: DecisionsUse | None = None
    group: str = ""
    project_sha256: str = ""
    sample_limit: int = 1000
    values_shown: bool = False
    keys_shown: bool = False
    fingerprint_key: str = ""

    @property
    def records(self) -> RecordCounts:
        """The sum over all files."""
        return sum((f.records for f in self.files), RecordCounts())

    def of(self, municipality: str, business: str) -> tuple[Reconciled, ...]:
        """Return the files of one municipality and business."""
        return tuple(f for f in self.files if (f.municipality, f.business) == (municipality, business))


def verdict_of_whole(files: Sequence[Reconciled], general: Sequence[Finding]) -> Verdict:
    """Return the verdict of a reconciliation, as it follows from its parts.

    A file that nobody delivered makes it no pass, whatever a project made of the rule.

    Args:
        files: the pairs.
        general: the findings that belong to none of them.
    """
    verdicts = [f.verdict for f in files]
    if any(f.severity == Severity.ERROR for f in general):
        verdicts.append("fail")
    elif any(f.rule == "M06" for f in general):
        verdicts.append("not_checked")
    return worst(verdicts)
