"""A project in a workbook: what its cells say, and what is wrong with them, by sheet and cell."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from chukan.errors import ChukanError
from chukan.project.opening import load_project
from chukan.project.sheets import form

Edit = Callable[[openpyxl.Workbook], object]


def workbook() -> openpyxl.Workbook:
    """Return a small project: two municipalities, three files."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    settings = book.create_sheet(form.SETTINGS)
    for row in (
        ("設定", "値"),
        ("名称", "みほん協議会"),
        ("代表団体コード", "131016"),
        ("区分", "既存のグループに加入"),
        ("段階", "実施報告"),
        ("検査の基準日", "令和8年11月23日"),
        ("了承シート", "a.xlsx\nb.xlsx"),
    ):
        settings.append(row)
    tables: dict[str, list[tuple[Any, ...]]] = {
        form.VENDORS: [("記号", "名称"), ("a", "事業者A"), ("b", "事業者B")],
        form.TOWNS: [("団体コード", "団体名"), ("131016", "千代田区"), ("012025", "函館市")],
        form.BUSINESSES: [
            ("団体コード", "業務", "移行元", "移行先", "方法", "提出日", "その他（YAML）"),
            ("131016", "住民基本台帳", "a", "b", "中間標準レイアウト", dt.date(2026, 11, 20), None),
            ("函館市", "resident_register", "a", "b", None, None, "{counterparts: []}"),
        ],
        form.FILES: [
            ("団体コード", "業務", "移行ファイル定義", "パス", "参考: 根拠"),
            ("131016", "住民基本台帳", "住民", "p.csv", "推定"),
            ("131016", "住民基本台帳", "household", "h.csv", None),
            ("012025", "resident_register", "person", "q.csv", None),
        ],
        form.COUNTS: [
            ("団体コード", "パス", "項目", "納品書の値", "取込日", "取込件数"),
            ("131016", "p.csv", None, "61,234", "2026-12-01", 61234),
            ("131016", "h.csv", None, 30000, None, None),
            ("131016", "h.csv", "世帯員数", "６１２３４", None, None),
        ],
        form.AGREEMENT: [
            ("団体コード", "業務", "パス", "キー", "値"),
            (None, None, None, "encoding", "cp932"),
            (None, None, None, "delimiter", ","),
            (None, None, None, "header", True),
            (None, None, None, "dates", None),
            ("131016", "住民基本台帳", None, "newline", "crlf"),
            (None, None, "q.csv", "padding", "{text: none}"),
        ],
        form.COLUMNS: [
            ("パス", "ファイルの列名", "項目"),
            ("q.csv", "備考.1", "（使わない）"),
            (None, "個人宛名番号", "宛名番号"),
            (None, "未定の列", None),
        ],
        form.OTHERS: [("キー", "値"), ("rules.V10", "info"), ("declarations.running_costs", "{before: 10, after: 5}")],
    }
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.create_sheet("メモ 1").append(("何でも",))
    return book


def saved(book: openpyxl.Workbook, folder: Path) -> Path:
    path = folder / "project.xlsx"
    book.save(path)
    return path


def test_every_sheet_says_what_the_yaml_would(tmp_path: Path) -> None:
    project, _ = load_project(saved(workbook(), tmp_path))

    assert (project.group.name, project.group.case, project.stage) == ("みほん協議会", "join", "report")
    assert project.as_of == dt.date(2026, 11, 23)
    assert project.waivers == ("a.xlsx", "b.xlsx")
    assert project.rules == {"V10": "info"}
    assert project.declarations.running_costs is not None
    assert project.agreement == {
        "encoding": "cp932",
        "delimiter": ",",
        "header": True,
        "columns": {"個人宛名番号": "宛名番号"},
    }
    first, second = project.municipalities
    assert [(m.code, m.name) for m in project.municipalities] == [("131016", "千代田区"), ("012025", "函館市")]
    plan = first.businesses[0]
    assert (plan.business, plan.from_, plan.to, plan.method) == ("住民基本台帳", "a", "b", "layout")
    assert plan.delivered == dt.date(2026, 11, 20)
    assert plan.agreement == {"newline": "crlf"}
    person, household = plan.files
    assert (person.layout, person.path, person.records) == ("住民", "p.csv", 61234)
    assert person.loaded is not None
    assert (person.loaded.date, person.loaded.records) == (dt.date(2026, 12, 1), 61234)
    assert (household.records, household.totals) == (30000, {"世帯員数": 61234})
    assert second.businesses[0].files[0].agreement == {"padding": {"text": "none"}, "columns": {"備考.1": None}}


