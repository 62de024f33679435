"""What a survey of several files becomes: what they share, and what is of one file only."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from tests.journeys.conftest import FIXTURES

from chukan.layouts.library import Library
from chukan.project.drafting.outline import Draft, outline
from chukan.project.drafting.sheet_draft import write_sheets
from chukan.project.drafting.survey import survey
from chukan.project.drafting.yaml_draft import to_yaml

DAY = dt.date(2026, 11, 23)
LAYOUTS = [Library.default().layout(f"mic@2.7/resident_register/{name}") for name in ("person", "household")]


def drafted(folder: Path) -> Draft:
    found = survey(folder, LAYOUTS, base=folder)
    return outline(found, LAYOUTS, folder.name, DAY)


def files_of(draft: Draft) -> dict[str, Any]:
    data = yaml.safe_load(to_yaml(draft))
    return {f["path"]: f for m in data["municipalities"] for b in m["businesses"] for f in b["files"]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the same records in several forms."""
    for number, name in enumerate(("household_cp932.csv", "household_utf8.csv"), 1):
        shutil.copy(FIXTURES / "good" / name, tmp_path / f"{number}.csv")
    text = (tmp_path / "1.csv").read_bytes()
    (tmp_path / "3.csv").write_bytes(text.replace(b"\r\n", b"\n"))
    (tmp_path / "4.csv").write_bytes(b"\r\n".join(text.split(b"\r\n")[:5]) + b"\r\n")
    return tmp_path


def test_a_file_has_only_the_keys_by_which_it_differs(folder: Path) -> None:
    draft = drafted(folder)
    data = yaml.safe_load(to_yaml(draft))

    assert data["agreement"] == {
        "format": "csv",
        "encoding": "cp932",
        "newline": "crlf",
        "delimiter": ",",
        "quoting": "minimal",
        "header": True,
        "newlines_in_values": False,
        "dates": "yyyymmdd",
    }
    own = {path: file.get("agreement") for path, file in files_of(draft).items()}
    assert own == {
        "1.csv": None,
        "2.csv": {"encoding": "utf-8", "newline": "lf"},
        "3.csv": {"newline": "lf"},
        "4.csv": None,
    }


def test_files_of_one_layout_are_told_apart_for_people(folder: Path) -> None:
    draft = drafted(folder)

    assert {f.seen.path: set(f.alike) for f in draft.files}["1.csv"] == {"2.csv", "3.csv", "4.csv"}
    assert "同じ定義のファイルがほかにもあります" in to_yaml(draft)


def test_the_municipality_of_one_place_is_that_of_the_group(tmp_path: Path) -> None:
    (tmp_path / "131016").mkdir()
    shutil.copy(FIXTURES / "good" / "household_cp932.csv", tmp_path / "131016" / "a.csv")

    draft = drafted(tmp_path)

    assert draft.representative == "131016"
    assert "要確認" in next(line for line in to_yaml(draft).splitlines() if "representative" in line)


def test_what_is_left_out_is_a_comment_that_can_be_pasted(tmp_path: Path) -> None:
    shutil.copy(FIXTURES / "good" / "household_cp932.csv", tmp_path / "a.csv")
    head, *records = (tmp_path / "a.csv").read_bytes().split(b"\r\n")
    few = [b",".join(line.split(b",")[:9]) for line in (head, *records) if line]
    (tmp_path / "part.csv").write_bytes(b"\r\n".join(few) + b"\r\n")

    text = to_yaml(drafted(tmp_path))

    left = [line for line in text.splitlines() if "part.csv" in line]
    assert "80% 以上は合いません" in left[0]
    assert yaml.safe_load(left[1].partition("例: ")[2]) == [
        {"layout": "resident_register/household", "path": "part.csv"}
    ]


