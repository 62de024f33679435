"""Two deliveries with decisions in between: what people typed covers what they saw, in every view."""

from __future__ import annotations

import csv
import json
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
import yaml
from openpyxl.utils import get_column_letter
from tests.conftest import copied
from tests.journeys.conftest import FIXTURES, Chukan

PERSON = "139998/resident_register_person.csv"
SIGNED = {"対応": "了承", "理由": "本人に照会中", "了承者": "住民課長", "了承日": "2026-11-20"}


def make_project(folder: Path) -> Path:
    """Copy the good project with one business of each town."""
    path = copied("good", folder) / "project.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    for town in data["municipalities"]:
        town["businesses"] = [b for b in town["businesses"] if b["business"] == "resident_register"]
    # only what a test seeds is to be found: K04 asks for the other register, R02 compares days
    data["rules"] = {"K04": "off", "R02": "off"}
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project of which nothing was verified yet."""
    return make_project(tmp_path / "project")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a project of two wrong codes, its first run in ``one``, and the sheet with both accepted."""
    from chukan.cli.main import run

    folder = tmp_path_factory.mktemp("first")
    project = make_project(folder / "project")
    spoil(project, 1, 2)
    assert run(["verify", str(project), "--out", str(folder / "one"), "--quiet"]) == 1
    fill(folder / "one" / "report.xlsx", sex, folder / "signed.xlsx")
    return folder


@pytest.fixture
def verified(first: Path, tmp_path: Path) -> Path:
    """Return the project after its first run; what that left is in ``one`` of this test's folder."""
    shutil.copytree(first, tmp_path, dirs_exist_ok=True)
    return tmp_path / "project" / "project.yaml"


@pytest.fixture
def signed(verified: Path) -> Path:
    """Return the sheet of a delivery with two wrong codes, both accepted."""
    return verified.parents[1] / "signed.xlsx"


def spoil(project: Path, *rows: int, nameless: bool = False) -> None:
    """Give people of the first town a code that is none, from the good file; `nameless` takes their 宛名番号 away."""
    file = project.parent / PERSON
    original = FIXTURES / "projects" / "good" / PERSON
    names, *records = (line.split(",") for line in original.read_bytes().decode("cp932").splitlines())
    for row in rows:
        records[row][names.index("性別")] = "7"
        if nameless:
            records[row][names.index("宛名番号")] = ""
    file.write_bytes("".join(",".join(r) + "\r\n" for r in [names, *records]).encode("cp932"))


def fill(path: Path, choose: Callable[[dict[str, str]], Mapping[str, str]], to: Path) -> Path:
    """Type into the sheet of findings, as a person would."""
    book = openpyxl.load_workbook(path)
    sheet = book["指摘一覧"]
    headings = {str(cell.value): number for number, cell in enumerate(sheet[1], 1)}
    for row in range(2, sheet.max_row + 1):
        seen = {name: str(sheet.cell(row, column).value or "") for name, column in headings.items()}
        for name, text in choose(seen).items():
            sheet.cell(row, headings[name]).value = text
    book.save(to)
    return to


