"""Comparing two verifications: by the fingerprints of their findings, within the exact counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from chukan.errors import UsageError
from chukan.output.text import listed
from chukan.reports.compare.model import Comparison, Marked, Range, Row, Side, State
from chukan.reports.results import Results
from chukan.severity import Severity
from chukan.verification.assemble import tool
from chukan.verification.result import FileResult, Finding, Verification

Key = tuple[str, str, str, str, str]
"""Municipality, business, layout, rule, item."""
_ORDER: tuple[State, ...] = ("new", "unknown", "unseen", "still", "solved")


@dataclass
class _Group:
    """The findings of one run under one key.

    Attributes:
        kept: What identifies those that were kept -> how many are so.
        unnamed: Findings that nothing identifies.
    """

    count: int = 0
    waived: int = 0
    severity: Severity | None = None
    kept: Counter[str] = field(default_factory=Counter)
    unnamed: int = 0
    files: dict[str, None] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """True when every finding was kept and can be recognised."""
        return not self.unnamed and self.kept.total() == self.count

    def take(self, severity: Severity, count: int, waived: int) -> None:
        """Count findings."""
        self.count += count
        self.waived += waived
        if self.severity is None or severity.weight > self.severity.weight:
            self.severity = severity


def compare(old: Results, new: Results) -> Comparison:
    """Compare two runs over the same deliveries.

    A finding is the same when its fingerprint is; where more were found than were kept, or nothing identifies a record,
    the numbers of what is solved and new are bounds.

    Raises:
        UsageError: the two have nothing in common.
    """
    _must_have_something_in_common(old.verification, new.verification)
    same_key = old.verification.fingerprint_key == new.verification.fingerprint_key
    before, after = _groups(old, named=same_key), _groups(new, named=same_key)
    rows = tuple(sorted(_rows(old.verification, new.verification, before, after), key=_gravity))
    return Comparison(
        tool=tool(),
        group=new.verification.group or old.verification.group,
        old=_side(old),
        new=_side(new),
        rows=rows,
        differences=tuple(_differences(old.verification, new.verification, rows)),
        findings=tuple(_marked(old, new, before, after)),
    )


def _identity(finding: Finding, *, named: bool) -> str:
    """Return what a finding is recognised by; "" = nothing."""
    if named and finding.fingerprint:
        return finding.fingerprint
    # of a file as a whole the sentence says all: it holds the figures; of a record its key, where it is shown
    rest = finding.message if finding.record is None else finding.key
    return f"{finding.rule} {finding.item} {rest}" if rest else ""


def _key(finding: Finding) -> Key:
    return finding.municipality, finding.business, finding.layout, finding.rule, finding.item or ""


def _groups(results: Results, *, named: bool) -> dict[Key, _Group]:
    groups: dict[Key, _Group] = {}
    for f in results.verification.files:
        for c in f.counts:
            key = (f.municipality, f.business, f.layout.layout or "", c.rule, c.item or "")
            group = groups.setdefault(key, _Group())
            group.take(c.severity, c.count, c.waived)
            group.files[f.path] = None
    for finding in results.verification.general:
        groups.setdefault(_key(finding), _Group()).take(finding.severity, 1, int(finding.waived))
    for finding in results.findings:
        if (known := groups.get(_key(finding))) is not None:
            if identity := _identity(finding, named=named):
                known.kept[identity] += 1
            else:
                known.unnamed += 1
    return groups


def _still(before: _Group, after: _Group) -> Range:
    """Return how many findings are the same: between what is seen twice, and all that is not seen once only."""
    common = before.kept & after.kept
    most = min(before.count, after.count)
    if before.is_whole:
        most = min(most, after.count - (after.kept - before.kept).total())
    if after.is_whole:
        most = min(most, before.count - (before.kept - after.kept).total())
    return Range(common.total(), max(most, common.total()))


def _rows(
    old: Verification, new: Verification, before: Mapping[Key, _Group], after: Mapping[Key, _Group]
) -> Iterator[Row]:
    titles = {r.rule: r.title for v in (old, new) for r in v.rules}
    towns, businesses, layouts = (
        _names(old) | _names(new),
        _businesses(old) | _businesses(new),
        _layouts(old) | _layouts(new),
    )
    looked_before, looked_after = _Looked(old), _Looked(new)
    for key in {**after, **before}:
        a, b = before.get(key, _Group()), after.get(key, _Group())
        municipality, business, layout, rule, item = key
        still = _still(a, b)
        why = looked_after.why_not(key) if still.low < a.count else ""
        yield Row(
            municipality_name=towns.get(municipality, municipality),
            business_name=businesses.get(business, business),
            layout_name=layouts.get((business, layout), layout),
            files=tuple({**b.files, **a.files}),
            rule=rule,
            title=titles.get(rule, ""),
            item=item,
            severity=b.severity or a.severity or Severity.INFO,
            old=a.count,
            new=b.count,
            waived=b.waived,
            still=still,
            unseen=still.of(a.count) if why else Range(0, 0),
            why=why,
            first=bool(b.count and looked_before.why_not(key)),
        )


class _Looked:
    """What a run looked for."""

    def __init__(self, verification: Verification) -> None:
        self._rules = {r.rule: r for r in verification.rules}
        self._deliveries = {(d.municipality, d.business) for d in verification.deliveries}
        self._files: dict[tuple[str, str, str], list[FileResult]] = {}
        for f in verification.files:
            self._files.setdefault((f.municipality, f.business, f.layout.layout or ""), []).append(f)

    def why_not(self, key: Key) -> str:
        """Return why findings like these were not looked for; "" = they were."""
        municipality, business, layout, rule, _ = key
        run = self._rules.get(rule)
        if run is None or run.state == "switched_off":
            return f"{rule} を検査していません"
        if not layout:
            outside = business and (municipality, business) not in self._deliveries
            return "検査の範囲にありません" if outside else ""
        files = self._files.get((municipality, business, layout), [])
        if not files:
            return "ファイルを検査していません"
        unread = [f.path for f in files if not f.sha256]
        if unread and rule != "F01":
            return f"ファイルを読めませんでした（{listed(unread, 2)}）"
        reasons = [n.why for f in files for n in f.not_run if n.rule == rule]
        return f"{rule} を実行できませんでした（{reasons[0]}）" if reasons else ""


def _delivered(v: Verification) -> Iterator[tuple[str, str, str, str]]:
    """Yield municipality and business, each with its name, of what a run is about."""
    yield from ((d.municipality, d.municipality_name, d.business, d.business_name) for d in v.deliveries)
    yield from ((f.municipality, f.municipality_name, f.business, f.business_name) for f in v.files)


def _names(v: Verification) -> dict[str, str]:
    return {code: name or code for code, name, _, _ in _delivered(v)}


def _businesses(v: Verification) -> dict[str, str]:
    return {slug: name for _, _, slug, name in _delivered(v)}


def _layouts(v: Verification) -> dict[tuple[str, str], str]:
    return {(f.business, f.layout.layout or ""): f.layout.name for f in v.files}


def _gravity(row: Row) -> tuple[int, int, int, str, str, str, str]:
    return (
        -row.severity.weight,
        -row.added.high,
        -row.new,
        row.rule,
        row.municipality_name,
        row.layout_name,
        row.item,
    )


def _side(results: Results) -> Side:
    v = results.verification
    t = v.totals
    return Side(
        place=results.place,
        verdict=v.verdict,
        as_of=v.as_of,
        started=v.started,
        errors=t.errors,
        warnings=t.warnings,
        infos=t.infos,
        waived=t.waived,
    )


def _must_have_something_in_common(old: Verification, new: Verification) -> None:
    def looked_at(v: Verification) -> set[tuple[str, str]]:
        return {(code, slug) for code, _, slug, _ in _delivered(v)}

    before, after = looked_at(old), looked_at(new)
    if before and after and not before & after:
        raise UsageError(
            "二つの検証結果に、同じ市区町村の同じ業務が一つもありません",
            hint="同じプロジェクト（または同じ定義のファイル）の、前回と今回の検証結果を指定してください。",
        )


def _differences(old: Verification, new: Verification, rows: Sequence[Row]) -> Iterator[str]:
    if old.started > new.started:
        yield "前回に指定した結果のほうが新しい検証です。順序（前回、今回）を確かめてください。"
    if old.fingerprint_key != new.fingerprint_key:
        yield "指紋の鍵が違うため、同じ指摘かどうかを見分けられません。件数だけを比べています（プロジェクトの .chukan フォルダを引き継いでください）。"
    elif not new.fingerprint_key:
        if old.keys_shown and new.keys_shown:
            yield "指紋のない検証結果（check など）のため、レコードのキーで見分けています。"
        else:
            yield (
                "指紋のない検証結果（check など）のため、同じ指摘かどうかを見分けられません。件数だけを比べています。"
                "--keys を付けて検査し直すと、レコードのキーで見分けられます。"
            )
    elif any(not r.still.is_exact for r in rows):
        yield (
            f"残した指摘（検査項目・項目・ファイルごとに {min(old.sample_limit, new.sample_limit):,} 件まで）より多いところは、幅で示しています。"
            "--limit を増やして検査し直すと、正確に分かります。"
        )
    for what, before, after in (
        ("基準日", old.as_of, new.as_of),
        ("検査ツールの版", old.tool.get("version", ""), new.tool.get("version", "")),
        ("移行ファイル定義の digest", old.layout.digest[:12], new.layout.digest[:12]),
        ("プロジェクトファイル", old.project_sha256[:12], new.project_sha256[:12]),
    ):
        if before != after:
            yield f"{what}{' ' if what[-1].isascii() else ''}が違います: {before or 'なし'} → {after or 'なし'}"
    states = {r.rule: r.state for r in old.rules}
    if changed := [r.rule for r in new.rules if states.get(r.rule, r.state) != r.state]:
        yield f"実行の状態が変わった検査項目があります: {listed(changed, 8)}"


def _marked(old: Results, new: Results, before: Mapping[Key, _Group], after: Mapping[Key, _Group]) -> Iterator[Marked]:
    """Yield the findings that were kept, new ones first."""
    named = old.verification.fingerprint_key == new.verification.fingerprint_key
    looked = _Looked(new.verification)
    rows = [
        *_states(new.findings, before, ("still", "new"), named=named),
        *(
            Marked("unseen" if m.state == "solved" and looked.why_not(_key(m.finding)) else m.state, m.finding)
            for m in _states(old.findings, after, ("still", "solved"), named=named)
            if m.state != "still"
        ),
    ]
    yield from sorted(rows, key=lambda m: _ORDER.index(m.state))


def _states(
    findings: Iterable[Finding], other: Mapping[Key, _Group], words: tuple[State, State], *, named: bool
) -> Iterator[Marked]:
    """Yield findings with their state: as often as the other run has one it is there, else it is not, if all was kept."""
    left: dict[Key, Counter[str]] = {key: Counter(group.kept) for key, group in other.items()}
    there, gone = words
    for finding in findings:
        key, identity = _key(finding), _identity(finding, named=named)
        group = other.get(key)
        if group is None or not group.count:
            yield Marked(gone, finding)
        elif identity and left[key][identity] > 0:
            left[key][identity] -= 1
            yield Marked(there, finding)
        else:
            yield Marked(gone if identity and group.is_whole else "unknown", finding)
