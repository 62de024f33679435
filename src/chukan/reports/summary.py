"""What a verification comes to: the rows that HTML, Excel and the Word papers all show.

Pure functions over frozen values. Whatever two views say about a number, they say it from here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chukan.reports.causes import Cause, causes
from chukan.reports.numbers import Numbers
from chukan.rules.catalogue import RULES
from chukan.severity import Severity
from chukan.verification.result import Count, FileResult, Finding, RuleState, Verification
from chukan.verification.verdict import Verdict, worst

if TYPE_CHECKING:
    from chukan.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule over all the files: whether it ran, and what it found.

    Attributes:
        severity: What its findings weigh by default.
        files: Paths of the files with findings that nobody waived, the one with most first.
        items: Items with findings that nobody waived, the one with most first.
        heaviest: The gravest severity of its findings, the waived ones too; None = it found nothing.
    """

    rule: str
    title: str
    severity: Severity
    state: RuleState
    why: str
    numbers: Numbers
    files: tuple[str, ...]
    items: tuple[str, ...]
    heaviest: Severity | None = None

    @property
    def entry(self) -> Rule | None:
        """The rule in the catalogue; None for a rule of another version of chukan."""
        return RULES.get(self.rule)

    @property
    def gravest(self) -> Severity:
        """The gravest severity that is not waived, else the gravest that is, else its own: it found nothing."""
        return self.numbers.worst or self.heaviest or self.severity


@dataclass(frozen=True, slots=True)
class CountRow:
    """How often a rule does not hold for an item of a layout, over all the files of that layout.

    Attributes:
        item: "" = the file or record as a whole.
        count: The waived ones too.
        ground: The basis of what the findings ask for; "" = the file itself, the agreement or the project.
    """

    rule: str
    title: str
    severity: Severity
    business_name: str
    layout_name: str
    item: str
    count: int
    waived: int
    files: int
    ground: str = ""


@dataclass(frozen=True, slots=True)
class BusinessRow:
    """One business over all the municipalities.

    Attributes:
        verdict: None = no file was expected.
    """

    business: str
    name: str
    files: int
    records: int
    rejected: int
    numbers: Numbers
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Summary:
    """A verification and the rows derived from it.

    Attributes:
        rules: Every rule of the catalogue, in its order.
        counts: Gravest and most frequent first.
        by_cell: (rule, business) -> numbers, without what belongs to no business.
    """

    verification: Verification
    rules: tuple[RuleRow, ...]
    counts: tuple[CountRow, ...]
    businesses: tuple[BusinessRow, ...]
    by_cell: dict[tuple[str, str], Numbers] = field(default_factory=dict)
    causes: tuple[Cause, ...] = ()
    """What explains many findings at once."""

    @property
    def general(self) -> tuple[Finding, ...]:
        """The findings that belong to no file."""
        return self.verification.general

    @property
    def files(self) -> tuple[FileResult, ...]:
        """The files, as the project lists them."""
        return self.verification.files

    @property
    def worst_files(self) -> tuple[FileResult, ...]:
        """The files: the gravest verdict first, then by errors, then by warnings."""
        return tuple(sorted(self.files, key=_badness))

    @property
    def found(self) -> tuple[RuleRow, ...]:
        """The rules with findings: by gravity, then by number."""
        rows = (r for r in self.rules if r.numbers.total)
        return tuple(sorted(rows, key=lambda r: (-r.gravest.weight, -r.numbers.of(r.gravest), r.rule)))

    @property
    def numbers(self) -> Numbers:
        """Over all the files, as the verification's own totals say."""
        t = self.verification.totals
        return Numbers(t.errors, t.warnings, t.infos, t.waived, t.estimates)

    @property
    def statements(self) -> tuple[str, ...]:
        """What the layouts rest on: every different sentence once."""
        said = [f.layout.statement for f in self.files] or [self.verification.layout.statement]
        return tuple(dict.fromkeys(s for s in said if s))

    @property
    def rests_on_reference(self) -> bool:
        """True when a layout was never compared with the official one."""
        refs = [f.layout for f in self.files] or [self.verification.layout]
        return any("reference" in r.authority for r in refs)

    @property
    def towns(self) -> dict[str, str]:
        """Code of each municipality to its name."""
        deliveries = {d.municipality: d.municipality_name for d in self.verification.deliveries}
        return deliveries | {f.municipality: f.municipality_name or f.municipality for f in self.files}

    @property
    def business_names(self) -> dict[str, str]:
        """Slug of each business to its name."""
        return {b.business: b.name for b in self.businesses}

    def states(self, state: RuleState) -> tuple[RuleRow, ...]:
        """Return the rules in one state."""
        return tuple(r for r in self.rules if r.state == state)


