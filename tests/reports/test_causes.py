"""The cause before its symptoms: columns that are wrong as a whole, another layout, a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from tests.journeys.conftest import FIXTURES

import chukan
from chukan.reports.causes import Cause, causes
from chukan.reports.outcome import Outcome
from chukan.reports.steps import next_steps
from chukan.reports.summary import summarise
from chukan.severity import Severity

Rows = list[list[str]]
Change = Callable[[list[str]], list[str]]
GOOD = FIXTURES / "good" / "household_cp932.csv"
AGREEMENT = FIXTURES / "agreements" / "cp932.yaml"


def records() -> Rows:
    return list(csv.reader(io.StringIO(GOOD.read_bytes().decode("cp932"))))


@pytest.fixture
def checked(tmp_path: Path) -> Callable[..., Outcome]:
    """Return what a check of these records finds."""

    def check(
        rows: Sequence[Sequence[str]], layout: str = "resident_register/household", *, profile: bool = False
    ) -> Outcome:
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\r\n").writerows(rows)
        path = tmp_path / "household.csv"
        path.write_bytes(text.getvalue().encode("cp932"))
        return chukan.check(path, layout, agreement=AGREEMENT, profile=profile)

    return check


def found(outcome: Outcome) -> list[Cause]:
    return list(causes(outcome.verification, outcome.findings))


def changed(item: str, value: str | Callable[[str], str], *, records_of: slice = slice(1, None)) -> Rows:
    """Return the records with a column that is wrong."""
    rows = records()
    at = rows[0].index(item)
    for row in rows[records_of]:
        row[at] = value(row[at]) if callable(value) else value
    return rows


def test_a_column_that_is_wrong_as_a_whole_is_one_line(checked: Callable[..., Outcome]) -> None:
    (cause,) = found(checked(changed("世帯主氏名", "ｼﾒｲ")))

    assert "列「世帯主氏名」の全件（12 件）" in cause.what
    assert "V02 文字種" in cause.what
    assert cause.how == "全角に直してください。"
    assert (cause.who, cause.explained) == ("移行元", {"V02": 12})


def test_columns_of_one_kind_share_a_line(checked: Callable[..., Outcome]) -> None:
    rows = changed("世帯主氏名", "ｼﾒｲ")
    at = rows[0].index("住所_方書")
    for row in rows[1:]:
        row[at] = "ABC"

    (cause,) = found(checked(rows))

    assert "列「世帯主氏名」「住所_方書」の全件" in cause.what
    assert cause.count == 24


def test_a_few_wrong_values_are_no_cause(checked: Callable[..., Outcome]) -> None:
    outcome = checked(changed("世帯主氏名", "ｼﾒｲ", records_of=slice(1, 6)))

    assert outcome.verification.totals.errors == 5
    assert found(outcome) == []


@pytest.mark.parametrize("profile", [True, False])
def test_nearly_all_is_said_so_and_blanks_do_not_count(checked: Callable[..., Outcome], profile: bool) -> None:
    rows = records()
    rows[1:] = [[*row] for row in rows[1:] for _ in range(3)]
    for number, row in enumerate(rows[1:]):
        row[rows[0].index("世帯主氏名")] = "ｼﾒｲ" if number else "見本　太郎"
        row[rows[0].index("住所_方書")] = "ABC" if number % 3 else ""

    outcome = checked(rows, profile=profile)

    named = {cause.what.partition("が「V")[0] for cause in found(outcome) if cause.rule == "V02"}
    assert named == {"列「世帯主氏名」「住所_方書」のほとんど（24〜36 件）"}


def test_a_spreadsheet_explains_its_columns(checked: Callable[..., Outcome]) -> None:
    outcome = checked(changed("世帯番号", lambda value: f"{float(value):.2E}"))

    first = found(outcome)[0]

    assert "列「世帯番号」に、表計算ソフトで開いて保存した跡があります" in first.what
    assert first.explained["V02"] == 12
    assert first.severity is Severity.ERROR
    assert not [c for c in found(outcome) if c.rule == "V02"]
    steps = [step.what for step in next_steps(summarise(outcome.verification, outcome.findings))]
    assert "表計算ソフト" in steps[0]
    assert not [what for what in steps if what.startswith("V02")]


def test_columns_in_each_others_places(checked: Callable[..., Outcome]) -> None:
    rows = records()

    outcome = checked([rows[0], *([*row[1:], row[0]] for row in rows[1:])])

    first = found(outcome)[0]
    assert "列の並びか、定義の版が違う" in first.what
    assert "chukan inspect" in first.how
    assert not [c for c in found(outcome)[1:] if c.rule.startswith("V")]


def test_columns_in_each_others_places_are_not_laid_to_a_spreadsheet(checked: Callable[..., Outcome]) -> None:
    """Numbers that lost their zeros look alike, but no spreadsheet makes names of days."""
    path = FIXTURES / "projects" / "good" / "139998" / "resident_register_person.csv"
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode("cp932"))))
    moved = [rows[0], *([*row[:7], "", *row[7:-1]] for row in rows[1:])]

    (cause,) = found(checked(moved, layout="resident_register/person"))[:1]

    assert "列の並びか、定義の版が違う" in cause.what
    assert {"V02", "V13"} <= {*cause.explained}
    assert "並びが合っていれば、表計算ソフト" in cause.how
    assert not [c for c in found(checked(moved, layout="resident_register/person")) if c.rule == "V13"]


def test_another_layout_is_the_cause(checked: Callable[..., Outcome]) -> None:
    (cause,) = found(checked(records(), layout="resident_register/person"))

    assert cause.rule == "F06"
    assert "「世帯」（mic@2.7/resident_register/household）" in cause.what
    assert "定義の指定" in cause.how
    assert cause.who == "移行元・団体"


def test_a_sentence_in_brackets_is_part_of_its_sentence(checked: Callable[..., Outcome]) -> None:
    rows = [[*row[1::-1], *row[2:]] for row in records()]

    (cause,) = found(checked(rows))

    assert cause.rule == "F06"
    assert cause.what.startswith("列の順が移行ファイル定義と違います（2 列。最初の違い")
    assert cause.what.endswith("）")
    assert cause.how.startswith("見出しの名前で対応付けて読みました。")


def test_every_view_leads_with_the_cause_and_who_acts(checked: Callable[..., Outcome], tmp_path: Path) -> None:
    import openpyxl

    outcome = checked(changed("世帯主氏名", "ｼﾒｲ"))
    outcome.write(tmp_path / "out", formats=["markdown", "sarif", "junit", "jsonl"])

    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert page.index("列「世帯主氏名」の全件") < page.index("V02")
    assert "【移行元】" in page
    book = openpyxl.load_workbook(tmp_path / "out" / "report.xlsx")
    first = " ".join(str(cell.value) for row in book["総括"].iter_rows() for cell in row if cell.value)
    assert "列「世帯主氏名」の全件" in first
    assert "【移行元】全角に直してください。" in first
    assert "移行元" in {cell.value for cell in book["指摘一覧"][2]}
    assert "【移行元】" in (tmp_path / "out" / "summary.md").read_text(encoding="utf-8")
    sarif = json.loads((tmp_path / "out" / "findings.sarif").read_text(encoding="utf-8"))
    assert sarif["runs"][0]["results"][0]["message"]["text"].startswith("共通の原因: 列「世帯主氏名」の全件")
    failure = (tmp_path / "out" / "junit.xml").read_text(encoding="utf-8").partition('type="V02"')[2]
    assert failure.startswith(">共通の原因: 列「世帯主氏名」の全件")
    lines = (tmp_path / "out" / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["actors"] for line in lines if json.loads(line)["rule"] == "V02"} == {"移行元"}
    assert "対応する人" in (tmp_path / "out" / "findings.csv").read_text(encoding="utf-8-sig").splitlines()[0]
