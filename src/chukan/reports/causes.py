"""The cause before its symptoms: what makes findings by the thousand, in one line each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from chukan.output.text import number
from chukan.rules.catalogue import RULES
from chukan.severity import Severity
from chukan.verification.result import Count, FileResult, Finding, Verification

#: A column is wrong as a whole from this share of its values on; fewer are slips, though many.
_MOST = 0.95
#: Of fewer values nothing can be told.
_FEWEST = 10
#: So many columns, wrong by so many rules, are in each other's places.
_SHIFTED = 3
#: Findings about a file as a whole by which everything else in it is to be judged.
_READ = ("F06", "F03", "F07", "F08")
_SPREADSHEET = "V13"
_OF_FILES = (*_READ, _SPREADSHEET)
#: Families of rules whose findings may be of a whole column.
_OF_COLUMNS = "FVRK"
_NAMED = 3
#: What a message asks for.
_ASKED = re.compile(r"[^。（）]*ください(?=。)")


@dataclass(frozen=True, slots=True)
class Cause:
    """What many findings have in common.

    Attributes:
        file: the path of the file.
        rule: of the catalogue: whose findings tell most of it.
        what: the cause in a sentence.
        how: what is done about it.
        who: who does it.
        explained: rule -> how many of its findings it makes, without the waived ones.
    """

    file: str
    rule: str
    severity: Severity
    what: str
    how: str
    who: str
    explained: Mapping[str, int]

    @property
    def count(self) -> int:
        """The findings that it makes."""
        return sum(self.explained.values())


@dataclass(frozen=True, slots=True)
class _Column:
    """A column whose values break one rule, all of them or nearly."""

    rule: str
    item: str
    count: int
    of: int
    severity: Severity


def causes(v: Verification, findings: Sequence[Finding] = ()) -> tuple[Cause, ...]:
    """Return what explains many findings at once: of each file first what concerns it as a whole, then its columns.

    Args:
        v: its counts are exact, and decide which columns are wrong as a whole.
        findings: the samples; those about a file as a whole say what is the matter with it.
    """
    by_file: dict[str, list[Finding]] = {}
    for finding in findings:
        if not finding.waived:
            by_file.setdefault(finding.file, []).append(finding)
    found = [cause for file in v.files for cause in _of_file(file, by_file.get(file.path, []))]
    return tuple(sorted(found, key=lambda c: (c.rule not in _OF_FILES, -c.severity.weight, -c.count)))


def _of_file(file: FileResult, findings: Sequence[Finding]) -> Iterator[Cause]:
    """Yield what is the matter with a file as a whole, then with its columns; a column is explained once."""
    whole = [f for f in findings if f.record is None]
    yield from _of_reading(file, [f for f in whole if f.severity is Severity.ERROR])
    columns = list(_whole_columns(file))
    traced = tuple(dict.fromkeys(f.item or "" for f in whole if f.rule == _SPREADSHEET))
    traces = [f for f in whole if f.rule == _SPREADSHEET]
    values = [c for c in columns if c.rule.startswith("V")]
    if _are_shifted(values, traced):
        yield _shifted(file, values, traced, traces)
        columns = [c for c in columns if not c.rule.startswith("V")]
    elif traced:
        yield _spreadsheet(file, traced, traces, columns)
    columns = [c for c in columns if c.item not in traced]
    for rule in dict.fromkeys(c.rule for c in columns):
        yield _of_columns(file, rule, [c for c in columns if c.rule == rule], findings)


def _of_reading(file: FileResult, findings: Sequence[Finding]) -> Iterator[Cause]:
    """Yield another layout, another encoding, another form: the first of each kind, with the number of the others."""
    for rule in _READ:
        own = [f for f in findings if f.rule == rule]
        if own:
            what, how = _first_sentence(own[0].message)
            more = f"（ほかに {number(len(own) - 1)} 件）" if len(own) > 1 else ""
            yield _cause(file, rule, Severity.ERROR, what=what + more, how=how, explained={rule: len(own)})


def _first_sentence(message: str) -> tuple[str, str]:
    """Return the first sentence without its end, and the rest; a sentence in brackets is part of the one around it."""
    depth = 0
    for at, character in enumerate(message):
        depth += (character == "（") - (character == "）")
        if character == "。" and depth <= 0:
            return message[:at], message[at + 1 :]
    return message, ""


def _spreadsheet(
    file: FileResult, items: Sequence[str], findings: Sequence[Finding], columns: Sequence[_Column]
) -> Cause:
    explained = Counter({_SPREADSHEET: len(findings)})
    for column in columns:
        if column.item in items:
            explained[column.rule] += column.count
    severity = _gravest([*(f.severity for f in findings), *(c.severity for c in columns if c.item in items)])
    what = f"{_listed(items)}に、表計算ソフトで開いて保存した跡があります"
    how = "表計算ソフトを通さず、移行元のシステムから直接出力し直してください。同じ列のほかの指摘は、この跡によるものと見られます。"
    return _cause(file, _SPREADSHEET, severity, what=what, how=how, explained=explained)


def _are_shifted(columns: Sequence[_Column], traced: Sequence[str]) -> bool:
    """Return whether columns seem to be in each other's places: many, wrong by many rules.

    Where a spreadsheet seems to have been at work, too, characters of the wrong kind must be among them: it changes numbers
    and days, but makes no letters.
    """
    items, rules = {c.item for c in columns} | {*traced}, {c.rule for c in columns}
    if traced:
        return (
            len(items) >= _SHIFTED and len(rules) > 1 and any(c.rule == "V02" for c in columns if c.item not in traced)
        )
    return len(items) >= _SHIFTED and len(rules) >= _SHIFTED


def _shifted(file: FileResult, columns: Sequence[_Column], traced: Sequence[str], traces: Sequence[Finding]) -> Cause:
    explained = Counter({_SPREADSHEET: len(traces)} if traces else {})
    for column in columns:
        explained[column.rule] += column.count
    items = list(dict.fromkeys([*(c.item for c in columns), *traced]))
    what = (
        f"{_listed(items)}の値が、{number(len(explained))} 種類の検査で、"
        "全件またはほとんど合いません。列の並びか、定義の版が違うと見られます"
    )
    how = "chukan inspect で合う移行ファイル定義と列の並びを確かめ、定義の順に出力し直してください。"
    if traced:
        how += (
            "並びが合っていれば、表計算ソフトで開いて保存したためです。移行元のシステムから直接出力し直してください。"
        )
    severity = _gravest([*(c.severity for c in columns), *(f.severity for f in traces)])
    return _cause(file, columns[0].rule, severity, what=what, how=how, explained=explained)


def _of_columns(file: FileResult, rule: str, columns: Sequence[_Column], findings: Sequence[Finding]) -> Cause:
    """Return the columns that break one rule as a whole, with what a finding of theirs says to do."""
    share = "全件" if all(c.count >= c.of for c in columns) else "ほとんど"
    sizes = sorted({c.of for c in columns})
    size = f"{number(sizes[0])} 件" if len(sizes) == 1 else f"{number(sizes[0])}〜{number(sizes[-1])} 件"
    title = RULES[rule].title if rule in RULES else ""
    what = (
        f"{_listed([c.item for c in columns])}の{share}（{size}）が「{rule} {title}」の指摘です。"
        "1件ずつの誤りではなく、共通の原因があると見られます"
    )
    first = next((f.message for f in findings if f.rule == rule and f.item == columns[0].item), "")
    asked = _ASKED.findall(first)
    how = f"{asked[-1]}。" if asked else ""
    severity = _gravest([c.severity for c in columns])
    return _cause(file, rule, severity, what=what, how=how, explained={rule: sum(c.count for c in columns)})


def _whole_columns(file: FileResult) -> Iterator[_Column]:
    filled = file.filled | {profile.item: profile.filled for profile in file.profile}
    found: dict[tuple[str, str], list[Count]] = {}
    for count in file.counts:
        if count.item and count.rule[0] in _OF_COLUMNS and count.rule != _SPREADSHEET and _weighs(count):
            found.setdefault((count.rule, count.item), []).append(count)
    for (rule, item), counts in found.items():
        total = sum(c.count - c.waived for c in counts)
        has_value = rule.startswith("V") and rule != "V01"
        of = filled.get(item, file.records.read) if has_value else file.records.read
        if of >= _FEWEST and total >= _MOST * of:
            yield _Column(rule, item, total, max(of, total), _gravest([c.severity for c in counts]))


def _weighs(count: Count) -> bool:
    """Return whether findings are for people to act on: not waived, no information, no guess of a reference pack."""
    return count.count > count.waived and count.severity is not Severity.INFO and not count.is_estimate


def _gravest(severities: Sequence[Severity]) -> Severity:
    return max(severities, key=lambda severity: severity.weight)


def _cause(
    file: FileResult, rule: str, severity: Severity, *, what: str, how: str, explained: Mapping[str, int]
) -> Cause:
    entry = RULES.get(rule)
    return Cause(
        file=file.path,
        rule=rule,
        severity=severity,
        what=what,
        how=how or (entry.remedy if entry else ""),
        who=entry.who if entry else "移行元",
        explained=explained,
    )


def _listed(items: Sequence[str]) -> str:
    names = "".join(f"「{item}」" for item in items[:_NAMED])
    return f"列{names}" + (f"など {number(len(items))} 列" if len(items) > _NAMED else "")