def test_a_name_with_signs_of_yaml_stays_what_it_is(tmp_path: Path) -> None:
    names = ["a: #b.csv", "- c.csv", "'d\".csv", "no", "01.csv", "{e}.csv"]
    for number, name in enumerate(names):
        text = (FIXTURES / "good" / "household_cp932.csv").read_bytes()
        (tmp_path / name).write_bytes(b"\r\n".join(text.split(b"\r\n")[: number + 3]) + b"\r\n")

    assert {*files_of(drafted(tmp_path))} == {*names}


def test_a_sheet_of_a_workbook_is_a_file_and_a_project_is_none(tmp_path: Path) -> None:
    shutil.copy(FIXTURES / "good" / "household_cp932.csv", tmp_path / "a.csv")
    rows = [line.split(",") for line in (tmp_path / "a.csv").read_bytes().decode("cp932").splitlines()]
    book = openpyxl.Workbook()
    book.worksheets[0].append(["表紙"])
    sheet = book.create_sheet("世帯")
    for row in rows:
        sheet.append(row)
    book.save(tmp_path / "delivered.xlsx")
    draft = drafted(tmp_path)
    with (tmp_path / "project.xlsx").open("wb") as file:
        write_sheets(file, draft)

    found = survey(tmp_path, LAYOUTS, base=tmp_path)

    assert [seen.path for seen in found.files] == ["a.csv", "delivered.xlsx#世帯"]
    assert {one.path: one.reason for one in found.left} == {
        "delivered.xlsx#Sheet": "合う移行ファイル定義がありません",
        "project.xlsx": "プロジェクトのブックです（提出データではありません）",
    }
    assert (
        yaml.safe_load(to_yaml(draft))["municipalities"][0]["businesses"][0]["files"][1]["path"]
        == "delivered.xlsx#世帯"
    )


@pytest.mark.skipif(os.name == "nt", reason="names of files are text there")
def test_what_cannot_be_read_or_named_is_listed_with_the_reason(tmp_path: Path) -> None:
    text = (FIXTURES / "good" / "household_cp932.csv").read_bytes()
    (tmp_path / "a.csv").write_bytes(text)
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + "世帯.csv".encode("cp932"))).write_bytes(
        text.replace(b"\r\n", b"\n")
    )
    (tmp_path / "damaged.zip").write_bytes(b"PK\x03\x04" + b"x" * 50)
    with zipfile.ZipFile(tmp_path / "inner.zip", "w") as archive:
        archive.writestr("b.csv", text)
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as archive:
        archive.write(tmp_path / "inner.zip", "inner.zip")
        archive.writestr("c.txt", "x")

    found = survey(tmp_path, LAYOUTS, base=tmp_path)

    assert [seen.path for seen in found.files] == ["a.csv", "inner.zip"]
    reasons = {one.path: one.reason for one in found.left}
    assert "UTF-8 ではありません" in reasons["世帯.csv"]
    assert reasons["damaged.zip"].startswith("読めません: ZIP")
    assert "ZIP の中の ZIP" in reasons["outer.zip/inner.zip"]
    assert "outer.zip/c.txt" in reasons


def test_a_link_that_leads_out_is_listed(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    shutil.copy(FIXTURES / "good" / "household_cp932.csv", tmp_path / "far.csv")
    shutil.copy(FIXTURES / "good" / "household_utf8.csv", inside / "a.csv")
    (inside / "link.csv").symlink_to(tmp_path / "far.csv")

    found = survey(inside, LAYOUTS, base=inside)

    assert [seen.path for seen in found.files] == ["a.csv"]
    assert [(one.path, "外を指す" in one.reason) for one in found.left] == [("link.csv", True)]


def test_a_sheet_takes_back_what_the_other_files_agree_on(folder: Path) -> None:
    book = openpyxl.Workbook()
    for line in (folder / "1.csv").read_text(encoding="cp932").splitlines():
        book["Sheet"].append(line.split(","))
    book.save(folder / "5.xlsx")
    book.close()

    agreement = next(file["agreement"] for path, file in files_of(drafted(folder)).items() if path.startswith("5.xlsx"))

    assert agreement.items() >= dict.fromkeys(("encoding", "newline", "delimiter", "quoting")).items()
