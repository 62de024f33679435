"""What a verification says. Frozen; JSON, HTML, Excel, CSV and JUnit are views of it.

The contract between `verification` and `reports`, `evidence`, `reduction`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from chukan.layouts.model import Layout
from chukan.severity import ESTIMATE, Severity
from chukan.verification.decisions.use import DecisionsUse, WaiverUse
from chukan.verification.mended import Mended
from chukan.verification.verdict import Verdict

SCHEMA_VERSION = "1.0"
RuleState = Literal["ran", "switched_off", "could_not_run"]

SWITCHED_OFF = "プロジェクトの rules で切っています"
"""Why a rule did not run that the project switched off; any other `switched_off` means that it had nothing to look at."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where a rule does not hold (指摘)."""

    municipality: str
    business: str
    layout: str
    file: str
    record: int | None
    line: int | None
    key: str = field(default="", kw_only=True)
    """The layout's key items of the record, where ``--keys`` asks for them; 個人番号 never."""
    item: str | None
    rule: str
    severity: Severity
    ground: str = field(default="", kw_only=True)
    """The basis of what it asks for: official, statute, public-standard, attested, estimate; "" = it rests on the file
    itself, the agreement or the project. ``estimate`` occurs only with reference packs."""
    waived: bool = field(default=False, kw_only=True)
    """The municipality accepts it."""
    value: str
    """Masked unless values were asked for; 個人番号 never stands here."""
    message: str
    fingerprint: str = field(default="", kw_only=True)
    """Recognises the finding in the next delivery; "" = nothing identifies its record, or there is no project."""


@dataclass(frozen=True, slots=True)
class Count:
    """How often a rule does not hold for an item of a file: exact, whatever the samples keep."""

    rule: str
    item: str | None
    severity: Severity
    count: int
    waived: int = 0
    ground: str = ""
    """See `Finding.ground`."""
    bulk: int = 0
    """Of the waived: those that are accepted as a whole (まとめて), whichever they are."""

    @property
    def is_estimate(self) -> bool:
        """True when it rests on what a reference pack only estimates (推定に基づく指摘)."""
        return self.ground == ESTIMATE


@dataclass(frozen=True, slots=True)
class LayoutRef:
    """The layout that a file was checked against, and what it rests on."""

    pack: str
    edition: str
    business: str | None
    layout: str | None
    authority: str
    digest: str
    declared_by: str | None = None
    name: str = ""
    workbook: str | None = None
    workbook_sha256: str | None = None
    extends: str | None = None
    statement: str = ""
    """The sentence that papers carry, e.g. 参考定義（公式レイアウトとの照合前）による確認."""
    grounds_digest: str = ""
    """Of what its statements rest on: with `digest`, all that decides what a finding weighs; "" = an older result."""

    @classmethod
    def of(cls, layout: Layout) -> LayoutRef:
        """Return the facts on a layout that results carry."""
        origin = layout.origin
        return cls(
            pack=origin.pack,
            edition=layout.edition,
            business=layout.business,
            layout=layout.slug,
            authority=origin.authority,
            digest=layout.digest,
            declared_by=origin.declared_by,
            name=layout.name,
            workbook=origin.workbook,
            workbook_sha256=origin.workbook_sha256,
            extends=origin.extends,
            statement=origin.statement,
            grounds_digest=layout.grounds_digest,
        )


@dataclass(frozen=True, slots=True)
class Records:
    """read + rejected = total, always."""

    read: int
    rejected: int
    total: int


@dataclass(frozen=True, slots=True)
class GaijiCount:
    """One gaiji of a file: what staff need for 同定."""

    source_code: str
    code_point: str
    count: int
    items: tuple[str, ...]
    first_record: int


@dataclass(frozen=True, slots=True)
class NotRun:
    """A rule that could not run for a file, and why. It makes the file's verdict `not_checked`."""

    rule: str
    why: str
    counterparts: tuple[str, ...] = ()
    """BUSINESS/LAYOUT of the counterparts of which no file is in the verification: all that was lacking."""


