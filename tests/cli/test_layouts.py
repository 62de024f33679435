"""`chukan layouts`, as a person runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from chukan.cli.layouts import app
from chukan.errors import LayoutNotFound, OutputError, PackError, UsageError

ROOT = Path(__file__).parents[2]
PUBLIC = ROOT / "fixtures" / "workbooks" / "kihon_data_list_031_atena.xlsx"
EXAMPLE = ROOT / "docs" / "examples" / "pack"
PERSON = "mic@2.7/resident_register/person"

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in an empty folder; errors of ours come through."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object, code: int = 0) -> Result:
        result = CliRunner().invoke(app, [str(a) for a in arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        return result

    return call


def answer(result: Result) -> Any:
    return json.loads(result.stdout)


def test_list(run: Run) -> None:
    text = run("list").stdout

    for word in ("mic", "kihon", "住民基本台帳", "person 住民", "番号は未確認", "参考定義", "コンビニ交付"):
        assert word in text
    (mic,) = answer(run("list", "mic@2.6", "--json"))
    assert (mic["pack"], mic["edition"], mic["authority"]) == ("mic", "2.6", "reference")
    assert [b["number"] for b in mic["businesses"]] == [*range(1, 25), 31, 32]


def test_stats_count_what_is_there(run: Run) -> None:
    packs = {p["pack"]: p for p in answer(run("stats", "--json"))}

    assert (packs["kihon"]["layouts"], packs["kihon"]["items"], packs["kihon"]["code_lists"]) == (1, 29, 3)
    mic = packs["mic"]
    assert mic["layouts"] >= 120
    assert mic["items"] >= 2500
    assert mic["code_lists"] >= 150
    assert mic["items"] == sum(mic["bases"].values()) == sum(b["items"] for b in mic["businesses"])
    assert "mic" in run("stats").stdout


def test_show(run: Run) -> None:
    text = run("show", PERSON).stdout

    for word in (
        "住民基本台帳 住民",
        PERSON,
        "SHA-256",
        "個人番号",
        "キー: 宛名番号 + 履歴番号",
        "参照: 世帯番号 → 「世帯」",
        "住民種別 = '2'（外国人住民）",
        "半角文字",
        "15文字以内",
        "性別（0 不明（未記入）・1 男・2 女）",
        "推定＝業務からの推定",
        "R01",
    ):
        assert word in text
    tree = answer(run("show", "住民基本台帳/住民", "--json"))
    assert tree["address"] == PERSON
    assert tree["key"] == ["宛名番号", "履歴番号"]
    assert len(tree["digest"]) == 64


def test_show_of_a_pack_is_its_contents(run: Run) -> None:
    text = run("show", "mic@2.7/seal_registration").stdout

    assert "印鑑登録原票" in text
    assert "mic@2.7/seal_registration/card" in text
    assert "定義 3、項目 " in text
    assert "SHA-256" not in text
    assert run("show", "mic@2.7/seal_registration", "--all").stdout.count("SHA-256") == 3


def test_show_says_the_nearest(run: Run) -> None:
    with pytest.raises(LayoutNotFound) as caught:
        run("show", "resident_register/prson")

    assert "person" in (caught.value.hint or "")


def test_diff(run: Run) -> None:
    old, new = "mic@2.6/resident_register", "mic@2.7/resident_register"
    text = run("diff", old, new).stdout
    assert "旧氏" in text
    assert "2019-11-05" in text

    same = run("diff", new, new, "--exit-code")
    assert "違いはありません" in same.stdout
    found = answer(run("diff", old, new, "--json", "--exit-code", code=1))
    assert found["changes"]
    assert all(c["reason"] for c in found["changes"])


def test_diff_tells_what_is_known_of_the_editions_between(run: Run) -> None:
    text = run("diff", "mic@2.0", "mic@2.1").stdout
    assert "年号コードは V1.0 以来の2桁を維持" in text
    assert "版 2.0:" not in text

    text = run("diff", "mic@2.3", "mic@2.2", "--exit-code").stdout
    assert "版 2.3: 内容・公開日とも未確認。" in text
    assert "違いはありません" in text

    assert "版 2" not in run("diff", "mic@2.0/childcare_support", "mic@2.0/childcare_support").stdout


def test_diff_of_two_layouts(run: Run) -> None:
    found = answer(run("diff", PERSON, "mic@2.7/resident_register/removed", "--json"))

    assert {c["what"] for c in found["changes"]} >= {"item", "rule"}


def test_lint(run: Run) -> None:
    assert "kihon: エラー 0" in run("lint", "kihon").stdout
    assert [f["rule"] for f in answer(run("lint", EXAMPLE, "--json"))[str(EXAMPLE)]] == []


def test_lint_of_a_folder_with_a_mistake(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "pack.yaml").write_text(
        'pack: mine\nname: n\ndefault_edition: "1"\neditions: [{edition: "1"}]\n', "utf-8"
    )
    (folder / "codes").mkdir()
    (folder / "codes" / "a.csv").write_text("code,name\n1,一\n1,二\n", "utf-8")

    result = run("lint", folder, code=1)

    assert "a.csv:3: L02 エラー: コード「1」が 2 行目にもあります" in result.stdout
    assert str(tmp_path) not in result.stdout.splitlines()[0]
    run("lint", folder, "--fail-on", "never")
    (folder / "pack.yaml").write_text("pack: [\n", "utf-8")
    assert "L01" in run("lint", folder, code=1).stdout


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


def test_export_and_import_again(run: Run, tmp_path: Path) -> None:
    run("export", "mic@2.7/seal_registration", "--out", "seal.xlsx")
    report = answer(run("import", "seal.xlsx", "--out", "back", "--json"))

    digests = {y["address"].split("/", 1)[1]: y["digest"] for y in report["layouts"]}
    for address, digest in digests.items():
        assert answer(run("show", f"mic@2.7/{address}", "--json"))["digest"] == digest


@pytest.mark.parametrize("form", ["excel", "dictionary", "markdown", "html", "table-schema", "json-schema", "pandera"])
def test_export(run: Run, tmp_path: Path, form: str) -> None:
    paths = answer(run("export", PERSON, "-f", form, "--out", "out", "--json"))

    assert [Path(p).exists() for p in paths] == [True]


def test_export_mistakes(run: Run) -> None:
    with pytest.raises(UsageError):
        run("export", PERSON, "-f", "exel")
    with pytest.raises(LayoutNotFound):
        run("export", "mic@9.9/resident_register/person")


def test_packs_option(run: Run, tmp_path: Path) -> None:
    assert "学校給食費" in run("list", "example", "--packs", EXAMPLE).stdout
    with pytest.raises(PackError):
        run("list", "--packs", tmp_path / "none")


def test_a_pack_that_takes_the_place_of_a_built_in_one_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "pack.yaml").write_text(
        'pack: mic\nname: 別\ndefault_edition: "1"\neditions: [{edition: "1"}]\n', "utf-8"
    )

    assert "「mic」は chukan に入っているものではなく" in run("list", "mic", "--packs", "own").stdout


def test_help_loads_nothing_heavy() -> None:
    code = "import sys, chukan.cli.layouts; print([m for m in ('pandas', 'pyarrow', 'duckdb', 'openpyxl', 'rich.table') if m in sys.modules])"

    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")

    assert out.stdout.strip() == "[]"