def _as_a_clerk(book: openpyxl.Workbook) -> None:
    """Blank rows, full-width digits, columns in another order with notes between, days and counts as Excel keeps them."""
    for name in (form.VENDORS, form.TOWNS, form.BUSINESSES, form.FILES, form.COUNTS):
        book[name].insert_rows(2, 2)
    book[form.SETTINGS]["B3"] = "１３１０１６"
    book[form.TOWNS]["A4"] = "１３１０１６"
    book[form.VENDORS]["A4"] = "ａ"
    book[form.BUSINESSES]["C5"] = "ａ"
    sheet = book[form.FILES]
    rows = [[cell.value for cell in row][::-1] for row in sheet.iter_rows()]
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column, value)
    sheet.insert_cols(3)
    sheet.cell(1, 3, "参考 課のメモ")
    sheet.cell(4, 3, "確認済")
    book[form.BUSINESSES]["F4"] = "令和8年11月20日"
    book[form.COUNTS]["D4"] = "６１，２３４件"
    book[form.COUNTS].append(("131016", "deleted.csv", None, None, None, None))  # its file's row was deleted


def test_what_a_clerk_does_to_it_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "edited").mkdir()
    book = workbook()
    _as_a_clerk(book)
    edited, _ = load_project(saved(book, tmp_path / "edited"))
    assert edited == load_project(saved(workbook(), tmp_path))[0]


def test_merged_cells_are_refused_by_name(tmp_path: Path) -> None:
    book = workbook()
    book[form.BUSINESSES].merge_cells("A2:A3")
    with pytest.raises(ChukanError, match="結合されたセル") as caught:
        load_project(saved(book, tmp_path))
    assert str(caught.value.place).endswith("シート「業務」 セル A2:A3")


def put(sheet: str, cell: str, value: Any) -> Edit:
    return lambda book: book[sheet].__setitem__(cell, value)


