"""`chukan reconcile`, as a person runs it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.conftest import copied
from tests.journeys.conftest import CP932, FIXTURES, PERSON, Chukan

from chukan.reconciliation.document import is_as_written, load_reconciliation

OLD = FIXTURES / "good" / "person_cp932.csv"


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """Return what the target system holds: one record is missing, one has another date."""
    lines = OLD.read_bytes().decode("cp932").split("\r\n")
    lines[3] = lines[3].replace("20", "19", 1) if "20" in lines[3] else lines[3]
    path = tmp_path / "new.csv"
    path.write_bytes("\r\n".join([*lines[:5], *lines[6:]]).encode("cp932"))
    return path


@pytest.mark.parametrize("option", ["--layout", "-l"])
def test_two_files_that_are_alike_pass(chukan: Chukan, option: str) -> None:
    answer = chukan("reconcile", OLD, OLD, option, PERSON[1], *CP932)

    assert (answer.code, "判定: 合格" in answer.out) == (0, True)


def test_a_file_compared_with_itself_is_said(chukan: Chukan, new: Path) -> None:
    itself = chukan("reconcile", OLD, OLD.parent / ".." / "good" / OLD.name, *PERSON, *CP932)
    other = chukan("reconcile", OLD, new, *PERSON, *CP932)

    assert ("同じファイル" in itself.err, "同じファイル" in other.err) == (True, False)


@pytest.mark.parametrize("option", [("--municipality", "131016"), ("--business", "resident_register")])
def test_an_option_of_projects_is_refused_with_two_files(chukan: Chukan, option: tuple[str, str]) -> None:
    answer = chukan("reconcile", OLD, OLD, *PERSON, *CP932, *option)

    assert (answer.code, "プロジェクトのときだけ" in answer.err) == (2, True)


def test_an_option_of_two_files_is_refused_with_a_project(chukan: Chukan, tmp_path: Path) -> None:
    answer = chukan("reconcile", tmp_path / "project.yaml", "--count-by", "性別")

    assert (answer.code, "--count-by は、二つのファイル" in answer.err) == (2, True)


def test_differences_are_named_and_everything_is_left_in_the_folder(chukan: Chukan, new: Path, tmp_path: Path) -> None:
    out = tmp_path / "r"

    answer = chukan("reconcile", OLD, new, *PERSON, *CP932, "--out", out)

    assert answer.code == 1
    assert "M01" in answer.out
    assert {p.name for p in out.iterdir()} == {
        "reconciliation.json",
        "differences.parquet",
        "differences.csv",
        "reconciliation.html",
        "reconciliation.xlsx",
        "突合結果報告書.docx",
    }
    r = load_reconciliation(out)
    assert (r.verdict, r.records.only_delivered) == ("fail", 1)
    import hashlib

    digest = hashlib.sha256((out / "differences.parquet").read_bytes()).hexdigest()
    assert is_as_written((out / "reconciliation.json").read_text(encoding="utf-8"), beside=digest)
    book = load_workbook(out / "reconciliation.xlsx", read_only=True)
    assert book.sheetnames[:5] == ["総括", "業務別", "ファイル別", "項目別", "合意した違い"]
    page = (out / "reconciliation.html").read_text(encoding="utf-8")
    assert "移行先にない" in page
    assert "<script src" not in page
    assert (out / "differences.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_answer_in_json_is_the_document_that_was_left(chukan: Chukan, new: Path, tmp_path: Path) -> None:
    out = tmp_path / "r"

    answer = chukan("reconcile", OLD, new, *PERSON, *CP932, "--out", out, "--json")

    assert answer.out == (out / "reconciliation.json").read_text(encoding="utf-8")
    assert json.loads(answer.out)["files"][0]["records"]["delivered"] == 12


def test_a_second_run_into_the_same_folder_replaces_the_first(chukan: Chukan, new: Path, tmp_path: Path) -> None:
    out = tmp_path / "r"
    chukan("reconcile", OLD, new, *PERSON, *CP932, "--out", out)

    assert chukan("reconcile", OLD, OLD, *PERSON, *CP932, "--out", out).code == 0
    assert load_reconciliation(out).verdict == "pass"


def test_somebody_elses_files_are_not_replaced(chukan: Chukan, tmp_path: Path) -> None:
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "differences.csv").write_text("mine", encoding="utf-8")

    assert chukan("reconcile", OLD, OLD, *PERSON, *CP932, "--out", tmp_path / "r").code == 3
    assert (tmp_path / "r" / "differences.csv").read_text(encoding="utf-8") == "mine"


def test_a_finding_that_was_accepted_is_waived_in_the_next_run(chukan: Chukan, tmp_path: Path) -> None:
    from openpyxl import load_workbook as opened

    folder, loaded = tmp_path / "p", tmp_path / "loaded"
    copied("good", folder)
    for town in ("139998", "139980"):
        shutil.copytree(folder / town, loaded / town)
    path = loaded / "139998" / "resident_register_person.csv"
    rows = path.read_bytes().split(b"\r\n")
    path.write_bytes(b"\r\n".join([*rows[:4], *rows[5:]]))
    run = ("reconcile", folder / "project.yaml", "--loaded", loaded)
    assert chukan(*run, "--out", tmp_path / "one").code == 1
    book = opened(tmp_path / "one" / "reconciliation.xlsx")
    sheet = book["指摘一覧"]
    heads = {c.value: n for n, c in enumerate(sheet[1], 1)}
    for name, value in {
        "対応": "了承",
        "理由": "死亡により移行しない",
        "了承者": "市民課長",
        "了承日": "2026-11-23",
    }.items():
        sheet.cell(2, heads[name]).value = value
    book.save(tmp_path / "decided.xlsx")

    answer = chukan(*run, "--decisions", tmp_path / "decided.xlsx", "--out", tmp_path / "two")

    assert (answer.code, load_reconciliation(tmp_path / "two").verdict) == (0, "pass_with_waivers")
    assert "chukan reconcile" in str([c.value for row in book["課題管理表について"] for c in row])
    assert chukan("verify", folder / "project.yaml").code == 0
    refused = chukan("verify", folder / "project.yaml", "--decisions", tmp_path / "decided.xlsx")
    assert (refused.code, refused.parts[0]) == (2, "突合の課題管理表です")
    assert "chukan reconcile --decisions" in refused.parts[2]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((OLD, OLD), 2),
        ((OLD, OLD, OLD, *PERSON), 2),
        ((OLD, OLD, *PERSON, "--loaded", "x"), 2),
        ((FIXTURES / "projects" / "good" / "project.yaml", "--layout", "x"), 2),
        ((OLD, FIXTURES / "nothing.csv", *PERSON, *CP932), 3),
        ((FIXTURES / "projects" / "good" / "project.yaml", "--loaded", FIXTURES / "nowhere"), 3),
    ],
)
def test_what_is_wrong_on_the_command_line_is_told_with_the_next_step(
    chukan: Chukan, arguments: tuple[str | Path, ...], code: int
) -> None:
    answer = chukan("reconcile", *arguments)

    assert answer.code == code
    assert "次の一手" in answer.err