def summarise(verification: Verification, findings: Sequence[Finding] = ()) -> Summary:
    """Derive the rows.

    Args:
        verification: its counts are exact and are what is summed; numbers never come from the samples.
        findings: the samples: those about a file as a whole say what its other findings come from.
    """
    return Summary(
        verification=verification,
        rules=tuple(_rules(verification)),
        counts=tuple(_counts(verification)),
        businesses=tuple(_businesses(verification)),
        by_cell=_cells(verification),
        causes=causes(verification, findings),
    )


def file_name(file: FileResult) -> str:
    """How a file is called where there is little room: its last part."""
    return file.path.rsplit("/", 1)[-1]


def address(file: FileResult) -> str:
    """PACK@EDITION/BUSINESS/LAYOUT of a file's layout."""
    ref = file.layout
    return f"{ref.pack}@{ref.edition}/{ref.business}/{ref.layout}"


def _badness(file: FileResult) -> tuple[int, int, int, str]:
    order = ("fail", "not_checked", "pass_with_waivers", "pass")
    return order.index(file.verdict), -file.number(Severity.ERROR), -file.number(Severity.WARNING), file.path


def _rules(v: Verification) -> Iterator[RuleRow]:
    counts: dict[str, list[Count]] = defaultdict(list)
    files: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    items: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for file in v.files:
        for c in file.counts:
            counts[c.rule].append(c)
            if c.count > c.waived:
                files[c.rule][file.path] += c.count - c.waived
                items[c.rule][c.item or ""] += c.count - c.waived
    for f in v.general:
        counts[f.rule].append(_one(f))
    for r in v.rules:
        yield RuleRow(
            rule=r.rule,
            title=r.title,
            severity=r.severity,
            state=r.state,
            why=r.why,
            numbers=Numbers.of_counts(counts[r.rule]),
            files=_most(files[r.rule]),
            items=tuple(i for i in _most(items[r.rule]) if i),
            heaviest=min((c.severity for c in counts[r.rule] if c.count), key=lambda s: -s.weight, default=None),
        )


def _most(numbers: dict[str, int]) -> tuple[str, ...]:
    return tuple(sorted(numbers, key=lambda name: (-numbers[name], name)))


def _counts(v: Verification) -> list[CountRow]:
    titles = {r.rule: r.title for r in v.rules}
    sums: dict[tuple[str, Severity, str, str, str, str], list[int]] = {}
    for file in v.files:
        for c in file.counts:
            layout_name = file.layout.name or file.layout.layout or ""
            key = (c.rule, c.severity, file.business_name, layout_name, c.item or "", c.ground)
            row = sums.setdefault(key, [0, 0, 0])
            row[0] += c.count
            row[1] += c.waived
            row[2] += 1
    names = {d.business: d.business_name for d in v.deliveries}
    for f in v.general:
        sums.setdefault((f.rule, f.severity, names.get(f.business, ""), "", f.item or "", ""), [0, 0, 0])[0] += 1
    rows = [
        CountRow(
            rule=rule,
            title=titles.get(rule, ""),
            severity=severity,
            business_name=business,
            layout_name=layout,
            item=item,
            count=count,
            waived=waived,
            files=files,
            ground=ground,
        )
        for (rule, severity, business, layout, item, ground), (count, waived, files) in sums.items()
    ]
    return sorted(
        rows,
        key=lambda r: (-r.severity.weight, -r.count, r.rule, r.business_name, r.layout_name, r.item, r.ground),
    )


def _businesses(v: Verification) -> Iterator[BusinessRow]:
    names = {d.business: d.business_name for d in v.deliveries} | {f.business: f.business_name for f in v.files}
    for business, name in names.items():
        files = [f for f in v.files if f.business == business]
        verdicts = [f.verdict for f in files]
        verdicts += [d.verdict for d in v.deliveries if d.business == business and d.verdict is not None]
        yield BusinessRow(
            business=business,
            name=name,
            files=len(files),
            records=sum(f.records.total for f in files),
            rejected=sum(f.records.rejected for f in files),
            numbers=Numbers.of_counts(
                [*(c for f in files for c in f.counts), *(_one(f) for f in v.general if f.business == business)]
            ),
            verdict=worst(verdicts) if verdicts else None,
        )


def _one(finding: Finding) -> Count:
    """Return a finding that belongs to no file as a count."""
    return Count(finding.rule, finding.item, finding.severity, 1, ground=finding.ground)


def _cells(v: Verification) -> dict[tuple[str, str], Numbers]:
    counts: dict[tuple[str, str], list[Count]] = defaultdict(list)
    for file in v.files:
        for c in file.counts:
            counts[c.rule, file.business].append(c)
    for f in v.general:
        if f.business:
            counts[f.rule, f.business].append(_one(f))
    return {key: Numbers.of_counts(some) for key, some in counts.items()}