@pytest.mark.parametrize(
    ("edit", "place", "what", "then"),
    [
        (put(form.TOWNS, "A2", 131017), "シート「団体」 セル A2", "検査数字", ""),
        (put(form.TOWNS, "A3", 12025), "シート「団体」 セル A3", "6桁", ""),
        (put(form.TOWNS, "B2", None), "シート「団体」 セル B2", "団体名", "「団体名」のセル"),
        (put(form.TOWNS, "B2", "要記入"), "シート「団体」 セル B2", "要記入", "書き換え"),
        (put(form.SETTINGS, "B2", None), "シート「プロジェクト」 セル B2", "名称", ""),
        (put(form.SETTINGS, "A4", "区分け"), "シート「プロジェクト」 セル A4", "区分け", "「区分」ではありませんか"),
        (put(form.SETTINGS, "B4", "加入"), "シート「プロジェクト」 セル B4", "加入", "新規に導入"),
        (put(form.SETTINGS, "B6", "2026-13-01"), "シート「プロジェクト」 セル B6", "2026-13-01", "令和"),
        (put(form.SETTINGS, "B6", "=TODAY()"), "シート「プロジェクト」 セル B6", "式の結果", "保存し直して"),
        (put(form.BUSINESSES, "A2", "131024"), "シート「業務」 セル A2", "131024", "131016"),
        (put(form.BUSINESSES, "C2", "z"), "シート「業務」 セル C2", "「z」", ""),
        (put(form.BUSINESSES, "E2", "レイアウト"), "シート「業務」 セル E2", "レイアウト", "中間標準レイアウト"),
        (
            put(form.BUSINESSES, "F1", "提出した日"),
            "シート「業務」 セル F1",
            "提出した日",
            "「提出日」ではありませんか",
        ),
        (put(form.BUSINESSES, "G3", "{countrparts: []}"), "シート「業務」 セル G3", "countrparts", "counterparts"),
        (put(form.BUSINESSES, "G3", "{a: "), "シート「業務」 セル G3", "YAML", ""),
        (
            put(form.FILES, "B2", "住民基本台張"),
            "シート「ファイル」 セル B2",
            "住民基本台張",
            "「住民基本台帳」ではありませんか",
        ),
        (put(form.FILES, "D2", None), "シート「ファイル」 セル D2", "パス", ""),
        (put(form.COUNTS, "B2", "x.csv"), "シート「件数」 セル B2", "x.csv", ""),
        (put(form.COUNTS, "D2", "たくさん"), "シート「件数」 セル D2", "整数", ""),
        (put(form.COUNTS, "D3", -1), "シート「件数」 セル D3", "0 以上", ""),
        (put(form.COUNTS, "E4", "2026-12-01"), "シート「件数」 セル E4", "取込日", "件数の行"),
        (put(form.AGREEMENT, "D3", "encoding"), "シート「移行条件」 セル E3", "二度", ""),
        (put(form.AGREEMENT, "B6", None), "シート「移行条件」 セル A6", "団体だけ", ""),
        (put(form.OTHERS, "A2", "rulez.V10"), "シート「その他の設定」 セル B2", "rulez", "rules"),
        (put(form.OTHERS, "A2", "municipalities.0.name"), "シート「その他の設定」 セル A2", "municipalities", ""),
        (put(form.OTHERS, "B2", None), "シート「その他の設定」 セル B2", "rules.V10", ""),
        (lambda book: book.create_sheet("団 体"), "project.xlsx", "団 体", "「団体」ではありませんか"),
        (lambda book: book.create_sheet("控え"), "project.xlsx", "控え", "メモ"),
    ],
)
def test_a_mistake_names_sheet_and_cell(tmp_path: Path, edit: Edit, place: str, what: str, then: str) -> None:
    book = workbook()
    edit(book)

    with pytest.raises(ChukanError) as caught:
        load_project(saved(book, tmp_path))

    assert caught.value.exit_code == 2
    assert place in str(caught.value.place)
    assert what in caught.value.message
    assert caught.value.hint
    assert then in caught.value.hint


def test_an_agreement_that_is_wrong_names_its_cell(tmp_path: Path) -> None:
    from chukan.project.folder import ProjectFolder

    book = workbook()
    book[form.AGREEMENT]["E2"] = "cp923"

    with pytest.raises(ChukanError, match="cp923") as caught:
        ProjectFolder(saved(book, tmp_path)).agreement()

    assert "シート「移行条件」 セル E2" in str(caught.value.place)


def test_a_key_that_is_inherited_is_taken_back_with_null(tmp_path: Path) -> None:
    book = workbook()
    book[form.AGREEMENT]["E6"] = "null"

    project, _ = load_project(saved(book, tmp_path))

    assert project.municipalities[0].businesses[0].agreement == {"newline": None}


def test_another_workbook_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    path = saved(book, tmp_path)

    with pytest.raises(ChukanError, match="シート") as caught:
        load_project(path)

    assert "chukan init" in str(caught.value.hint)


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "project.xlsx"
    path.write_bytes(io.BytesIO(b"not a workbook").getvalue())

    with pytest.raises(ChukanError):
        load_project(path)
