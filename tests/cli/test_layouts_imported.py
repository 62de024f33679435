"""What an import prints of what it understood."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import answer
from typer.testing import Result

from chukan.errors import OutputError

ROOT = Path(__file__).parents[2]


PUBLIC = ROOT / "fixtures" / "workbooks" / "kihon_data_list_031_atena.xlsx"


Run = Callable[..., Result]


def test_import_prints_what_it_understood(run: Run, tmp_path: Path) -> None:
    text = run("import", PUBLIC, "--out", "ours", "--pack", "ours").stdout

    for word in (
        "29",
        "宛名番号",
        "性別 3",
        "自治体固有コード 1",
        "凡例）データ型",
        "表紙・履歴・凡例などのシート",
        "D=データ項目",
        "T=実装類型",
    ):
        assert word in text
    assert "公式である旨の申告なし" in text
    tree = answer(run("show", "ours@unstated/住登外者宛名番号管理/住登外者宛名基本情報", "--packs", "ours", "--json"))
    assert len(tree["items"]) == 29


def test_import_of_a_declared_workbook_into_the_usual_place(run: Run, tmp_path: Path) -> None:
    report = answer(run("import", PUBLIC, "--declare-official", "情報課 山田花子", "--edition", "2.1", "--json"))

    assert (report["authority"], report["declared_by"]) == ("official", "情報課 山田花子")
    assert (tmp_path / "packs" / "kihon_data_list_031_atena" / "pack.yaml").exists()
    with pytest.raises(OutputError):
        run("import", PUBLIC)
    run("import", PUBLIC, "--overwrite")


def test_import_with_problems_says_so_and_exits_1(run: Run, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["項番", "項目名", "データ型", "桁数"], [1, "番号", "Q9", 5]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "odd.xlsx")

    result = run("import", "odd.xlsx", "--out", "odd", code=1)

    assert "要確認: Sheet!C2: 項目「番号」の型「Q9」がわかりません" in result.stdout


def test_import_accounts_for_every_cell_and_drafts_a_mapping(run: Run, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["項番", "項目名", "データ型", "桁数", "方針"], [1, "番号", "X", 5, "そのまま"]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "住民基本台帳.xlsx")

    result = run("import", "住民基本台帳.xlsx", "--out", "pack", "--mapping-draft", "draft.yaml", code=1)
    settled = (tmp_path / "draft.yaml").read_text(encoding="utf-8").replace("# ignore:", "ignore:")
    (tmp_path / "draft.yaml").write_text(settled, encoding="utf-8")
    again = run("import", "住民基本台帳.xlsx", "--out", "pack", "--overwrite", "--mapping", "draft.yaml")

    assert "要確認: Sheet!E2: 読まなかったセルが 1 あります（E2: 「そのまま」）" in result.stdout
    assert "セル 10: 取り込んだ 4、見出し 5、定義でないと決まっている 0、読まなかった（要確認） 1" in result.stdout
    assert "--mapping-draft" in result.stdout
    assert "読まなかった（要確認） 0" in again.stdout


def test_import_of_codes_only(run: Run, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["コード", "名称"], ["1", "男"]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "性別.xlsx")

    assert "コード表だけを取り込みました" in run("import", "性別.xlsx", "--out", "pack").stdout
