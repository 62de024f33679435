"""Whether a verification agrees with itself, with its project and with the findings beside it.

A `verification.json` is a text that anybody can edit. What can be recomputed is recomputed here, so that
an edit has to be made everywhere at once; whoever still doubts runs `chukan verify` again and compares.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from chukan.errors import InputError
from chukan.evidence.judgement.weighing import wrong_weights
from chukan.rules.catalogue import RULES, of_a_verification
from chukan.severity import Severity
from chukan.verification.decisions.outcome import last_day
from chukan.verification.decisions.waivers import apply_waivers
from chukan.verification.document import is_as_written
from chukan.verification.job import Job, Target
from chukan.verification.result import Count, FileResult, Verification, verdict_of
from chukan.verification.weights import layout_weights

FINDINGS = "findings.parquet"
_HINT = "手で直された疑いがあります。chukan verify をやり直し、その結果で証跡を作ってください。"
_SHOWN = 8


def must_agree(job: Job, verification: Verification, place: str) -> None:
    """Recompute verdicts, severities, totals, waivers and the state of the rules.

    Args:
        job: what the project checks, its waivers with it.
        place: the folder of the verification, for messages.

    Raises:
        InputError: something does not follow from the rest; names each.
    """
    wrong = [f"{f.path}: {what}" for f in verification.files for what in _file(f)]
    wrong += [*_totals(verification), *_rules(job, verification), *_against_project(job, verification)]
    wrong += _day(verification)
    _refuse(wrong, place)


def must_be_as_written(text: str, verification: Verification, folder: Path) -> None:
    """Compare the counts with the findings that `verify` left beside them, and both with the digest over them.

    Args:
        text: the document.
        verification: what it says.
        folder: where it lies.

    Raises:
        InputError: the findings are gone, can't be read, are others than the counts say, or either was edited since.
    """
    must_match_findings(verification, folder)
    findings = hashlib.sha256((folder / FINDINGS).read_bytes()).hexdigest()
    if not is_as_written(text, beside=findings):
        _refuse(["verification.json か findings.parquet が、検証で書き出されたときのものではありません"], str(folder))


def must_match_findings(verification: Verification, folder: Path) -> None:
    """Compare the counts with the findings that `verify` left beside them: of each, up to a limit, is kept.

    Raises:
        InputError: the findings are gone, can't be read, or are others, more or fewer than the counts say.
    """
    path = folder / FINDINGS
    kept = _kept(path)
    counted: Counter[_Key] = Counter()
    for f in verification.files:
        for c in f.counts:
            counted[f.municipality, f.business, f.path, c.rule, c.item or "", c.severity, c.ground] += c.count
    limit = verification.sample_limit
    wrong = [
        f"{key[2]}: {key[3]} {key[4]} の指摘（{Severity(key[5]).ja}）は、"
        f"件数では {counted[key]:,} 件、一覧では {kept[key]:,} 件です"
        for key in sorted({*counted, *kept})
        if kept[key] > counted[key] or (counted[key] and limit and not kept[key])
    ]
    _refuse(wrong, str(path))


_Key = tuple[str, str, str, str, str, str, str]


def _kept(path: Path) -> Counter[_Key]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = ("municipality", "business", "file", "rule", "item", "severity", "ground")
    try:
        table = pq.read_table(path, columns=list(names))
    except FileNotFoundError:
        raise InputError(
            "検証結果と一緒に指摘の一覧がありません",
            place=str(path),
            hint="chukan verify --out が書いたフォルダを、そのまま --verification に指定してください。",
        ) from None
    except (OSError, pa.ArrowException) as e:
        raise InputError(f"指摘の一覧を読めません（{type(e).__name__}）", place=str(path), hint=_HINT) from None
    columns = [[value or "" for value in table.column(name).to_pylist()] for name in names]
    # findings of no file (a waiver that ran out, a delivery that did not come) are in no file's counts
    return Counter(row for row in zip(*columns, strict=True) if row[2])


def _day(v: Verification) -> Iterator[str]:
    try:
        dt.date.fromisoformat(v.as_of)
        dt.datetime.fromisoformat(v.started)
        dt.datetime.fromisoformat(v.finished)
    except ValueError:
        yield "基準日か検証の日時が日付ではありません"


def _file(f: FileResult) -> Iterator[str]:
    if f.verdict != verdict_of(f.counts, f.not_run):
        yield "判定が指摘の件数と食い違っています"
    if not f.sha256 and f.verdict != "fail":
        yield "SHA-256 がないのに不合格になっていません"
    r = f.records
    if min(r.read, r.rejected, f.bytes) < 0 or r.read + r.rejected != r.total:
        yield "読取と読取不可の和が件数と食い違っています"
    if f.account and (r.read, r.rejected) != (f.account.get("read_records"), f.account.get("rejected_records")):
        yield "件数が読み取りの記録と食い違っています"
    if any(not 0 <= c.waived <= c.count for c in f.counts):
        yield "了承の件数が指摘の件数と食い違っています"


def _totals(v: Verification) -> Iterator[str]:
    t, files = v.totals, v.files
    numbers = (
        len(files),
        sum(f.bytes for f in files),
        sum(f.records.total for f in files),
        *(sum(f.number(s) for f in files) + sum(g.severity == s for g in v.general) for s in Severity),
        sum(c.waived for f in files for c in f.counts),
    )
    if numbers != (t.files, t.bytes, t.records.total, t.errors, t.warnings, t.infos, t.waived):
        yield "合計がファイルごとの件数と食い違っています"


def _rules(job: Job, v: Verification) -> Iterator[str]:
    if [r.rule for r in v.rules] != [rule.id for rule in of_a_verification()]:
        yield "検査項目の一覧が chukan の検査項目と食い違っています（別の版の chukan による検証のときもこうなります）"
        return
    failed = {n.rule for f in v.files for n in f.not_run}
    read = [t for t in job.targets for f in v.files if f.sha256 and _is_of(f, t)]
    weights = layout_weights(read, job.local_rules)
    for r in v.rules:
        wanted = job.severities.of(r.rule, weights.get(r.rule, RULES[r.rule].severity))
        if (r.state != "switched_off") if wanted is None else (r.severity != wanted):
            yield f"{r.rule}: 停止・重大度がプロジェクトの設定と食い違っています"
        elif r.state != "switched_off" and (r.state == "could_not_run") != (r.rule in failed):
            yield f"{r.rule}: 実行の有無がファイルごとの記録と食い違っています"


def _against_project(job: Job, v: Verification) -> Iterator[str]:
    """Yield differences in names and notes; and in what the waivers of the sheet do to these counts, done once more."""
    pairs = [(t, f) for t in job.targets for f in v.files if _is_of(f, t)]
    yield from (f"{f.path}: {what}" for t, f in pairs for what in wrong_weights(job, t, f))
    bare = [replace(f, counts=tuple(replace(c, waived=c.waived - c.bulk, bulk=0) for c in f.counts)) for _, f in pairs]
    today = last_day(v.as_of, v.started)
    again = apply_waivers(bare, [t.place for t, _ in pairs], job.waivers, job.severities, today=today, known=job.places)
    for (t, f), other in zip(pairs, again.files, strict=True):
        if _verified(f) != _planned(t):
            yield f"{f.path}: 名称・事業者・送付票の件数がプロジェクトと食い違っています"
        if _waived(f.counts) != _waived(other.counts):
            yield f"{f.path}: 了承の件数が了承シートと食い違っています"
    if [(u.used, u.note) for u in again.uses] != [(u.used, u.note) for u in v.waivers if u.bulk]:
        yield "了承の一覧が了承シートと食い違っています"
    singly: Counter[str] = Counter()
    for _, f in pairs:
        for c in f.counts:
            singly[c.rule] += c.waived - c.bulk
    listed: Counter[str] = Counter()
    for u in v.waivers:
        listed[u.rule] += 0 if u.bulk else u.used
    if +singly != +listed:
        yield "1件ずつの了承の件数が了承シートと食い違っています"


def _verified(f: FileResult) -> tuple[object, ...]:
    """Return what the papers print of the project, as the verification has it."""
    return f.municipality_name, f.business_name, f.from_vendor, f.to_vendor, f.expected_records, dict(f.expected_totals)


def _planned(t: Target) -> tuple[object, ...]:
    return (
        t.municipality_name,
        t.layout.business_name,
        t.from_vendor,
        t.to_vendor,
        t.expected_records,
        dict(t.expected_totals),
    )


def _is_of(f: FileResult, t: Target) -> bool:
    return (f.municipality, f.business, f.layout.layout, f.path) == (
        t.municipality,
        t.layout.business,
        t.layout.slug,
        t.shown,
    )


def _waived(counts: Sequence[Count]) -> Counter[tuple[str, str, str]]:
    sums: Counter[tuple[str, str, str]] = Counter()
    for c in counts:
        sums[c.rule, c.item or "", c.severity] += c.waived
    return sums


def _refuse(wrong: Sequence[str], place: str) -> None:
    if not wrong:
        return
    more = [f"・ほかに {len(wrong) - _SHOWN} 件"] if len(wrong) > _SHOWN else []
    listed = "\n".join([*(f"・{line}" for line in wrong[:_SHOWN]), *more])
    raise InputError(f"検証結果の中身が食い違っています。\n{listed}", place=place, hint=_HINT)
