"""The rows that HTML, Excel, the Word chapter and the screen all show: pure functions over a report."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from chukan.output.text import percent
from chukan.reduction.report.report import NOTHING, Amount, Cell, FileLine, Report, RuleLine
from chukan.reduction.rules.model import KIND_JA
from chukan.reduction.rules.reasons import CANDIDATE, CHECK, MUST, Code

K = TypeVar("K", bound=Hashable)

PROVENANCE_JA = {"seen": "条文を確認", "partly": "条文を一部確認", "background": "未確認"}
CLASS_MEANS = {
    CANDIDATE: "規則の期間が満了し、残す理由が見当たらない",
    CHECK: "年数の設定・日付・関連する記録のどれかが足りず、判断できない",
    MUST: "期間内、継続中、関連する記録が残るなどのため移す",
}


@dataclass(frozen=True, slots=True)
class Classes:
    """Records and bytes by class."""

    candidate: Amount = NOTHING
    check: Amount = NOTHING
    must: Amount = NOTHING
    rejected: Amount = NOTHING

    @property
    def total(self) -> Amount:
        """All of them, the unreadable ones too."""
        return self.candidate + self.check + self.must + self.rejected

    @property
    def left(self) -> Amount:
        """What would be migrated now: everything but the candidates."""
        return self.check + self.must + self.rejected

    @property
    def share(self) -> float:
        """The candidates in per cent of the records, rounded down to a tenth."""
        return percent(self.candidate.records, self.total.records)

    @property
    def share_of_bytes(self) -> float:
        """The candidates in per cent of the bytes of records."""
        return percent(self.candidate.bytes, self.total.bytes)


@dataclass(frozen=True, slots=True)
class Line:
    """A row: what it is of, and the classes."""

    names: tuple[str, ...]
    classes: Classes


@dataclass(frozen=True, slots=True)
class Standing:
    """A reason not to leave records out.

    Attributes:
        over: Their own period is over.
    """

    level: int
    business_name: str
    layout_name: str
    rule: str
    reason: str
    over: bool
    amount: Amount


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One thing to decide, or decided, with all the municipalities where it is open.

    Attributes:
        towns: Name and records of each.
    """

    open: bool
    about: str
    text: str
    towns: tuple[tuple[str, Amount], ...]
    setting: str = ""

    @property
    def amount(self) -> Amount:
        """Of all of them."""
        return sum((amount for _, amount in self.towns), Amount())

    @property
    def rule(self) -> str:
        """The rule that it is about; "" when it is about something else."""
        return self.about if self.about[-1:].isdigit() else ""

    def where(self, of: int) -> str:
        """Return the municipalities in words; "" where there is but one in the report.

        Args:
            of: how many there are.
        """
        if of == 1:
            return ""
        names = "、".join(f"{name} {a.records:,} 件" if a.records else name for name, a in self.towns)
        return f"全 {of} 市区町村（{names}）" if len(self.towns) == of else names


def decisions(report: Report, *, opened: bool) -> list[DecisionLine]:
    """Return the decisions open, or taken: the same one of several municipalities once.

    Args:
        report: The report.
        opened: True = those that are open, False = those that were taken.
    """
    towns = towns_of(report)
    found: dict[tuple[str, str, str], list[tuple[str, Amount]]] = {}
    for d in report.decisions:
        if d.open is opened:
            found.setdefault((d.about, d.text, d.setting), []).append((towns[d.municipality], d.amount))
    return [DecisionLine(opened, about, text, tuple(some), setting) for (about, text, setting), some in found.items()]


def towns_of(report: Report) -> dict[str, str]:
    """Return the names of the municipalities, by code."""
    return {f.municipality: f.municipality_name or f.municipality for f in report.files}


def whole(report: Report) -> Classes:
    """All that was delivered."""
    return _classes(report.cells, report.rejected)


def by_business(report: Report) -> list[Line]:
    """Return one line a municipality and business."""
    return _grouped(report, lambda f: (f.municipality_name or f.municipality, f.business_name))


def by_layout(report: Report) -> list[Line]:
    """Return one line a file: municipality, business, layout and file."""
    return _grouped(report, lambda f: (f.municipality_name or f.municipality, f.business_name, f.layout_name, f.path))


def by_year(report: Report) -> list[Line]:
    """Return one line a year of the event, over the records to which a rule applies; ("",) where the year is unknown.

    Args:
        report: The report.
    """
    cells: dict[str, list[Cell]] = {}
    for cell in report.cells:
        if cell.rule:
            cells.setdefault("" if cell.year is None else str(cell.year), []).append(cell)
    return [Line((year,), _classes(cells[year], Amount())) for year in sorted(cells)]


