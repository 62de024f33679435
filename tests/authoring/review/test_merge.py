"""From a sheet that was filled in to a pack that lints and checks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from tests.authoring.review.conftest import Sheet

from chukan.authoring.lint import lint_folder
from chukan.authoring.review import form
from chukan.authoring.review.merge import MergeReport, merge_review
from chukan.errors import OutputError, PackError
from chukan.layouts.library import Library
from chukan.layouts.model import Layout

RIGHT, WRONG, GONE, HELD = form.RESULTS


def merge(sheet: Sheet, tmp_path: Path, **options: Any) -> MergeReport:
    return merge_review(sheet.path, sheet.library, out=tmp_path / "merged", pack="kou", **options)


def merged(sheet: Sheet, tmp_path: Path, path: str = "person") -> Layout:
    return Library([tmp_path / "merged", *sheet.library.folders]).pack("kou").layout("town", path)


def test_what_was_confirmed_is_attested_with_who_and_when(sheet: Sheet, tmp_path: Path) -> None:
    sheet.fill("住民", "履歴番号", 確認結果=RIGHT)

    report = merge(sheet, tmp_path)

    item = merged(sheet, tmp_path).by_name["履歴番号"]
    assert (item.basis, item.source) == ("attested", "甲市 山田花子 2026-11-29 確認")
    assert item.note == "登録のたびに1つ増える"
    assert item.length_basis == "attested"
    assert [(c.name, c.result, c.what) for c in report.corrections] == [("履歴番号", RIGHT, "確かめました")]
    assert report.problems == ()


def test_what_rests_on_more_stays_and_its_length_is_confirmed(sheet: Sheet, tmp_path: Path) -> None:
    sheet.fill("住民", "宛名番号", 確認結果=RIGHT)
    sheet.fill("住民", "氏名", 確認結果=RIGHT)
    merge(sheet, tmp_path)

    layout = merged(sheet, tmp_path)

    assert layout.by_name["宛名番号"].basis == layout.by_name["宛名番号"].length_basis == "statute"
    assert "山田花子" in layout.by_name["宛名番号"].note
    assert layout.by_name["氏名"] == sheet.library.pack("town").layout("town", "person").by_name["氏名"]


def test_corrections_of_every_property(sheet: Sheet, tmp_path: Path) -> None:
    sheet.fill("住民", "宛名番号", 確認結果=WRONG, 正しい桁数="１２", 正しい項目名="宛名番号（個人）")
    sheet.fill("住民", "性別", 確認結果=WRONG, 正しい必須="必須")
    sheet.fill("住民", "面積", 確認結果=WRONG, 正しい型="整数", 正しい桁数=7, 正しい小数桁=0)
    sheet.fill("住民", "備考", 確認結果=WRONG, 正しい桁数="なし", reason="上限はない")
    report = merge(sheet, tmp_path)

    by_name = merged(sheet, tmp_path).by_name

    assert (by_name["宛名番号"].length, by_name["宛名番号"].labels) == (12, ("宛名番号（個人）",))
    assert by_name["宛名番号"].basis == "attested"
    assert by_name["性別"].required == "required"
    assert (by_name["面積"].type, by_name["面積"].length, by_name["面積"].scale) == ("9", 7, 0)
    assert by_name["備考"].length is None
    assert by_name["備考"].note.endswith("上限はない")
    assert {c.what for c in report.corrections} >= {"桁数 15 → 12、ファイルでの名前 宛名番号 → 宛名番号（個人）"}


def test_a_condition_goes_with_the_requirement(sheet: Sheet, tmp_path: Path) -> None:
    sheet.fill("住民", "生年月日", 確認結果=WRONG, 正しい必須="任意")
    merge(sheet, tmp_path)

    layout = merged(sheet, tmp_path)

    assert layout.by_name["生年月日"].required == "optional"
    assert layout.body.required_when == {}


def test_items_that_are_not_there_and_items_that_are_missing(sheet: Sheet, tmp_path: Path) -> None:
    sheet.fill("住民", "面積", 確認結果=GONE)
    sheet.fill("住民", form.ADDED, 正しい項目名="旧番号", 正しい型="半角文字", 正しい桁数=8)
    sheet.fill("住民", form.ADDED, nth=1, 正しい項目名="登録日", 正しい型="年月日", 正しい桁数=8)
    merge(sheet, tmp_path)

    layout = merged(sheet, tmp_path)

    assert "面積" not in layout.names
    assert layout.names[-2:] == ("旧番号", "登録日")
    assert [rule.id for rule in layout.body.rules] == ["man_has_a_note"]
    assert layout.by_name["旧番号"].basis == "attested"


def test_codes_are_confirmed_renumbered_added_and_taken_away(sheet: Sheet, tmp_path: Path) -> None:
    sheet.fill(form.CODES, "2", 確認結果=WRONG, 正しいコード="02", 正しい内容="女性")
    sheet.fill(form.CODES, "…", 確認結果=GONE)
    sheet.fill(form.CODES, form.ADDED, 正しいコード="9", 正しい内容="不明")
    sheet.fill("住民", "性別", 確認結果=WRONG, 正しい桁数=2)
    sheet.fill("転出者", "性別", 確認結果=WRONG, 正しい桁数=2)
    merge(sheet, tmp_path)

    codes = merged(sheet, tmp_path).codes["gender"]

    assert dict(codes.codes) == {"1": "男", "02": "女性", "9": "不明"}
    assert not codes.is_open
    assert [v.basis for v in codes.values] == ["estimate", "attested", "attested"]


def test_a_list_whose_codes_all_stand_takes_the_parents_over(sheet: Sheet, tmp_path: Path) -> None:
    sheet.fill(form.CODES, "1", 確認結果=RIGHT)
    merge(sheet, tmp_path)

    codes = merged(sheet, tmp_path).codes["gender"]

    assert {v.code: v.basis for v in codes.values} == {"1": "attested", "2": "estimate", "…": "estimate"}
    assert "replaces_codes" not in (tmp_path / "merged" / "pack.yaml").read_text("utf-8")


def test_rules_that_compare_with_a_code_that_is_gone_are_to_be_mended(sheet: Sheet, tmp_path: Path) -> None:
    sheet.fill(form.CODES, "1", 確認結果=WRONG, 正しいコード="M")

    report = merge(sheet, tmp_path)

    assert len(report.problems) == 2
    assert all("なくなったコード「1」" in problem for problem in report.problems)


def test_rules_are_confirmed_or_no_longer_errors(sheet: Sheet, tmp_path: Path) -> None:
    numbers = {
        d.name: str(n) for n, d in enumerate(sheet.library.pack("town").layout("town", "person").body.declarations, 1)
    }
    sheet.fill(form.RULES, numbers["man_has_a_note"], 確認結果=RIGHT)
    sheet.fill(form.RULES, numbers["wide"], 確認結果=GONE)
    sheet.fill(form.RULES, numbers["history"], 確認結果=RIGHT)
    merge(sheet, tmp_path)

    body = merged(sheet, tmp_path).body

    rules = {rule.id: rule for rule in body.rules}
    assert rules["man_has_a_note"].rests_on == "attested"
    assert rules["wide"].severity == "info"
    assert body.history is not None
    assert body.history.rests_on == "attested"


def test_what_can_not_be_taken_over_is_said(sheet: Sheet, tmp_path: Path) -> None:
    sheet.fill("住民", "備考", 確認結果=WRONG, reason="二つに分かれている")
    sheet.fill("住民", "面積", 確認結果=HELD, signed=False)

    report = merge(sheet, tmp_path)

    assert len(report.problems) == 1
    assert "二つに分かれている" in report.problems[0]
    assert report.problems[0].startswith("01-01 住民!L11")
    assert merged(sheet, tmp_path).by_name["備考"].basis == "estimate"


def test_the_result_lints_loads_and_checks(sheet: Sheet, tmp_path: Path) -> None:
    from chukan.agreement import Agreement
    from chukan.verification.job import Job, Options, Target
    from chukan.verification.run import run

    sheet.fill("住民", "履歴番号", 確認結果=RIGHT)
    sheet.fill("住民", "氏名", 確認結果=WRONG, 正しい桁数=3)
    merge(sheet, tmp_path)

    assert lint_folder(tmp_path / "merged", sheet.library.pack("town")) == ()
    layout = merged(sheet, tmp_path)
    file = tmp_path / "person.csv"
    file.write_text(f"{','.join(layout.names)}\n1,x,山田　太郎,,,,\n", "utf-8")
    target = Target(file, file.name, layout, Agreement(encoding="utf-8"))
    found = run(Job([target], across=False), Options(as_of=dt.date(2026, 1, 1))).findings
    assert {(f.item, str(f.severity)) for f in found} >= {("氏名", "error"), ("履歴番号", "error")}


def test_a_condition_that_nobody_wrote_is_to_be_written(sheet: Sheet, tmp_path: Path) -> None:
    sheet.fill("住民", "備考", 確認結果=WRONG, 正しい必須="条件付き必須")

    (problem,) = merge(sheet, tmp_path).problems

    assert "「備考」は条件付き必須ですが、条件の式がありません" in problem


@pytest.mark.parametrize(
    ("stated", "becomes"), [("reference", "reference"), ("imported", "imported"), ("official", "imported")]
)
def test_authority_only_falls(sheet: Sheet, tmp_path: Path, stated: str, becomes: str) -> None:
    folder = sheet.library.pack("town").folder
    text = (folder / "pack.yaml").read_text("utf-8")
    more = "" if stated == "reference" else "workbook: a.xlsx\nworkbook_sha256: x\n"
    more += "declared_by: 情報課 山田\n" if stated == "official" else ""
    (folder / "pack.yaml").write_text(text.replace("authority: reference", f"authority: {stated}") + more, "utf-8")
    sheet.library = Library([folder])
    sheet.fill("住民", "履歴番号", 確認結果=RIGHT)

    report = merge(sheet, tmp_path)

    assert report.authority == merged(sheet, tmp_path).origin.authority == becomes
    assert "加えた追加・変更を含む" in merged(sheet, tmp_path).origin.statement
    assert "甲市" in (tmp_path / "merged" / "pack.yaml").read_text("utf-8")


def test_an_earlier_pack_is_only_replaced_when_asked(sheet: Sheet, tmp_path: Path) -> None:
    sheet.fill("住民", "履歴番号", 確認結果=RIGHT)
    merge(sheet, tmp_path)
    sheet.fill("住民", "備考", 確認結果=RIGHT)

    with pytest.raises(OutputError):
        merge(sheet, tmp_path)
    assert merged(sheet, tmp_path).by_name["備考"].basis == "estimate"
    merge(sheet, tmp_path, overwrite=True)
    assert merged(sheet, tmp_path).by_name["備考"].basis == "attested"


def test_names_that_would_hide_another_pack_are_refused(sheet: Sheet, tmp_path: Path) -> None:
    sheet.fill("住民", "履歴番号", 確認結果=RIGHT)

    for name in ("town", "mic", "a/b"):
        with pytest.raises(PackError, match="使えません"):
            merge_review(sheet.path, sheet.library, out=tmp_path / "merged", pack=name)


def test_nothing_filled_in_is_no_pack(sheet: Sheet, tmp_path: Path) -> None:
    with pytest.raises(PackError, match="記入がありません"):
        merge(sheet, tmp_path)


def test_a_second_round_extends_the_first(sheet: Sheet, tmp_path: Path) -> None:
    from chukan.authoring.review.write import write_review
    from chukan.layouts.select import of_pack

    sheet.fill("住民", "履歴番号", 確認結果=RIGHT)
    merge(sheet, tmp_path)
    library = Library([tmp_path / "merged", *sheet.library.folders])
    second = Sheet(tmp_path / "second.xlsx", library)
    with second.path.open("wb") as file:
        write_review(of_pack(library.pack("kou"), None), file)
    second.town()
    second.fill("住民", "備考", 確認結果=RIGHT)

    report = merge_review(second.path, library, out=tmp_path / "twice", pack="otsu")

    layout = Library([tmp_path / "twice", *library.folders]).pack("otsu").layout("town", "person")
    assert (report.extends, layout.by_name["備考"].basis, layout.by_name["履歴番号"].basis) == (
        "kou",
        "attested",
        "attested",
    )