def rows_of(path: Path, sheet: str = "指摘一覧") -> list[dict[str, Any]]:
    with closing(openpyxl.load_workbook(path, read_only=True)) as book:  # which reads this sheet only
        head, *rows = book[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def sex(seen: dict[str, str]) -> Mapping[str, str]:
    return SIGNED if seen["検査項目"].startswith("V04") and seen["項目"] == "性別" else {}


def test_the_same_findings_are_waived_in_every_view(
    chukan: Chukan, verified: Path, signed: Path, tmp_path: Path
) -> None:
    out = tmp_path / "two"
    answer = chukan("verify", verified, "--decisions", signed, "--out", out, "--junit")

    assert answer.code == 0, answer.out
    assert answer.out.startswith("判定: 合格（了承あり）")
    assert "引き続き" in answer.out
    document = json.loads((out / "verification.json").read_text(encoding="utf-8"))
    assert document["verdict"] == "pass_with_waivers"
    assert document["totals"]["waived"] == 2
    assert [(w["used"], w["limit"], w["bulk"], w["reason"]) for w in document["waivers"]] == [
        (2, 2, False, "本人に照会中")
    ]
    assert document["decisions"]["sources"][0]["name"] == "signed.xlsx"
    with (out / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        listed = list(csv.DictReader(file))
    assert sum("了承" in row.values() for row in listed) == 2
    table = pq.read_table(out / "findings.parquet").to_pandas()
    assert set(table.loc[table["waived"], "rule"]) == {"V04"}
    sheet = [r for r in rows_of(out / "report.xlsx") if r["了承の状態"]]
    assert [(r["了承の状態"], r["前回から"], r["対応"], r["理由"], r["了承者"]) for r in sheet] == [
        ("了承", "引き続き", "了承", "本人に照会中", "住民課長")
    ] * 2
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "本人に照会中" in page
    assert "引き続き" in page
    assert not list(ET.fromstring((out / "junit.xml").read_text(encoding="utf-8")).iter("failure"))  # noqa: S314 - ours


def test_a_mended_one_and_a_new_one_are_told_apart(
    chukan: Chukan, verified: Path, signed: Path, tmp_path: Path
) -> None:
    spoil(verified, 2, 4)
    out = tmp_path / "two"

    answer = chukan("verify", verified, "--decisions", signed, "--out", out, "--junit")

    assert answer.code == 1
    assert answer.out.startswith("判定: 不合格")
    document = json.loads((out / "verification.json").read_text(encoding="utf-8"))
    assert (document["totals"]["errors"], document["totals"]["waived"]) == (1, 1)
    assert document["waivers"][0]["solved"] == 1
    sheet = [r for r in rows_of(out / "report.xlsx") if r["検査項目"].startswith("V04")]
    assert sorted((r["前回から"], r["了承の状態"] or "", r["対応"] or "") for r in sheet) == [
        ("引き続き", "了承", "了承"),
        ("新しく", "", ""),
    ]
    (gone,) = rows_of(out / "report.xlsx", "これまでの記入")
    assert (gone["前回から"], gone["対応"], gone["理由"]) == ("解消", "了承", "本人に照会中")
    assert [f.get("message") for f in ET.parse(out / "junit.xml").iter("failure")] == [  # noqa: S314 - ours
        "エラー 1 件: 性別"
    ]

    spoil(verified)
    third = chukan("verify", verified, "--decisions", out / "report.xlsx", "--out", tmp_path / "three")
    assert third.code == 0
    assert third.out.startswith("判定: 合格 ")
    assert [(r["前回から"], r["理由"]) for r in rows_of(tmp_path / "three" / "report.xlsx", "これまでの記入")] == [
        ("解消", "本人に照会中")
    ] * 2


def test_all_that_was_typed_is_carried(chukan: Chukan, verified: Path, tmp_path: Path) -> None:
    typed = {"対応": "直す", "理由": "移行元が直す", "担当": "事業者A", "期限": "令和8年12月1日"}
    filled = fill(
        tmp_path / "one" / "report.xlsx",
        lambda seen: typed if seen["レコード番号"] == "2" else {"担当": "高橋"} if seen["レコード番号"] == "3" else {},
        tmp_path / "filled.xlsx",
    )

    answer = chukan("verify", verified, "--decisions", filled, "--out", tmp_path / "two")

    assert answer.code == 1
    by_record = {
        r["レコード番号"]: r for r in rows_of(tmp_path / "two" / "report.xlsx") if r["検査項目"].startswith("V04")
    }
    assert [by_record[2][k] for k in ("対応", "理由", "担当")] == ["直す", "移行元が直す", "事業者A"]
    assert by_record[2]["期限"].date().isoformat() == "2026-12-01"
    assert (by_record[3]["担当"], by_record[3]["対応"]) == ("高橋", None)


def test_a_part_of_the_project_keeps_what_is_outside(
    chukan: Chukan, verified: Path, signed: Path, tmp_path: Path
) -> None:
    part = chukan("verify", verified, "--municipality", "139980", "--decisions", signed, "--out", tmp_path / "part")
    assert part.code == 0, part.out
    assert [r["前回から"] for r in rows_of(tmp_path / "part" / "report.xlsx", "これまでの記入")] == [
        "今回の範囲の外"
    ] * 2

    whole = chukan("verify", verified, "--decisions", tmp_path / "part" / "report.xlsx", "--out", tmp_path / "whole")
    assert whole.code == 0, whole.out


@pytest.mark.parametrize(
    "heading", ["指摘", "検査項目", "項目", "重大度", "指紋", "照合", "レコード番号", "番号", "範囲"]
)
def test_a_sheet_that_was_edited_is_refused_with_its_cell(
    chukan: Chukan, verified: Path, signed: Path, tmp_path: Path, heading: str
) -> None:
    book = openpyxl.load_workbook(signed)
    sheet = book["指摘一覧"]
    column = next(cell.column_letter for cell in sheet[1] if cell.value == heading)
    row = 2
    sheet[f"{column}{row}"].value = "9999" if heading in ("レコード番号", "番号") else "書き換え"
    book.save(tmp_path / "edited.xlsx")

    answer = chukan("verify", verified, "--decisions", tmp_path / "edited.xlsx", "--out", tmp_path / "two")

    assert answer.code == 2
    what, where, _ = answer.parts
    assert heading in what
    assert f"セル {column}{row}" in where
    assert not (tmp_path / "two").exists()


def test_a_row_that_was_taken_away_or_pasted_is_refused(
    chukan: Chukan, verified: Path, signed: Path, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(signed)
    book["指摘一覧"].delete_rows(3)
    book.save(tmp_path / "short.xlsx")
    assert "行が消されています（番号 2" in chukan("verify", verified, "--decisions", tmp_path / "short.xlsx").err

    book = openpyxl.load_workbook(signed)
    sheet = book["指摘一覧"]
    sheet.append([cell.value for cell in sheet[2]])
    book.save(tmp_path / "long.xlsx")
    assert "同じ行が二つあります" in chukan("verify", verified, "--decisions", tmp_path / "long.xlsx").err


def test_a_sheet_of_another_project_is_refused(chukan: Chukan, verified: Path, signed: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    copied("good", other)

    answer = chukan("verify", other / "project.yaml", "--decisions", signed)

    assert answer.code == 2
    what, where, then = answer.parts
    assert "別のプロジェクト" in what
    assert "課題管理表について" in where
    assert "セル B" in where
    assert ".chukan/secret" in then


def test_an_older_sheet_is_refused_once_a_newer_one_was_taken_in(
    chukan: Chukan, verified: Path, signed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chukan.verification import run

    monkeypatch.setattr(run, "now", lambda: "2999-01-01T00:00:00+09:00")
    assert chukan("verify", verified, "--decisions", signed, "--out", tmp_path / "two").code == 0
    newer = tmp_path / "two" / "report.xlsx"
    assert (
        chukan("verify", verified, "--decisions", signed, "--out", tmp_path / "again").code == 0
    )  # the same once more
    assert chukan("verify", verified, "--decisions", newer, "--out", tmp_path / "three").code == 0

    answer = chukan("verify", verified, "--decisions", signed, "--out", tmp_path / "four")

    assert answer.code == 2
    assert "より古い表" in answer.parts[0]
    assert "セル B" in answer.parts[1]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ({"理由": ""}, "理由"),
        ({"了承者": ""}, "了承者"),
        ({"了承日": ""}, "了承日"),
        ({"了承日": "2999-01-01"}, "了承日"),
        ({"期限": "2020-01-01"}, "期限"),
    ],
)
def test_an_acceptance_that_is_incomplete_names_its_cell(
    chukan: Chukan, verified: Path, signed: Path, tmp_path: Path, typed: dict[str, str], name: str
) -> None:
    wrong = fill(signed, lambda seen: {**sex(seen), **typed} if sex(seen) else {}, tmp_path / "wrong.xlsx")
    column = get_column_letter([*rows_of(wrong)[0]].index(name) + 1)

    answer = chukan("verify", verified, "--decisions", wrong, "--out", tmp_path / "two")

    assert answer.code == 1
    assert f"セル {column}" in answer.out.replace("\n", "")
    document = json.loads((tmp_path / "two" / "verification.json").read_text(encoding="utf-8"))
    assert document["totals"]["waived"] == 0
    (said,) = [f["message"] for f in document["general"] if f["rule"] == "W01"]
    assert name in said
    assert f"{column}2" in said
    assert f"{column}3" in said
    carried = [r for r in rows_of(tmp_path / "two" / "report.xlsx") if r["対応"] == "了承"]
    assert len(carried) == 2  # what was typed stays, to be completed


@pytest.mark.parametrize(
    ("typed", "words"),
    [({"対応": "了解"}, ["「了解」", "「了承」ではありませんか"]), ({"了承日": "きのう"}, ["「きのう」", "日付"])],
)
def test_what_cannot_be_understood_names_its_cell(
    chukan: Chukan, verified: Path, signed: Path, tmp_path: Path, typed: dict[str, str], words: list[str]
) -> None:
    wrong = fill(signed, lambda seen: typed if seen["番号"] == "1" else {}, tmp_path / "wrong.xlsx")

    answer = chukan("verify", verified, "--decisions", wrong)

    assert answer.code == 2
    assert [w for w in [*words, "セル "] if w not in answer.err] == []


def test_decisions_that_were_not_taken_in_are_not_overwritten(chukan: Chukan, project: Path, tmp_path: Path) -> None:
    spoil(project, 1, 2)
    out = tmp_path / "one"
    chukan("verify", project, "--out", out)
    assert chukan("verify", project, "--out", out).code == 1  # nothing is written in it
    fill(out / "report.xlsx", sex, out / "report.xlsx")
    before = (out / "report.xlsx").read_bytes()

    answer = chukan("verify", project, "--out", out)

    assert answer.code == 3
    assert "--decisions" in answer.parts[2]
    assert (out / "report.xlsx").read_bytes() == before
    taken = chukan("verify", project, "--decisions", out / "report.xlsx", "--out", out)
    assert taken.code == 0
    assert chukan("verify", project, "--out", out).code == 3  # what was carried is as precious


def test_two_people_fill_in_one_sheet(chukan: Chukan, verified: Path, tmp_path: Path) -> None:
    report = tmp_path / "one" / "report.xlsx"
    a = fill(report, lambda seen: SIGNED if seen["レコード番号"] == "2" else {}, tmp_path / "a.xlsx")
    b = fill(report, lambda seen: SIGNED if seen["レコード番号"] == "3" else {}, tmp_path / "b.xlsx")

    merged = chukan("review", "merge", a, b, "--out", tmp_path / "c.xlsx")
    assert merged.code == 0, merged.err
    assert "記入 2 行" in merged.out
    answer = chukan("verify", verified, "--decisions", tmp_path / "c.xlsx", "--out", tmp_path / "two")
    assert answer.code == 0, answer.out
    both = chukan("verify", verified, "--decisions", a, "--decisions", b, "--out", tmp_path / "three")
    assert both.code == 0, both.out

    other = fill(report, lambda seen: {"対応": "直す"} if seen["レコード番号"] == "2" else {}, tmp_path / "d.xlsx")
    conflict = chukan("review", "merge", a, other, "--out", tmp_path / "e.xlsx")
    assert conflict.code == 2
    assert "「直す」" in conflict.err
    assert "「了承」" in conflict.err
    assert "セル " in conflict.err
    assert not (tmp_path / "e.xlsx").exists()


def test_a_sheet_that_the_project_names(chukan: Chukan, verified: Path, signed: Path) -> None:
    shutil.copy(signed, verified.parent / "signed.xlsx")
    with verified.open("a", encoding="utf-8") as file:
        file.write("waivers: [signed.xlsx]\n")

    assert chukan("verify", verified).code == 0


def test_the_secret_is_in_no_output(chukan: Chukan, verified: Path, signed: Path, tmp_path: Path) -> None:
    chukan("verify", verified, "--decisions", signed, "--out", tmp_path / "two", "--show-values", "--keys")
    secret = (verified.parent / ".chukan" / "secret").read_text(encoding="ascii").split()[1]

    for path in (tmp_path / "two").rglob("*"):
        assert secret.encode() not in path.read_bytes()
        assert bytes.fromhex(secret) not in path.read_bytes()
    document = json.loads((tmp_path / "two" / "verification.json").read_text(encoding="utf-8"))
    assert document["keys_shown"] is True
    assert {r["キー"].partition("=")[0] for r in rows_of(tmp_path / "two" / "report.xlsx") if r["キー"]} == {"宛名番号"}


def test_a_record_with_half_a_key_does_not_pass_for_the_next_one(chukan: Chukan, project: Path, tmp_path: Path) -> None:
    """Two people without 宛名番号, each with 履歴番号 1: who accepted the one has not accepted the other."""
    spoil(project, 1, nameless=True)
    chukan("verify", project, "--out", tmp_path / "one")
    sheet = fill(tmp_path / "one" / "report.xlsx", lambda _: SIGNED, tmp_path / "signed.xlsx")
    spoil(project, 4, nameless=True)

    answer = chukan("verify", project, "--decisions", sheet, "--out", tmp_path / "two")

    assert answer.code == 1
    document = json.loads((tmp_path / "two" / "verification.json").read_text(encoding="utf-8"))
    assert {w["rule"] for w in document["waivers"] if w["note"].startswith("キーで見分けられない")} >= {"K01", "V04"}
    assert not any(c["waived"] for f in document["files"] for c in f["counts"] if c["rule"] in ("K01", "V01", "V04"))


def test_sheets_that_are_called_alike_are_told_apart(chukan: Chukan, project: Path, tmp_path: Path) -> None:
    first, second = (tmp_path / folder / "report.xlsx" for folder in ("one", "two"))
    chukan("verify", project, "--out", first.parent)
    (project.parent / ".chukan" / "secret").unlink()
    chukan("verify", project, "--out", second.parent)

    answer = chukan("review", "merge", first, second, "--out", tmp_path / "c.xlsx")

    assert answer.code == 2
    assert first.as_posix() in answer.err
    assert second.as_posix() in answer.err
