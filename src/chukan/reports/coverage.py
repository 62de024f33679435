"""What a verdict covers and rests on: the facts beside it in every view."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chukan.output.text import listed, moment, number, size
from chukan.reports import decided
from chukan.reports.labels import AGREEMENT_JA, agreed, engines, is_out_of_scope
from chukan.reports.resumed import taken_over
from chukan.reports.summary import Summary, address
from chukan.verification.result import FileResult

#: Digits of a digest where the full one is elsewhere.
SHORT = 12


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that the verdict covers or rests on.

    Attributes:
        warns: True when a reader must take it into account before trusting the verdict.
    """

    label: str
    text: str
    warns: bool = False


def coverage(s: Summary) -> tuple[Fact, ...]:
    """Return the facts, the most important first."""
    return (
        _files(s),
        _records(s),
        _rules(s),
        *_mended(s),
        *([Fact("前の検査からの引継ぎ", taken)] if (taken := taken_over(s.verification)) else []),
        _layout(s),
        *_chosen(s),
        Fact("定義の位置付け", "。".join(s.statements) or "—", warns=s.rests_on_reference),
        *_estimates(s),
        _agreement(s),
        _sha256(s),
        Fact("基準日", s.verification.as_of),
        Fact("実行", f"{moment(s.verification.started)} 〜 {moment(s.verification.finished)[-8:]}"),
        Fact("検査ツール", f"{s.verification.tool.get('name', 'chukan')} {s.verification.tool.get('version', '')}"),
        _values(s),
        *_decisions(s),
        Fact("指摘の保存", f"検査項目・項目・ファイルごとに先頭 {number(s.verification.sample_limit)} 件。件数は全数"),
    )


def basis(s: Summary) -> tuple[Fact, ...]:
    """Return further facts that a reader may want to prove: full digests and the versions of the engines."""
    v = s.verification
    facts = [Fact("検査ツールと部品の版", engines(v.tool)), Fact("定義の digest（全体）", v.layout.digest)]
    if v.project_sha256:
        facts.append(Fact("プロジェクトファイルの SHA-256", v.project_sha256))
    seen = {f.layout.workbook: f.layout.workbook_sha256 for f in s.files if f.layout.workbook}
    facts += [Fact(f"取込元ワークブック {name} の SHA-256", digest or "—") for name, digest in seen.items()]
    declared = dict.fromkeys(f.layout.declared_by for f in s.files if f.layout.declared_by)
    facts += [Fact("公式である旨の申告", str(who)) for who in declared]
    return (*facts, Fact("検証結果の形式", f"verification.json {v.schema_version}"))


def agreement_words(file: FileResult, key: str) -> str:
    """Return what was agreed for a file, in words; 未定, with what was detected where it is known.

    Args:
        file: The file, with what was agreed and detected.
        key: A key of the agreement.
    """
    if key in file.agreement and file.agreement[key] is not None:
        return agreed(key, file.agreement[key])
    if key not in file.undecided:
        return "—"
    detected = {"encoding": file.encoding, "newline": agreed("newline", file.newline)}.get(key)
    return f"未定（{detected} と推定）" if detected else "未定"


def _files(s: Summary) -> Fact:
    t = s.verification.totals
    return Fact("範囲", f"{number(t.files)} ファイル、{size(t.bytes)}", warns=not t.files)


def _records(s: Summary) -> Fact:
    r = s.verification.totals.records
    return Fact(
        "レコード",
        f"{number(r.total)} 件 ＝ 読取 {number(r.read)} ＋ 読取不可 {number(r.rejected)}",
        warns=bool(r.rejected),
    )


def _rules(s: Summary) -> Fact:
    ran, not_run = (len(s.states(state)) for state in ("ran", "could_not_run"))
    out = [r for r in s.states("switched_off") if is_out_of_scope(r)]
    off = len(s.states("switched_off")) - len(out)
    reason = "1ファイルの検査のため" if not s.verification.deliveries else "照合するもの・調べるものがないため"
    outside = f"、対象外 {len(out)}（{reason}）" if out else ""
    return Fact(
        "検査項目",
        f"{len(s.rules)} のうち 実行 {ran}、停止 {off}、実行できず {not_run}{outside}",
        warns=bool(off or not_run),
    )


