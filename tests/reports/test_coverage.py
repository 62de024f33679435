"""What a verdict covers and rests on."""

from __future__ import annotations

from dataclasses import replace

from chukan.reports.coverage import agreement_words, basis, coverage
from chukan.reports.summary import Summary, summarise
from chukan.verification.result import Verification


def test_a_project(summary: Summary) -> None:
    facts = {f.label: f for f in coverage(summary)}

    assert facts["範囲"].text == "6 ファイル、39,769,836 バイト（約 39.8 MB）"
    assert facts["レコード"].text == "217,308 件 ＝ 読取 217,304 ＋ 読取不可 4"
    assert facts["検査項目"].text == "38 のうち 実行 35、停止 2、実行できず 1"
    assert facts["移行ファイル定義"].text.startswith("mic@2.7 の 4 定義（digest ")
    assert facts["定義の位置付け"].text == "参考定義（公式レイアウトとの照合前）による確認"
    assert facts["移行条件"].text == "9 項目を合意。未定 2: 区切り文字、見出し行（推定して読取）"
    assert facts["基準日"].text == "2026-04-01"
    assert facts["検査ツール"].text == "chukan 0.1.0"
    assert [f.label for f in facts.values() if f.warns] == [
        "レコード",
        "検査項目",
        "定義の位置付け",
        "移行条件",
        "まとめての了承",
    ]


def test_one_file(clean: Verification) -> None:
    facts = {f.label: f.text for f in coverage(summarise(clean))}

    assert facts["SHA-256"].startswith(f"{clean.files[0].sha256[:12]}…")
    assert (
        facts["移行ファイル定義"] == f"賦課 mic@2.7/individual_resident_tax/levy（digest {clean.layout.digest[:12]}）"
    )
    assert facts["移行条件"] == "9 項目を合意。未定なし"


def test_full_digests_and_versions_stand_in_the_basis(summary: Summary) -> None:
    facts = {f.label: f.text for f in basis(summary)}

    assert facts["定義の digest（全体）"] == summary.verification.layout.digest
    assert facts["プロジェクトファイルの SHA-256"] == summary.verification.project_sha256
    assert "duckdb 2.0.0" in facts["検査ツールと部品の版"]


def test_an_imported_layout_names_its_workbook(clean: Verification) -> None:
    ref = replace(
        clean.layout, authority="official", workbook="定義.xlsx", workbook_sha256="ab" * 32, declared_by="情報課 山田"
    )
    v = replace(clean, layout=ref, files=(replace(clean.files[0], layout=ref),))

    facts = {f.label: f.text for f in basis(summarise(v))}

    assert facts["取込元ワークブック 定義.xlsx の SHA-256"] == "ab" * 32
    assert facts["公式である旨の申告"] == "情報課 山田"


def test_values_that_are_shown_are_a_warning(clean: Verification) -> None:
    fact = next(f for f in coverage(summarise(replace(clean, values_shown=True))) if f.label == "値の表示")

    assert fact.warns
    assert "取扱注意" in fact.text


def test_no_file_at_all(clean: Verification) -> None:
    totals = replace(clean.totals, files=0, bytes=0)

    fact = coverage(summarise(replace(clean, files=(), totals=totals, verdict="not_checked")))[0]

    assert (fact.text, fact.warns) == ("0 ファイル、0 バイト", True)


def test_undecided_keys_say_what_was_detected(clean: Verification) -> None:
    file = replace(clean.files[0], agreement={"format": "fixed"}, undecided=("encoding", "dates"))

    assert [agreement_words(file, k) for k in ("format", "encoding", "dates", "delimiter")] == [
        "固定長",
        "未定（cp932 と推定）",
        "未定",
        "—",
    ]
