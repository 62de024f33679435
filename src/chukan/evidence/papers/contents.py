"""The contents of the papers of the group: 別紙3, the chapter of the report, the checklist."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chukan.evidence.checklist.row import KIND_JA, STATUS_JA
from chukan.evidence.judgement import clauses as c
from chukan.evidence.papers.confirmation import deliveries
from chukan.evidence.papers.context import Case, Context, checked, common, lines
from chukan.evidence.papers.fields import CHAPTER, CHECKLIST, TARGETS, TARGETS_PLAN
from chukan.evidence.papers.tables import plan_rows, reduced_rows, reduced_words, rows, town_rows, waiver_rows
from chukan.evidence.register import in_papers
from chukan.output.text import listed, number
from chukan.reports.labels import AGREEMENT_JA
from chukan.reports.resumed import taken_over
from chukan.rules.catalogue import FAMILIES
from chukan.verification.result import FileResult


def targets(case: Case) -> Context:
    """Return 別紙3 (対象業務表): the businesses of the project, and its municipalities."""
    return checked(TARGETS, {**common(case), "対象業務": plan_rows(case), "団体": town_rows(case)})


def planned_targets(case: Case) -> Context:
    """Return 別紙3 of the proposal."""
    return checked(TARGETS_PLAN, {**common(case), "対象業務": plan_rows(case), "団体": town_rows(case)})


def chapter(case: Case) -> Context:
    """事業実施報告書, the chapter on the data migration; the charts are put in when it is filled."""
    v, s = case.verification, case.summary
    by_family: dict[str, list[int]] = {}
    for rule in s.rules:
        n = rule.numbers
        sums = by_family.setdefault(rule.rule[0], [0, 0, 0, 0, 0])
        for i, value in enumerate((n.errors, n.warnings, n.infos, n.waived, n.total - n.waived)):
            sums[i] += value
    own: Context = {
        "提出の概要": _delivered_words(case),
        "指摘の概要": _found_words(case),
        "外字の概要": _gaiji_words(v.files),
        "図_業務別": "",
        "図_ファイル別": "",
        "課題と教訓": lines(_lessons(case)),
        "削減の概要": reduced_words(case, v.files),
        "削減後": reduced_rows(case, v.files),
        "対象業務": plan_rows(case),
        "団体": town_rows(case),
        "種類別": rows(
            CHAPTER.tables["種類別"],
            ((FAMILIES.get(letter, letter), *sums) for letter, sums in by_family.items() if any(sums)),
        ),
        "指摘": rows(CHAPTER.tables["指摘"], _found_rows(case)),
        "了承": waiver_rows(v.waivers, v.files),
    }
    return checked(CHAPTER, {**common(case), **own})


def checklist(case: Case) -> Context:
    """Return the 要件確認表: the rows of the checklist, and its figures."""
    made = case.checklist
    own: Context = {
        "未記入の数": len(made.missing),
        "満たさない数": len(made.not_met),
        "要件": rows(
            CHECKLIST.tables["要件"],
            (
                (r.clause, r.requirement, KIND_JA[r.kind], STATUS_JA[r.status], r.outcome_words, r.reason, r.document)
                for r in made.rows
            ),
        ),
        "数値": rows(CHECKLIST.tables["数値"], ((f.name, f.value, f.basis) for f in made.figures)),
        "書類": rows(CHECKLIST.tables["書類"], _papers_to_hand_in(case)),
    }
    return checked(CHECKLIST, {**common(case), **own})


def _delivered_words(case: Case) -> str:
    counted = [b for b in case.judgement.businesses if b.counts]
    moved = [b for b in case.judgement.businesses if b.method == "layout"]
    taken = taken_over(case.verification)
    return (
        f"構成市区町村 {len(case.judgement.municipalities)}団体のうち、中間標準レイアウトで提出することとした業務は延べ {len(moved)}業務、"
        f"検証に合格した業務は延べ {len(counted)}業務である。提出データは {case.verification.totals.files:,} ファイル、"
        f"{case.verification.totals.records.total:,} 件（読取不可 {case.verification.totals.records.rejected:,} 件）である。"
        f"{in_papers(taken)}{'。' if taken else ''}"
    )


def _found_words(case: Case) -> str:
    t = case.verification.totals
    left = f"了承されていない指摘は、エラー {t.errors:,} 件、警告 {t.warnings:,} 件、情報 {t.infos:,} 件である。"
    if t.estimates:
        left += f"このうち {t.estimates:,} 件は、参考定義の推定に基づく指摘であり、不合格の理由としていない。"
    bulk = sum(c.bulk for f in case.verification.files for c in f.counts)
    whole = f"このうち {bulk:,} 件は、検査項目と項目の全体を件数の上限までまとめて了承したものである。" if bulk else ""
    return f"{left}構成市区町村が理由を付けて了承した指摘は {t.waived:,} 件である。{whole}"


def _gaiji_words(files: Sequence[FileResult]) -> str:
    kinds = {(f.municipality, g.code_point) for f in files for g in f.gaiji}
    if not kinds:
        return "提出データに外字は使われていなかった。"
    items = tuple(dict.fromkeys(i for f in files for g in f.gaiji for i in g.items))
    times = sum(g.count for f in files for g in f.gaiji)
    return f"外字は {number(len(kinds))} 種、延べ {number(times)} 字（項目: {listed(items, 5)}）で、移行先の文字への同定が必要である。"


def _found_rows(case: Case) -> Iterator[tuple[str | int, ...]]:
    s = case.summary
    for r in s.found:
        names = [b.name for b in s.businesses if (r.rule, b.business) in s.by_cell]
        left = r.numbers.total - r.numbers.waived
        settled = "未処置（経過を記入）" if left else "すべて了承された。"
        yield (
            f"{r.rule} {r.title}",
            r.gravest.ja,
            r.numbers.total,
            r.numbers.waived,
            left,
            listed(names, 4) or "—",
            settled,
        )


def _lessons(case: Case) -> Iterator[str]:
    """Yield the risks that the data show; the municipality adds its own."""
    v, s = case.verification, case.summary
    undecided = dict.fromkeys(AGREEMENT_JA.get(k, k) for f in v.files for k in f.undecided)
    if undecided:
        yield f"・移行条件のうち {'、'.join(undecided)} が未定のまま提出された。次回は調達時に移行条件を合意しておくことが望ましい。"
    if any(f.mended is not None for f in v.files):
        names = listed([f.path for f in v.files if f.mended is not None], 5)
        yield f"・提出されたファイルの誤りを chukan mend で直した写しを検査した（{names}）。移行元の出力を直し、本番では直さずに済むようにすることが望ましい。"
    if v.totals.records.rejected:
        yield f"・読み取れないレコードが {v.totals.records.rejected:,} 件あった。抽出プログラムの区切り・引用符・改行の扱いを事前に確かめることが望ましい。"
    most = [r for r in s.found if r.numbers.total][:3]
    if most:
        yield f"・指摘が多かった検査項目: {'、'.join(f'{r.rule} {r.title}' for r in most)}"
    if any(f.gaiji for f in v.files):
        yield "・外字の同定に時間を要するため、早い段階で外字一覧を移行先に渡すことが望ましい。"
    if v.waivers:
        yield f"・了承した指摘は {len([w for w in v.waivers if not w.note])} 行である。移行先での補正の要否を引き継ぐこと。"
    if s.rests_on_reference:
        yield "・確認は参考定義による。公式の仕様のワークブックを取り込み、その定義で検証し直すことが残っている。"
    yield "・（団体としての課題と教訓を記入）"


def _papers_to_hand_in(case: Case) -> list[tuple[str, str, str, str]]:
    declared = case.project.file.declarations
    agreement, clause = declared.agreement_document, declared.contract_clause
    proposal = case.judgement.stage == "proposal"
    count = len(deliveries(case))
    of_proposal = "提案の段階（stage: proposal）で作るもの。この証跡の案は実施報告用"
    made = ("案を作成", "公式の様式に転記すること") if proposal else ("提案時の書類", of_proposal)
    confirmed = (
        (f"案を {count} 通作成", "市区町村・移行元事業者ごとに1通。記名押印し、写しを提出")
        if proposal
        else ("提案時の書類", f"{of_proposal}（{count} 通）")
    )
    pages = f"表紙と参考資料を含めて{c.MAX_PAGES}ページ以内（9(2)エ）"
    return [
        ("9(1)ア", "鑑文書", "別途作成", "代表団体の長の押印があるもの"),
        ("9(1)イ", "助成金交付申請書（様式第1号）", "別途作成", "代表団体の長の押印があるもの"),
        ("9(1)ウ", "提案公募提出用紙（別紙1）", "別途作成", f"記入要領は別紙2。{pages}"),
        (
            "9(1)エ",
            "提案内容を補足する参考資料",
            "別途作成",
            f"該当資料がある場合のみ。{pages}のうちに数える。要件確認表は庁内用で、添付すればその頁も数える",
        ),
        ("9(1)オ", "データ移行対象業務表（別紙3）", *made),
        (
            "9(1)カ",
            "自治体クラウド導入が判別できる書類（協定書等）の写し",
            "申告あり" if agreement else "未記入",
            agreement.place if agreement else "",
        ),
        ("9(1)キ", "データ移行確認書の写し", *confirmed),
        ("9(1)ク", "調達仕様書又は契約書の写し", "申告あり" if clause else "未記入", clause.place if clause else ""),
        ("10(2)ア", "提案希望の連絡", "別途連絡", "期限 令和2年5月8日（金）17:00"),
        ("10(2)イ", "提案書等のメール提出", "別途提出", "期限 令和2年5月29日（金）17:00 到着分まで"),
        ("14(1)①", "事業実施計画書（事業説明会資料を含む。）", "別途作成", "採択後"),
        (
            "14(1)②",
            "事業実施報告書",
            "採択後" if proposal else "データ移行の章の案を作成",
            "作成要領（参考資料）によること。この証跡が作るのは、そのうちデータ移行の章だけ",
        ),
        ("14(1)③", "地方公共団体に提供できる成果物", "別途作成", "採択後"),
    ]
