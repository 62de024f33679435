"""A business that is moved in the layout: what its delivery, as it was verified, allows to be said of it.

Nothing here says more than the verification's own verdict: each reason lowers the standing, none raises it. One
exception is named as such: what could not be checked because the counterpart is not part of this migration may be
vouched for by a person of the municipality.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from chukan.evidence.judgement.context import JudgementContext, Loading, Reason, Vouched
from chukan.evidence.judgement.currency import result_of
from chukan.evidence.judgement.floor import lowered
from chukan.evidence.register import in_papers
from chukan.output.text import listed
from chukan.project.project_file import BusinessPlan, Counterpart
from chukan.severity import Severity
from chukan.verification.job import Target
from chukan.verification.plausibility import OWN_TOWN
from chukan.verification.result import FileResult, NotRun
from chukan.verification.verdict import VERDICT_JA, worst

_SHOWN = 5


@dataclass(frozen=True)
class DeliveredPlan:
    """The files of one plan, with the results of those that were verified.

    Attributes:
        paths: The files of all plans of this business in this municipality.
    """

    context: JudgementContext
    business: str
    plan: BusinessPlan
    results: tuple[tuple[Target, FileResult | None], ...]
    paths: frozenset[str] = frozenset()

    @property
    def own(self) -> tuple[tuple[Target, FileResult | None], ...]:
        """Those whose layout is of the plan's business."""
        return tuple((t, f) for t, f in self.results if t.layout.business == self.business)

    @property
    def files(self) -> tuple[FileResult, ...]:
        """The results of its own files, in the order of the project."""
        return tuple(f for _, f in self.own if f is not None)

    @property
    def in_standard(self) -> bool:
        """True when the packs of its files all declare themselves the 中間標準レイアウト."""
        return all(t.layout.origin.intermediate_standard for t, _ in self.own)

    def reasons(self) -> Iterator[Reason]:
        """Yield why it does not count, worst or not; nothing = it counts."""
        if not self.own:
            yield Reason("not_met", "提出ファイルがプロジェクトにない")
        yield from self._strangers()
        yield from self._standard()
        for target, found in self.own:
            yield from self._file(target, found)
        if self.own and all(f is not None for _, f in self.own) and not sum(f.records.read for f in self.files):
            yield Reason("not_met", "提出データが 0 件")
        yield from self._delivery()
        if weak := lowered(self.context.job.severities):
            yield Reason(
                "ask",
                f"構造・必須・型・キーの検査（{listed(weak, _SHOWN)}）がプロジェクトで停止または軽減されている",
            )
        yield from self._vendors_and_days()
        yield from self._loading()

    def vouched(self) -> tuple[Vouched, ...]:
        """Return the counterparts outside this migration that somebody vouches for, with what was not checked."""
        found = []
        for c in self.plan.counterparts:
            if c.until < self.context.day:
                continue
            skipped = [
                (n.rule, t.layout.name)
                for t, f in self.own
                if f
                for n in f.not_run
                if any(map(c.covers, n.counterparts))
            ]
            if skipped:
                rules, files = (tuple(dict.fromkeys(x[i] for x in skipped)) for i in (0, 1))
                found.append(Vouched(self.business, c, rules, files))
        return tuple(found)

    def name_of(self, target: Target) -> str:
        """Return what a file is called in the papers: its layout, and its own name where the layout comes in several."""
        several = sum(t.layout.slug == target.layout.slug for t, _ in self.own) > 1
        return f"{target.layout.name}（{PurePosixPath(target.shown).name}）" if several else target.layout.name

    def _strangers(self) -> Iterator[Reason]:
        others = [t for t, _ in self.results if t.layout.business != self.business]
        for target in others:
            yield Reason(
                "ask" if self.own else "not_met",
                f"{target.layout.name}は業務「{target.layout.business_name}」の定義によるファイルで、"
                "この業務の提出ではない。その業務の files に書くこと",
            )

    def _standard(self) -> Iterator[Reason]:
        for name in dict.fromkeys(
            t.layout.origin.pack_name for t, _ in self.own if not t.layout.origin.intermediate_standard
        ):
            yield Reason(
                "not_met", f"レイアウト集「{name}」は中間標準レイアウトである旨の宣言がない（その他の方法による移行）"
            )

    def _file(self, target: Target, found: FileResult | None) -> Iterator[Reason]:
        name = self.name_of(target)
        if found is None:
            yield Reason("not_met", f"{name}は検証されていない")
            return
        if misfit := self._misfit(target, found):
            yield Reason(
                "not_met", f"{name}は見出しが定義に合わない（{misfit}）。中間標準レイアウトのファイルとは言えない"
            )
        elif any(c.rule == "F06" and c.waived for c in found.counts) and (more := _header(found)):
            yield Reason(
                "ask",
                f"{name}は見出しが定義に合わず（{more}）、その指摘を了承している。中間標準レイアウトと言えるかを確かめること",
            )
        if found.verdict == "fail":
            yield Reason("not_met", f"{name}は不合格（了承されていないエラー {found.number(Severity.ERROR):,} 件）")
        yield from self._not_run(name, found)
        if items := [c.item for c in found.counts if c.rule == "S02" and c.item in OWN_TOWN and c.count > c.waived]:
            words = listed([item for item in items if item], _SHOWN)
            yield Reason(
                "ask",
                f"{name}の{words}の多くが、この市区町村のコードではない。取り違えを確かめ、取り違えでなければ S02 を了承すること",
            )
        if towns := self.context.same_elsewhere(found):
            yield Reason("ask", f"{name}は{'、'.join(towns)}のファイルと中身がまったく同じ。取り違えを確かめること")

    def _misfit(self, target: Target, found: FileResult) -> str:
        """Return what of the header does not fit, where the verdict of the file does not say so itself; "" = it fits."""
        items = target.layout.by_name
        needed = [n for n in found.missing_items if n in items and (items[n].key or items[n].required == "required")]
        if needed:
            return f"必須・キーの項目 {listed(needed, _SHOWN)} がない"
        return _header(found) if "F06" in lowered(self.context.job.severities) else ""

    def _not_run(self, name: str, found: FileResult) -> Iterator[Reason]:
        inside = [n for n in found.not_run if not self._is_outside(found, n)]
        if inside:
            why = dict.fromkeys(f"{n.rule}: {in_papers(n.why)}" for n in inside)
            yield Reason("not_met", f"{name}は未検査あり（実行できなかった検査 {'、'.join(why)}）")
        elif found.verdict == "not_checked" and not found.not_run:
            yield Reason("not_met", f"{name}は未検査あり（実行できなかった検査 不明）")
        open_: dict[str, list[str]] = {}
        for n in found.not_run:
            if n not in inside:
                for address in n.counterparts:
                    if not self._vouching(address):
                        open_.setdefault(n.rule, []).append(address)
        for rule, addresses in open_.items():
            expired = [
                c for c in self.plan.counterparts if any(map(c.covers, addresses)) and c.until < self.context.day
            ]
            ended = f"。{expired[0].who}の申告は期限 {expired[0].until.isoformat()} を過ぎている" if expired else ""
            yield Reason(
                "ask",
                f"{name}の参照先（{listed(tuple(dict.fromkeys(addresses)), _SHOWN)}）が今回の提出にないため、"
                f"{rule} の一部を確かめていない{ended}",
            )

    def _is_outside(self, found: FileResult, n: NotRun) -> bool:
        """Return True when a rule could not run only because its counterpart is not part of this migration."""
        return bool(n.counterparts) and not any(
            self.context.promised(found.municipality, address.partition("/")[0]) for address in n.counterparts
        )

    def _vouching(self, address: str) -> Counterpart | None:
        return next((c for c in self.plan.counterparts if c.covers(address) and c.until >= self.context.day), None)

    def _delivery(self) -> Iterator[Reason]:
        """Yield what the verification says of the delivery as a whole, where no file of its plans says it."""
        municipality = next((t.municipality for t, _ in self.results), None)
        if municipality is None:
            return
        wanted, v = (municipality, self.business), self.context.verification
        said = [d.verdict or "not_checked" for d in v.deliveries if (d.municipality, d.business) == wanted]
        if not said:
            yield Reason("not_met", "検証結果にこの業務の提出がない")
            return
        files = [f for f in v.files if (f.municipality, f.business) == wanted]
        elsewhere = [f for f in files if f.path not in self.paths]
        for f in elsewhere:
            if f.verdict in ("fail", "not_checked"):
                yield Reason(
                    "not_met", f"この業務の{f.layout.name}がほかの業務の files に書かれ、{VERDICT_JA[f.verdict]}である"
                )
        if worst([*said, verdict := worst([f.verdict for f in files])]) != verdict:
            yield Reason("not_met", f"検証の判定では、この業務の提出は{VERDICT_JA[worst(said)]}である")

    def _vendors_and_days(self) -> Iterator[Reason]:
        for words, vendor in (("移行元", self.plan.from_), ("移行先", self.plan.to)):
            if not vendor:
                yield Reason("ask", f"{words}事業者が未記入")
        if self.plan.delivered and self.plan.delivered > self.context.last_day:
            yield Reason("ask", f"提出日 {self.plan.delivered.isoformat()} が検証の日より後である")

    def _loading(self) -> Iterator[Reason]:
        for target, found in self.own:
            if found is None:
                continue
            loading = self.context.loading(found)
            loaded, split = loading.loaded, loading.split
            if split is not None and split.verdict not in ("pass", "pass_with_waivers", found.verdict):
                yield Reason(
                    "ask",
                    f"{self.name_of(target)}は削減後に移行するファイルの検証が{VERDICT_JA[split.verdict]}である",
                )
            name = self.name_of(target)
            yield from _of_reconciliation(name, loading)
            if loaded is None:
                continue
            if loaded.date > self.context.last_day:
                yield Reason("ask", f"{name}の取込日 {loaded.date.isoformat()} が検証の日より後である")
            if loaded.errors:
                yield Reason("ask", f"{name}に移行先の取込エラーが {loaded.errors:,} 件ある")
            elif loaded.records != loading.expected:
                words = "提出件数" if loading.split is None else "削減後の移行件数"
                yield Reason(
                    "ask", f"{name}の取込件数 {loaded.records:,} 件が{words} {loading.expected:,} 件と一致しない"
                )