def _layout(s: Summary) -> Fact:
    layout = s.verification.layout
    digest = f"digest {layout.digest[:SHORT]}" if layout.digest else ""
    if layout.layout:
        name = f"{layout.name} " if layout.name else ""
        return Fact(
            "移行ファイル定義", f"{name}{layout.pack}@{layout.edition}/{layout.business}/{layout.layout}（{digest}）"
        )
    if not s.files:
        return Fact("移行ファイル定義", "—")
    kinds = len({address(f) for f in s.files})
    return Fact("移行ファイル定義", f"{layout.pack}@{layout.edition} の {kinds} 定義（{digest}）")


def _estimates(s: Summary) -> tuple[Fact, ...]:
    """Return how what rests on a reference pack's estimates was weighed; nothing where no pack is a reference."""
    if not s.rests_on_reference:
        return ()
    chosen = {str(f.agreement["estimates"]) for f in s.files if f.agreement.get("estimates")}
    usual = "警告まで（コード表は情報まで）とし、不合格の理由にしない"
    words = "、".join(agreed("estimates", one) for one in sorted(chosen)) or usual
    found = f"{number(s.numbers.estimates)} 件。重大度は{words}"
    return (Fact("推定に基づく指摘", found, warns=bool(s.numbers.estimates)),)


def _agreement(s: Summary) -> Fact:
    undecided = tuple(dict.fromkeys(AGREEMENT_JA.get(k, k) for f in s.files for k in f.undecided))
    keys = len({k for f in s.files for k in f.agreement} | set(s.verification.agreement))
    if undecided:
        return Fact(
            "移行条件", f"{keys} 項目を合意。未定 {len(undecided)}: {listed(undecided, 8)}（推定して読取）", warns=True
        )
    return Fact("移行条件", f"{keys} 項目を合意。未定なし")


def _mended(s: Summary) -> Iterator[Fact]:
    """Yield the files that are corrected copies, not what the vendor's system put out."""
    for f in s.files:
        if f.mended is not None:
            yield Fact("直した写し", f"{f.path}: {f.mended.sentence}", warns=True)


def _chosen(s: Summary) -> Iterator[Fact]:
    """Yield the files whose layout nobody named."""
    for f in s.files:
        if f.layout_chosen:
            told = f"{f.path}: {f.layout.pack}@{f.layout.edition}/{f.layout.business}/{f.layout.layout} を自動で選びました（{f.layout_chosen}）"
            yield Fact("定義の選び方", f"{told}。指定されたものではないため、確かめてください", warns=True)


def _sha256(s: Summary) -> Fact:
    if len(s.files) == 1:
        return Fact("SHA-256", f"{s.files[0].sha256[:SHORT]}…（全桁は後の表）")
    project = s.verification.project_sha256
    head = f"プロジェクト {project[:SHORT]}…、" if project else ""
    return Fact("SHA-256", f"{head}各ファイルの全桁は後の表")


def _decisions(s: Summary) -> Iterator[Fact]:
    """Yield how the findings stand to what was decided before, and whether anything is accepted as a whole."""
    v = s.verification
    if v.decisions:
        yield Fact("前の課題管理表との比較", decided.compared_with_sheets(v), warns=v.decisions.cut)
    whole = [w for w in v.waivers if w.bulk and w.used]
    if whole:
        total = sum(w.used for w in whole)
        yield Fact(
            "まとめての了承",
            f"{len(whole)} 行、{number(total)} 件。どの指摘かは問わず、新しく出た指摘にも上限まで及びます",
            warns=True,
        )


def _values(s: Summary) -> Fact:
    if s.verification.values_shown:
        return Fact("値の表示", "値をそのまま載せています（取扱注意）。個人番号は載せません", warns=True)
    return Fact("値の表示", "伏せています（字の種類と全角・半角だけ: 漢・あ・ア・9・A）")