def by_detail(report: Report) -> list[tuple[FileLine, Cell]]:
    """Return the finest rows: file, class, rule, reason, year."""
    return sorted(
        ((report.files[c.file], c) for c in report.cells),
        key=lambda fc: (fc[1].file, fc[1].level, fc[1].rule, fc[1].reason, fc[1].year or 0),
    )


def cuts(report: Report) -> list[RuleLine]:
    """Return the rules that make candidates, the largest first."""
    return sorted((r for r in report.rules if r.candidates.records), key=lambda r: (-r.candidates.records, r.id))


def standing(report: Report) -> list[Standing]:
    """Return the reasons not to leave records out: all to check, and all that is kept although its own period is over."""
    return _standing(report, lambda c: c.level == CHECK or (c.level == MUST and c.code not in _PLAIN))


def within(report: Report) -> list[Standing]:
    """Return the plain reasons to migrate: the period is not over, goes on with another record, or has no end or rule."""
    return _standing(report, lambda c: c.level == MUST and c.code in _PLAIN)


#: Reasons that need no explanation: nothing but time, or nothing at all, would make a candidate.
_PLAIN: tuple[Code, ...] = ("no_rule", "within", "never", "followed")


def _standing(report: Report, wanted: Callable[[Cell], bool]) -> list[Standing]:
    sums: dict[tuple[int, str, str, str, str, bool], Amount] = {}
    for cell in report.cells:
        if wanted(cell):
            file = report.files[cell.file]
            key = (cell.level, file.business_name, file.layout_name, cell.rule, cell.reason, cell.over)
            sums[key] = sums.get(key, Amount()) + cell.amount
    rows = [Standing(*key, amount) for key, amount in sums.items()]
    return sorted(rows, key=lambda s: (s.level, -s.amount.records, s.business_name, s.layout_name, s.reason))


def ground(rule: RuleLine) -> str:
    """Return the legal ground of a cut, in one honest sentence."""
    if rule.boundary:
        return f"消除・改製が境界日（{rule.boundary}）より前で、{rule.law}の改正（2019-06-20 施行、150年）の前に当時の保存期間が満了している"
    if rule.default == "own_rule":
        name = f"団体の定め「{rule.set_name}」" if rule.set_name else "団体の定め"
        return (
            f"{name}（{years(rule)}）の年数が満了している。{rule.law}の改正の動きがあるため、法令の年数では候補にしない"
        )
    if rule.kind == "statutory_retention":
        longer = tuple(y for y in rule.years if rule.law_years is not None and y > rule.law_years)
        if longer:
            name = f"「{rule.set_name}」" if rule.set_name else ""
            own = "・".join(f"{y}年" for y in longer)
            return f"{rule.law}の保存期間（{rule.law_years}年）と、それより長い団体の定め{name}（{own}）が満了している"
        return f"{rule.law}の保存期間（{years(rule)}）が満了している"
    if rule.kind == "local_practice":
        own = f"{rule.set_name}（{years(rule)}）" if rule.set_name else f"団体の定め（{years(rule)}）"
        return f"保存を義務付ける法令の定めを確認できず、{own}の年数が満了している"
    return f"{KIND_JA[rule.kind]}: {rule.law}"


def years(rule: RuleLine) -> str:
    """Return the years in force."""
    if rule.boundary:
        return f"境界日 {rule.boundary.replace('・', ' ・ ')}"
    if rule.default == "never":
        return "候補にしない"
    words = [f"{y}年" for y in rule.years] + (["要設定"] if rule.unset else [])
    return "・".join(words) or rule.period


def _grouped(report: Report, key: Callable[[FileLine], tuple[str, ...]]) -> list[Line]:
    cells: dict[tuple[str, ...], list[Cell]] = {}
    rejected: dict[tuple[str, ...], Amount] = {}
    for file in report.files:
        name = key(file)
        cells.setdefault(name, [])
        rejected[name] = rejected.get(name, Amount()) + file.rejected
    for cell in report.cells:
        cells[key(report.files[cell.file])].append(cell)
    return [Line(name, _classes(some, rejected[name])) for name, some in cells.items()]


def _classes(cells: Iterable[Cell], rejected: Amount) -> Classes:
    sums = {CANDIDATE: Amount(), CHECK: Amount(), MUST: Amount()}
    for cell in cells:
        sums[cell.level] += cell.amount
    return Classes(sums[CANDIDATE], sums[CHECK], sums[MUST], rejected)
