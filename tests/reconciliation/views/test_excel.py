"""The workbook of a reconciliation says what the reconciliation says, sheet by sheet."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.reconciliation.conftest import Bench, person

from chukan.reconciliation.outcome import ReconcileOutcome
from chukan.reconciliation.views.excel import write_excel

PEOPLE = [person(n) for n in range(1, 21)]
CODES = {"11": "1", "12": "1"}


@pytest.fixture
def outcome(bench: Bench) -> ReconcileOutcome:
    """Return a reconciliation with something for every sheet."""
    loaded = [{**row, "事由": CODES.get(row["事由"], row["事由"])} for row in PEOPLE[1:]]
    loaded[0]["税額"] = "1"
    return bench.rule("codes", "事由の変換", items=["事由"], map=CODES).compare(
        PEOPLE, loaded, job={"secret": lambda: bytes(range(32))}
    )


def sheets(outcome: ReconcileOutcome, path: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of every sheet that is a table, by its headings."""
    write_excel(path, outcome)
    found = {}
    with closing(openpyxl.load_workbook(path, read_only=True)) as book:
        for sheet in book:
            head, *rows = sheet.iter_rows(values_only=True)
            found[sheet.title] = [dict(zip(map(str, head), row, strict=False)) for row in rows]
    return found


def test_the_numbers_are_those_of_the_result(outcome: ReconcileOutcome, tmp_path: Path) -> None:
    book = sheets(outcome, tmp_path / "reconciliation.xlsx")

    (file,) = outcome.reconciliation.files
    (row,) = book["ファイル別"]
    assert (row["移行元SHA-256"], row["移行先SHA-256"]) == (file.delivered.sha256, file.loaded.sha256)
    assert row["比べた項目"] == len(file.compared)
    counts = file.records
    numbers = [value for value in row.values() if isinstance(value, int)]
    assert {counts.delivered, counts.loaded, counts.different, counts.only_delivered} <= set(numbers)
    assert [(r["項目"], r["違い"]) for r in book["項目別"]] == [(i.item, i.different) for i in file.items]
    assert sum(r["説明した件数"] for r in book["合意した違い"]) == sum(e.count for e in outcome.reconciliation.rules)


def test_what_a_table_lacks_and_what_became_one_is_listed(outcome: ReconcileOutcome, tmp_path: Path) -> None:
    rows = sheets(outcome, tmp_path / "reconciliation.xlsx")["変換表"]

    (file,) = outcome.reconciliation.files
    lacking = [(r["値"], r["件数"]) for r in rows if r["何が"] == "変換表にない"]
    folded = {r["値"]: r["件数"] for r in rows if r["何が"] == "「1」にまとまる"}
    assert lacking == [(u.value, u.count) for u in file.unmapped]
    assert folded == file.folds[0].old


def test_every_kept_difference_is_a_row_to_decide_on(outcome: ReconcileOutcome, tmp_path: Path) -> None:
    rows = sheets(outcome, tmp_path / "reconciliation.xlsx")["指摘一覧"]

    assert len(rows) == len(outcome.findings)
    assert {"対応", "理由", "了承者", "了承日"} <= set(rows[0])


def test_a_sheet_without_rows_says_so(bench: Bench, tmp_path: Path) -> None:
    book = sheets(bench.compare(PEOPLE, PEOPLE), tmp_path / "reconciliation.xlsx")

    assert next(iter(book["項目別"][0].values())) == "違う項目はありません。"
    assert next(iter(book["合意した違い"][0].values())) == "突合の規則はありません。"


def test_no_cell_is_a_formula(bench: Bench, tmp_path: Path) -> None:
    people = [person(n, 氏名="=HYPERLINK(1)") for n in range(1, 4)]
    write_excel(tmp_path / "r.xlsx", bench.compare(people, people[1:], show_values=True, keys=True))

    with closing(openpyxl.load_workbook(tmp_path / "r.xlsx")) as book:
        kinds = {
            cell.data_type
            for sheet in book
            for row in sheet.iter_rows()
            for cell in row
            if "HYPERLINK" in str(cell.value)
        }
    assert "f" not in kinds