@dataclass(frozen=True, slots=True)
class ItemProfile:
    """What an item looks like over a whole file (S02). Values are masked unless asked for."""

    item: str
    filled: int
    blank: int
    distinct: int | None
    """None = more than are counted exactly."""
    minimum: str = ""
    maximum: str = ""
    frequent: tuple[tuple[str, int], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class TakenOver:
    """The earlier run of which a result was taken over: the bytes and all that decides the result are the same.

    Attributes:
        run: when it began, as its own result says (`Verification.started`).
        checked: when it had worked out what was taken over.
    """

    run: str
    checked: str


@dataclass(frozen=True, slots=True)
class FileResult:
    """The result for one delivered file."""

    municipality: str
    municipality_name: str
    business: str
    business_name: str
    layout: LayoutRef
    path: str
    """As the project writes it, with forward slashes."""
    sha256: str
    bytes: int
    encoding: str
    encoding_reason: str
    newline: str
    records: Records
    account: dict[str, int]
    """Where every byte went: see `chukan.intake.batch.Account`."""
    verdict: Verdict
    counts: tuple[Count, ...] = ()
    totals: dict[str, int] = field(default_factory=dict)
    """Control totals of the amounts, in yen, over the records that were read."""
    expected_records: int | None = None
    expected_totals: dict[str, int] = field(default_factory=dict)
    gaiji: tuple[GaijiCount, ...] = ()
    undecided: tuple[str, ...] = ()
    """Keys of the agreement that nobody decided: 移行条件未定."""
    missing_items: tuple[str, ...] = ()
    extra_columns: tuple[str, ...] = ()
    not_run: tuple[NotRun, ...] = ()
    profile: tuple[ItemProfile, ...] = ()
    agreement: dict[str, Any] = field(default_factory=dict)
    """What was agreed for this file (only keys that somebody set)."""
    from_vendor: str = ""
    to_vendor: str = ""
    mended: Mended | None = None
    """Set for a corrected copy that `mend` made: it is not what the vendor's system put out."""
    taken_over: TakenOver | None = None
    """What is found within the file was found by an earlier run; None = by this one."""
    filled: dict[str, int] = field(default_factory=dict)
    """Values that are not empty, of the items with findings: how much of a column its findings are."""
    layout_chosen: str = ""
    """Why this layout, where chukan chose it (``--layout auto``); "" = somebody named it."""

    @property
    def estimates(self) -> int:
        """Findings that rest on what a reference pack only estimates, without the waived ones."""
        return sum(c.count - c.waived for c in self.counts if c.is_estimate)

    def number(self, severity: Severity | None = None, *, waived: bool = False) -> int:
        """Return the number of findings of a severity (of all when None), waived ones only when asked for."""
        return sum(
            c.count if waived else c.count - c.waived for c in self.counts if severity is None or c.severity == severity
        )


@dataclass(frozen=True, slots=True)
class RuleRun:
    """One rule of the catalogue, and whether it ran."""

    rule: str
    title: str
    severity: Severity
    state: RuleState
    why: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """Over all the files; findings count also where they belong to no file."""

    files: int
    bytes: int
    records: Records
    errors: int
    warnings: int
    infos: int
    waived: int
    estimates: int = 0
    """Of errors, warnings and infos: those that rest on what a reference pack only estimates."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the project says of one municipality and one business, delivered or not."""

    municipality: str
    municipality_name: str
    business: str
    business_name: str
    method: str
    reason: str = ""
    from_vendor: str = ""
    to_vendor: str = ""
    verdict: Verdict | None = None
    """None = no file was expected (exempt)."""


@dataclass(frozen=True, slots=True)
class Verification:
    """The result of checking one file, a delivery or a project (検証結果)."""

    schema_version: str
    tool: dict[str, str]
    """name, version and the versions of the engines."""
    layout: LayoutRef
    agreement: dict[str, Any]
    as_of: str
    started: str
    finished: str
    files: tuple[FileResult, ...]
    totals: Totals
    verdict: Verdict
    rules: tuple[RuleRun, ...]
    general: tuple[Finding, ...] = ()
    """The findings that belong to no file, all of them: deliveries that did not come, waivers that do not hold."""
    deliveries: tuple[Delivery, ...] = ()
    waivers: tuple[WaiverUse, ...] = ()
    group: str = ""
    project_sha256: str = ""
    local_rules_sha256: str = ""
    """Of the file with the municipality's own record rules; "" = it has none."""
    sample_limit: int = 1000
    values_shown: bool = False
    keys_shown: bool = False
    """True = findings name the key of their record (`--keys`)."""
    fingerprint_key: str = ""
    """The public name of the project's secret: fingerprints of another one are not comparable. "" = there are none."""
    decisions: DecisionsUse | None = None
    """What became of the findings of earlier sheets; None = none was read."""
    across_taken_over: TakenOver | None = None
    """What the rules find that need more than one record was found by an earlier run; None = by this one."""

    def counts(self) -> dict[tuple[str, Severity], int]:
        """Return findings by (rule, severity), waived ones included."""
        sums: dict[tuple[str, Severity], int] = {}
        for rule, severity, count in (
            *((c.rule, c.severity, c.count) for file in self.files for c in file.counts),
            *((f.rule, f.severity, 1) for f in self.general),
        ):
            sums[rule, severity] = sums.get((rule, severity), 0) + count
        return sums


def verdict_of(counts: tuple[Count, ...], not_run: tuple[NotRun, ...]) -> Verdict:
    """Return a file's verdict: an error that nobody waived fails it; what could not run is never a pass.

    Args:
        counts: The exact counts of the file.
        not_run: The rules that could not run on it.
    """
    if any(c.severity == "error" and c.count > c.waived for c in counts):
        return "fail"
    if not_run:
        return "not_checked"
    return "pass_with_waivers" if any(c.waived for c in counts) else "pass"
