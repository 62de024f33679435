"""データ移行確認書: of a proposal the statement that the parties will move in the layout, of a report what was handed over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from chukan.evidence.judgement.business import BusinessJudgement
from chukan.evidence.judgement.context import Loading
from chukan.evidence.papers.agreements import agreement_of, encodings_of
from chukan.evidence.papers.context import (
    BLANK_HEAD,
    BLANK_NUMBER,
    NOTHING,
    Case,
    Context,
    Row,
    checked,
    common,
    covered,
    lines,
    not_checked,
    rule_words,
    short_name,
)
from chukan.evidence.papers.fields import CONFIRMATION, CONFIRMATION_PLAN
from chukan.evidence.papers.tables import (
    loaded_words,
    month_words,
    number_words,
    reduced_rows,
    reduced_words,
    rows,
    waiver_rows,
)
from chukan.evidence.register import in_papers
from chukan.output.text import listed, wareki_day
from chukan.reports.labels import AGREEMENT_JA
from chukan.severity import Severity
from chukan.verification.decisions.use import WaiverUse
from chukan.verification.result import FileResult
from chukan.verification.scope import in_scope
from chukan.verification.verdict import VERDICT_JA, Verdict, worst

_MEANS: dict[Verdict, str] = {
    "pass": "エラーはない",
    "pass_with_waivers": "エラーはすべて了承済みである（4を参照）",
    "fail": "了承されていないエラーがある",
    "not_checked": "エラーはないが、検査できていないところがある。合格ではない",
}
_BUT: dict[Verdict, str] = {
    "pass": "（検査しなかった項目を除く。5を参照）",
    "pass_with_waivers": "。検査しなかった項目を除く（5を参照）",
}
"""What a verdict does not cover, where rules did not run."""


@dataclass(frozen=True)
class DeliveredRow:
    """What one source vendor delivers for one municipality: the subject of one 確認書."""

    municipality: str
    municipality_name: str
    from_vendor: str
    businesses: tuple[BusinessJudgement, ...]

    @property
    def destinations(self) -> tuple[str, ...]:
        """The destination vendors, each once: each has a row of its own to sign."""
        return tuple(dict.fromkeys(b.to_vendor for b in self.businesses if b.to_vendor))

    @property
    def unfinished(self) -> tuple[str, ...]:
        """The businesses that do not stand as delivered: nobody is asked to put a seal under them."""
        return tuple(dict.fromkeys(b.business_name for b in self.businesses if not b.counts))


def deliveries(case: Case) -> list[DeliveredRow]:
    """Return one for each municipality and source vendor with a business that is moved in the layout."""
    groups: dict[tuple[str, str], list[BusinessJudgement]] = {}
    for b in case.judgement.businesses:
        if b.method == "layout":
            groups.setdefault((b.municipality, b.from_vendor), []).append(b)
    return [DeliveredRow(code, bs[0].municipality_name, vendor, tuple(bs)) for (code, vendor), bs in groups.items()]


def confirmation(case: Case, delivered: DeliveredRow) -> Context:
    """Return one データ移行確認書 of the report."""
    files = [f for b in delivered.businesses for f in b.files]
    loading = [pair for b in delivered.businesses for pair in b.loading]
    verdict = worst([b.verdict or "not_checked" for b in delivered.businesses])
    days = dict.fromkeys(wareki_day(b.delivered) for b in delivered.businesses if b.delivered)
    open_ = delivered.unfinished
    left_out = not_checked(files, case.verification)
    own: Context = {
        **_who(case, delivered),
        "提出日": "、".join(days) or "令和　　年　　月　　日",
        "判定": VERDICT_JA[verdict],
        "判定の説明": _MEANS[verdict] + ("" if left_out == NOTHING else _BUT.get(verdict, "")),
        "押印": "" if open_ else "次のとおり確認する。",
        "未了": f"未了 — 押印しないこと（{listed(open_, 3)}に残る事項がある。3を参照）" if open_ else "",
        "ファイル数": len(files),
        "件数": sum(f.records.total for f in files),
        "読取不可": sum(f.records.rejected for f in files),
        "移行条件": agreement_of(files, short_name),
        "文字コード": encodings_of(files, short_name),
        "検査の範囲": covered(files, case.verification),
        "検査しなかった項目": left_out,
        "注意事項": lines(case.judgement.notes),
        "業務": rows(CONFIRMATION.tables["業務"], (_business_row(b) for b in delivered.businesses)),
        "ファイル": rows(CONFIRMATION.tables["ファイル"], (_file_row(n, x) for n, x in enumerate(loading, 1))),
        "削減の概要": reduced_words(case, files),
        "削減後": reduced_rows(case, files),
        "未解決": rows(CONFIRMATION.tables["未解決"], [r for b in delivered.businesses for r in _open_points(b)]),
        "了承": waiver_rows(_touching(case, files), files),
        "確認者": _signers(delivered, planned=False),
    }
    return checked(CONFIRMATION, {**common(case), **own})


def planned_confirmation(case: Case, delivered: DeliveredRow) -> Context:
    """Return one データ移行確認書 of the proposal."""
    own: Context = {
        **_who(case, delivered),
        "業務": rows(
            CONFIRMATION_PLAN.tables["業務"],
            (
                (
                    number_words(b),
                    b.business_name,
                    b.edition,
                    b.to_vendor or "未記入",
                    month_words(b.planned_month),
                    lines(b.reasons),
                )
                for b in delivered.businesses
            ),
        ),
        "確認者": _signers(delivered, planned=True),
    }
    return checked(CONFIRMATION_PLAN, {**common(case), **own})


def _who(case: Case, delivered: DeliveredRow) -> Context:
    town = next(m for m in case.project.file.municipalities if m.code == delivered.municipality)
    return {
        "市区町村コード": delivered.municipality,
        "市区町村": delivered.municipality_name,
        "あて先": f"{case.project.file.group.addressee}　御中"
        if delivered.municipality == case.project.file.group.representative
        else f"{common(case)['代表団体']}の長　様",
        "団体の文書番号": town.document_number or BLANK_NUMBER,
        "団体の長": town.head or BLANK_HEAD,
        "移行元": delivered.from_vendor or "（移行元事業者 未記入）",
        "移行先": "、".join(delivered.destinations) or "（移行先事業者 未記入）",
    }


def _signers(delivered: DeliveredRow, *, planned: bool) -> list[Row]:
    """Return one row, and one place for the seal, for the body and for each vendor."""
    said = (
        (
            "中間標準レイアウトで移行させる",
            "中間標準レイアウトで提出する",
            "中間標準レイアウトのデータを受け取り取り込む",
        )
        if planned
        else ("上記のデータを受領し、検証した", "上記のデータを提出した", "上記のデータを受領した")
    )
    signers = [
        ("市区町村", delivered.municipality_name, said[0]),
        ("移行元事業者", delivered.from_vendor or "（未記入）", said[1]),
        *(("移行先事業者", name, said[2]) for name in delivered.destinations or ("（未記入）",)),
    ]
    return rows(CONFIRMATION.tables["確認者"], signers)


def _business_row(b: BusinessJudgement) -> tuple[str | int, ...]:
    notes = [f.expected_records for f in b.files]
    return (
        number_words(b),
        b.business_name,
        b.edition,
        b.to_vendor or "未記入",
        wareki_day(b.delivered) if b.delivered else "—",
        "—" if not notes or None in notes else f"{sum(n or 0 for n in notes):,}",
        loaded_words(b),
        len(b.files),
        b.records,
        b.rejected,
        sum(f.number(Severity.ERROR) for f in b.files),
        sum(f.number(Severity.WARNING) for f in b.files),
        b.waived,
        b.result_words,
    )


def _reconciled(loading: Loading) -> str:
    """Return what was found in the target system; "" where nobody looked."""
    return f"\n突合: {loading.reconciled.words}" if loading.reconciled is not None else ""


def _file_row(n: int, loading: Loading) -> tuple[str | int, ...]:
    f, loaded = loading.file, loading.loaded
    return (
        n,
        f.business_name,
        f.layout.name or f.layout.layout or "",
        PurePosixPath(f.path).name,
        f.records.total,
        "—" if f.expected_records is None else f"{f.expected_records:,}",
        "—" if loading.records is None else f"{loading.records:,}" + _reconciled(loading),
        wareki_day(loaded.date.isoformat()) if loaded else "—",
        f.bytes,
        f.encoding or "—",
        f.sha256 or "読めなかった",
        f.layout.digest,
        VERDICT_JA[f.verdict],
    )


def _open_points(b: BusinessJudgement) -> Iterator[tuple[str | int, ...]]:
    """Yield what is left to settle: counts by rule and item, never a value."""
    if not b.counts:
        yield b.business_name, "", lines(b.reasons), "—"
    for vouched in b.vouched:
        yield b.business_name, listed(vouched.files, 3), vouched.words, "—"
    if b.undelivered:
        words = f"提出のない移行ファイル定義（要否を確かめること）: {listed(b.undelivered, 8)}"
        yield b.business_name, "", words, len(b.undelivered)
    for f in b.files:
        for words, count in _of_file(f):
            yield b.business_name, f.layout.name or f.layout.layout or "", words, count


def _of_file(f: FileResult) -> Iterator[tuple[str, str | int]]:
    for c in f.counts:
        if c.count > c.waived and c.severity != "info":
            where = c.item or "ファイル・レコード全体"
            yield f"{c.severity.ja}: {rule_words(c.rule)}（{where}）", c.count - c.waived
    for n in f.not_run:
        yield f"実行できなかった検査: {rule_words(n.rule)}（{in_papers(n.why)}）", "—"
    if f.undecided:
        yield f"移行条件未定: {'、'.join(AGREEMENT_JA.get(k, k) for k in f.undecided)}", len(f.undecided)
    if f.mended is not None:
        yield f.mended.sentence, "—"
    if f.missing_items:
        yield f"定義にあってファイルにない項目: {listed(f.missing_items, 5)}", len(f.missing_items)
    if f.extra_columns:
        yield "定義にない列がある", len(f.extra_columns)
    if f.gaiji:
        yield "外字（種類の数。同定が必要）", len(f.gaiji)


def _touching(case: Case, files: Sequence[FileResult]) -> list[WaiverUse]:
    """List the waivers whose rule and scope are about these files, those without effect too."""
    return [w for w in case.verification.waivers if any(_is_about(w, f) for f in files)]


def _is_about(w: WaiverUse, f: FileResult) -> bool:
    names = ((f.municipality, f.municipality_name), (f.business, f.business_name), (f.layout.layout, f.layout.name))
    if not in_scope(w.scope, *names):
        return False
    matches = any(c.rule == w.rule and w.item in ("", c.item or "") for c in f.counts)
    return matches or bool(w.note and w.scope)
