"""From a folder of files to a verdict: the draft of a project, filled in as a person does, in YAML and in Excel."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from tests.journeys.conftest import FIXTURES

Chukan = Callable[..., Any]


@pytest.fixture
def delivered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder as it is delivered: one town by code and name, files in an archive, and things that are no delivery."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "delivered"
    town = folder / "131016_千代田区"
    town.mkdir(parents=True)
    shutil.copy(FIXTURES / "good" / "household_cp932.csv", town / "household.csv")
    shutil.copy(town / "household.csv", town / "household のコピー.csv")
    other = folder / "131024"
    other.mkdir()
    with zipfile.ZipFile(other / "parts.zip", "w") as archive:
        archive.write(FIXTURES / "good" / "household_utf8_bom.csv", "世帯.csv")
        archive.writestr("readme.txt", "説明")
    (folder / "note.pdf").write_bytes(b"%PDF-1.4\n" + b"\0" * 40)
    (folder / "empty.csv").write_bytes(b"")
    return folder


@pytest.fixture
def yaml_project(chukan: Chukan, delivered: Path) -> Path:
    """Return the draft, filled in: every 要記入, and nothing else."""
    assert chukan("init", "delivered").code == 0
    path = delivered.parent / "project.yaml"
    text = path.read_text(encoding="utf-8")
    for value in ("みほん協議会", '"131016"', "事業者A", "事業者B", "中央区"):
        text = re.sub(r": 要記入 ", f": {value} ", text, count=1)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def excel_project(chukan: Chukan, delivered: Path) -> Path:
    """Return the draft as a workbook, its red cells filled in."""
    assert chukan("init", "delivered", "--out", "project.xlsx").code == 0
    path = delivered.parent / "project.xlsx"
    book = openpyxl.load_workbook(path)
    values = iter(("みほん協議会", "131016", "事業者A", "事業者B", "中央区"))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == "要記入":
                    cell.value = next(values)
    assert list(values) == []
    book.save(path)
    return path


def verified(chukan: Chukan, project: Path) -> dict[str, Any]:
    answer = chukan("verify", project, "--no-profile", "--no-resume", "--out", project.parent / "result")
    assert answer.code in (0, 1), answer.err
    document: dict[str, Any] = json.loads((project.parent / "result" / "verification.json").read_text(encoding="utf-8"))
    return document


def test_the_draft_names_every_file_with_layout_and_reason(chukan: Chukan, delivered: Path) -> None:
    answer = chukan("init", "delivered")

    assert answer.code == 0, answer.err
    text = (delivered.parent / "project.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    assert [(m["code"], m["name"]) for m in data["municipalities"]] == [("131016", "千代田区"), ("131024", "要記入")]
    assert [f["path"] for f in data["municipalities"][0]["businesses"][0]["files"]] == [
        "delivered/131016_千代田区/household.csv",
    ]
    part = data["municipalities"][1]["businesses"][0]["files"][0]
    assert part["path"] == "delivered/131024/parts.zip/世帯.csv"
    assert part["agreement"] == {"encoding": "utf-8-sig"}
    assert data["agreement"]["encoding"] == "cp932"
    assert "推定" in next(line for line in text.splitlines() if '"131016"' in line)
    for left, why in (
        ("household のコピー.csv", "SHA-256 が一致"),
        ("parts.zip/readme.txt", "合う移行ファイル定義がありません"),
        ("note.pdf", "読めません"),
        ("empty.csv", "レコードがありません"),
    ):
        assert any(left in line and why in line for line in answer.out.splitlines()), left
        assert any(left in line and why in line for line in text.splitlines() if line.startswith("#")), left


def test_counts_are_offered_and_never_taken_for_those_of_the_delivery_note(chukan: Chukan, delivered: Path) -> None:
    chukan("init", "delivered")

    text = (delivered.parent / "project.yaml").read_text(encoding="utf-8")
    assert "# records: 12 " in text
    assert "records" not in yaml.safe_load(text)["municipalities"][0]["businesses"][0]["files"][0]


def test_no_command_begins_while_a_mark_is_left(chukan: Chukan, delivered: Path) -> None:
    chukan("init", "delivered")
    chukan("init", "delivered", "--out", "project.xlsx")

    for name, place in (("project.yaml", "project.yaml:6"), ("project.xlsx", "シート「プロジェクト」 セル B2")):
        for command in ("verify", "reduce"):
            what, where, _ = chukan(command, name).parts
            assert "要記入" in what
            assert place in where


def test_the_filled_draft_is_verified(chukan: Chukan, yaml_project: Path) -> None:
    document = verified(chukan, yaml_project)

    assert document["totals"]["files"] == 2
    assert document["totals"]["records"] == {"read": 24, "rejected": 0, "total": 24}
    assert not [f for f in document["files"] if any(c["rule"].startswith("F") for c in f["counts"])]


def test_a_workbook_is_read_like_the_yaml(chukan: Chukan, excel_project: Path, yaml_project: Path) -> None:
    from_yaml, from_excel = verified(chukan, yaml_project), verified(chukan, excel_project)

    for key in ("files", "totals", "verdict", "agreement", "deliveries", "group"):
        mine, other = from_excel.get(key), from_yaml.get(key)
        assert mine == other, key


def test_other_commands_read_the_workbook_too(chukan: Chukan, excel_project: Path) -> None:
    verified(chukan, excel_project)

    built = chukan(
        "evidence", "build", excel_project, "--verification", excel_project.parent / "result", "--out", "papers"
    )
    reduced = chukan("reduce", excel_project, "--out", "reduced")

    assert built.code in (0, 1), built.err
    assert reduced.code in (0, 1), reduced.err
    assert (excel_project.parent / "papers" / "manifest.json").is_file()


def test_what_exists_stays_without_force(chukan: Chukan, delivered: Path) -> None:
    place = delivered.parent / "project.yaml"
    place.write_text("mine", encoding="utf-8")

    _, where, then = chukan("init", "delivered").parts

    assert "project.yaml" in where
    assert "--force" in then
    assert place.read_text(encoding="utf-8") == "mine"
    assert chukan("init", "delivered", "--force").code == 0
    assert "municipalities:" in place.read_text(encoding="utf-8")


def test_a_folder_elsewhere_gets_its_draft_inside(
    chukan: Chukan, delivered: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.chdir(elsewhere)

    assert chukan("init", delivered).code == 0
    assert (delivered / "project.yaml").is_file()
    answer = chukan("init", delivered, "--out", "project.yaml")
    assert answer.code == 2
    assert "--out" in answer.err
    assert [*elsewhere.iterdir()] == []


def test_nothing_recognised_writes_nothing_and_lists_all(chukan: Chukan, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "x.csv").write_text("a,b\n1,2\n", encoding="utf-8")

    answer = chukan("init", tmp_path / "in")

    assert answer.code == 3
    assert "x.csv: 合う移行ファイル定義がありません" in answer.out
    assert not (tmp_path / "in" / "project.yaml").exists()


def test_columns_of_other_names_are_proposed(chukan: Chukan, delivered: Path) -> None:
    file = delivered / "131016_千代田区" / "household.csv"
    file.write_bytes(file.read_bytes().replace("世帯主氏名".encode("cp932"), "世帯主の氏名".encode("cp932"), 1))
    chukan("init", "delivered", "--out", "project.xlsx")
    chukan("init", "delivered")

    data = yaml.safe_load((delivered.parent / "project.yaml").read_text(encoding="utf-8"))
    files = data["municipalities"][0]["businesses"][0]["files"]
    own = next(f for f in files if f["path"].endswith("/household.csv"))
    assert own["agreement"]["columns"] == {"世帯主の氏名": "世帯主氏名"}
    sheet = openpyxl.load_workbook(delivered.parent / "project.xlsx")["列の対応"]
    assert [c.value for c in sheet[2]][2:4] == ["世帯主の氏名", "世帯主氏名"]


def test_json_is_what_was_found(chukan: Chukan, delivered: Path) -> None:
    answer = json.loads(chukan("init", "delivered", "--json").out)

    assert answer["project"] == "project.yaml"
    assert {f["layout"] for f in answer["files"]} == {"mic@2.7/resident_register/household"}
    assert len(answer["left_out"]) == 4
