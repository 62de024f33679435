"""The reconciliation in words and rows: one wording for the screen, the page, the workbook and the paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from chukan.output.text import listed
from chukan.reconciliation.result import EqualityUse, Reconciled, Reconciliation, RecordCounts
from chukan.reports.labels import AGREEMENT_JA
from chukan.verification.verdict import Verdict

NUMBERS: Final = {
    "delivered": "移行元",
    "loaded": "移行先",
    "same": "一致",
    "explained": "規則で一致",
    "different": "違いあり",
    "only_delivered": "移行先にない",
    "only_loaded": "移行元にない",
    "left_out": "除いたもの",
    "added": "移行先で加えたもの",
    "unmatched_delivered": "対応が決まらない（移行元）",
    "unmatched_loaded": "対応が決まらない（移行先）",
}
"""Field of `RecordCounts` -> its heading."""
MEANS: Final[dict[Verdict, str]] = {
    "pass": "提出されたレコードは、合意した違いのほかは、すべて移行先にあります。",
    "pass_with_waivers": "残った違いは、すべて了承済みです。",
    "fail": "了承されていない違いがあります。",
    "not_checked": "突き合わせていないところがあります。一致とは言えません。",
}
_NOTHING = "突き合わせたファイルがありません。一致とは言えません。プロジェクトの files を確かめてください。"


def means(reconciliation: Reconciliation) -> str:
    """Return what the verdict means, in a sentence."""
    return MEANS[reconciliation.verdict] if reconciliation.files else _NOTHING


def numbers(records: RecordCounts) -> tuple[int, ...]:
    """Return the numbers of records, in the order of `NUMBERS`."""
    return tuple(getattr(records, name) for name in NUMBERS)


def headline(reconciliation: Reconciliation) -> str:
    """Return the numbers that matter, in a line."""
    r = reconciliation.records
    parts = [f"移行元 {r.delivered:,} 件、移行先 {r.loaded:,} 件", f"一致 {r.same:,}", f"規則で一致 {r.explained:,}"]
    parts += [f"違いあり {r.different:,}", f"移行先にない {r.only_delivered:,}", f"移行元にない {r.only_loaded:,}"]
    parts += [f"{NUMBERS[name]} {n:,}" for name in ("left_out", "added") if (n := getattr(r, name))]
    loose = r.unmatched_delivered + r.unmatched_loaded
    parts += [f"対応が決まらない {loose:,}"] if loose else []
    alone = sum(f.records.only_delivered + f.records.only_loaded for f in reconciliation.files if f.alone)
    return "、".join(parts) + (f"（突き合わせていないファイルの {alone:,} 件を含む）" if alone else "")


def not_run(reconciliation: Reconciliation) -> Iterator[tuple[str, str]]:
    """Yield a file and why something in it was not compared: each reason once."""
    for file in reconciliation.files:
        for why in dict.fromkeys(n.why for n in file.not_run):
            yield file.delivered.path, why


def causes(reconciliation: Reconciliation) -> Iterator[tuple[str, str]]:
    """Yield a file and what many of its differences have in common: it is read before them."""
    for file in reconciliation.files:
        for cause in file.causes:
            yield file.delivered.path, cause


def undecided(reconciliation: Reconciliation) -> Iterator[tuple[str, str]]:
    """Yield a file and what nobody agreed on of it: it was detected, and that is said."""
    for file in reconciliation.files:
        for side, name in ((file.delivered, "移行元"), (file.loaded, "移行先")):
            if side.undecided:
                keys = "、".join(AGREEMENT_JA.get(key, key) for key in side.undecided)
                yield (
                    side.path,
                    f"{name}の移行条件が決まっていません: {keys}。推定して読みました。移行条件に書いて合意してください",
                )


def rule_items(rule: EqualityUse) -> str:
    """Return what a rule of equality is about."""
    return listed(rule.items, 4).replace("*", "当てはまる項目すべて") or "レコード"


def place(file: Reconciled) -> tuple[str, str, str]:
    """Return municipality, business and layout of a file, by their names."""
    return file.municipality_name or "—", file.business_name, file.layout.name or file.layout.layout or ""


def key_words(file: Reconciled) -> str:
    """Return by what the records of a file were found."""
    return "・".join(file.key) or "キーなし（すべての項目の値）"