def _of_reconciliation(name: str, loading: Loading) -> Iterator[Reason]:
    """Yield why the reconciliation that was given does not show that a file is in the target system."""
    known, loaded = loading.reconciled, loading.loaded
    if known is None:
        if loading.is_reconciled:
            yield Reason("ask", f"{name}は移行先との突合の結果にない（または、内容の違うファイルとの突合である）")
        return
    if not known.migrated:
        yield Reason("ask", f"{name}は{known.words}" if known.alone else f"{name}の移行先との突合が{known.words}である")
    if loading.looked_too_early and loaded is not None:
        days = f"取込日 {loaded.date.isoformat()} より前の {known.day.isoformat()}"
        yield Reason("ask", f"{name}は{days}に突合している。取込後に突合し直す")


def _header(found: FileResult) -> str:
    """Return what of a header does not fit; "" = all of its items are there, and nothing else."""
    if found.missing_items:
        return f"項目 {listed(found.missing_items, _SHOWN)} がない"
    return "定義にない列がある" if found.extra_columns else ""


def results_of(context: JudgementContext, targets: Sequence[Target]) -> tuple[tuple[Target, FileResult | None], ...]:
    """Return the targets with their results.

    Args:
        context: The verification, with the state of the files.
        targets: The files that the project names, in its order.

    Returns:
        Each with its result; None where the verification did not look at it.
    """
    return tuple((t, result_of(t, context.verification)) for t in targets)
