"""データ移行確認書: one for each municipality and source, about its own delivery only."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.evidence.conftest import as_case, cells, papers, plain

from chukan.evidence.papers.make import make_papers
from chukan.evidence.papers.templates import Templates
from chukan.severity import Severity
from chukan.verification.decisions.use import WaiverUse
from chukan.verification.result import Count, GaijiCount, NotRun


def test_one_confirmation_for_each_municipality_and_source(make: Any) -> None:
    names = [n for n in papers(make()) if n.startswith("データ移行確認書")]

    assert names == [
        "データ移行確認書_131016_みどり市_事業者A.docx",
        "データ移行確認書_131016_みどり市_事業者B.docx",
        "データ移行確認書_131024_あおば町_事業者A.docx",
    ]


def test_a_confirmation_speaks_of_its_own_delivery_only(make: Any) -> None:
    made = make().with_counts("131024/person.csv", Count("V05", "生年月日", Severity.ERROR, 7))
    files = {f.path: f.sha256 for f in made.verification.files}

    text = papers(made)["データ移行確認書_131016_みどり市_事業者A.docx"]

    assert files["131016/person.csv"] in text
    assert files["131016/household.csv"] in text
    assert files["131016/seal.csv"] not in text
    assert "令和8年10月1日" in text
    assert "2 ファイル、6 件" in text
    assert "不合格" not in text


def test_open_points_waivers_and_verdict_are_told_in_counts(make: Any) -> None:
    made = make().with_counts(
        "131024/person.csv",
        Count("V05", "生年月日", Severity.ERROR, 1207, waived=7),
        Count("V10", "氏名", Severity.WARNING, 45),
        not_run=[NotRun("K02", "世帯のファイルがない")],
        missing_items=("旧氏",),
        extra_columns=("余分な列",),
        undecided=("quoting",),
        gaiji=(GaijiCount("F040", "U+E000", 3, ("氏名",), 1),),
    )
    uses = (
        WaiverUse("V05", "生年月日", "あおば町", 10, "原本がないため", "住民課長", "2026-11-10", 7),
        WaiverUse("V10", "", "みどり市", 1, "", "", "", 0, "理由がありません"),
    )
    made.verification = replace(made.verification, waivers=uses)

    text = papers(made)["データ移行確認書_131024_あおば町_事業者A.docx"]

    for words in (
        "不合格",
        "エラー: V05",
        "1,200",
        "警告: V10",
        "実行できなかった検査: K02",
        "世帯のファイルがない",
        "定義にあってファイルにない項目: 旧氏",
        "定義にない列がある",
        "移行条件未定: 引用符の付け方",
        "外字",
        "原本がないため",
        "住民課長",
        "令和8年11月10日",
    ):
        assert words in text, words
    assert "理由がない" not in text


def test_each_vendor_has_a_row_and_a_place_for_its_seal(make: Any, project: dict[str, Any]) -> None:
    project["vendors"].append({"id": "d", "name": "事業者D"})
    project["municipalities"][1]["businesses"][1]["to"] = "d"

    made = make_papers(as_case(make(project)), Templates())

    signers = cells(made["データ移行確認書_131024_あおば町_事業者A.docx"])[-1]
    assert [row[:2] for row in signers[1:]] == [
        ["市区町村", "あおば町"],
        ["移行元事業者", "事業者A"],
        ["移行先事業者", "事業者C"],
        ["移行先事業者", "事業者D"],
    ]


def test_no_seal_is_asked_for_where_something_is_open(make: Any) -> None:
    made = make().with_counts("131024/person.csv", Count("V05", "生年月日", Severity.ERROR, 7))

    found = make_papers(as_case(made), Templates())

    open_ = found["データ移行確認書_131024_あおば町_事業者A.docx"]
    assert plain(open_).count("未了 — 押印しないこと") == 2
    assert not any("印" in row for table in cells(open_) for row in table)
    done = found["データ移行確認書_131016_みどり市_事業者A.docx"]
    assert "押印しないこと" not in plain(done)


def test_what_was_not_checked_is_excepted_only_where_there_is_some(make: Any, project: dict[str, Any]) -> None:
    paper = "データ移行確認書_131024_あおば町_事業者A.docx"
    whole = papers(make())[paper]
    project["rules"] = {"V11": "off"}
    made = make(project)
    made.verification = replace(
        made.verification,
        rules=tuple(
            replace(r, state="switched_off", why="off") if r.rule == "V11" else r for r in made.verification.rules
        ),
    )

    assert "エラーはない" in whole
    assert "を除く" not in whole
    assert "エラーはない（検査しなかった項目を除く。5を参照）" in papers(made)[paper]
