"""The draft of a waiver sheet, and what becomes of it once it is filled in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from chukan.project.waiver_draft import draft_rows
from chukan.project.waivers import load_waivers, write_draft
from chukan.severity import NOTHING_CHOSEN, Severity
from chukan.verification.decisions.use import WaiverUse
from chukan.verification.decisions.waivers import apply_waivers
from chukan.verification.result import Count


def findings(make: Any) -> Any:
    """Return a case with findings of every severity, with and without an item."""
    case = make().with_counts(
        "131016/person.csv",
        Count("K01", None, Severity.ERROR, 2),
        Count("K01", "宛名番号", Severity.WARNING, 3),
        Count("K01", "世帯番号", Severity.INFO, 4),
        Count("V10", "氏名", Severity.WARNING, 5),
        Count("V10", "氏名", Severity.INFO, 1),
        Count("S02", "続柄", Severity.INFO, 6),
    )
    return case.with_counts("131024/person.csv", Count("V05", "生年月日", Severity.ERROR, 7))


def test_a_draft_lists_what_is_left_specific_rows_first(make: Any) -> None:
    rows = draft_rows(findings(make).verification)

    assert [(r.rule, r.item, r.limit, r.severity) for r in rows] == [
        ("K01", "宛名番号", 3, "警告"),
        ("K01", "", 6, "エラー"),
        ("V05", "生年月日", 7, "エラー"),
        ("V10", "氏名", 6, "警告"),
    ]
    assert rows[0].scope == "131016/resident_register/person"


def test_a_draft_that_is_filled_in_accepts_all_that_it_lists(make: Any, tmp_path: Path) -> None:
    case = findings(make)
    path = tmp_path / "draft.xlsx"
    write_draft(path, case.verification)
    blank = load_waivers(path)

    assert [(w.reason, w.who, w.when) for w in blank] == [("", "", "")] * 4

    job = case.project.job(waived=False)
    filled = [replace(w, reason="確認済み", who="課長", when="2026-11-20", is_whole=True) for w in blank]
    places = [t.place for t in job.targets]
    done = apply_waivers(case.verification.files, places, filled, NOTHING_CHOSEN)
    assert [p.severity for p in done.problems if p.severity != "info"] == []
    assert [u.note for u in done.uses] == [""] * 4
    assert [c for f in done.files for c in f.counts if c.severity != "info" and c.count > c.waived] == []

    done = apply_waivers(case.verification.files, places, blank, NOTHING_CHOSEN)
    assert all("理由" in u.note for u in done.uses)
    assert len(done.problems) == 4


def test_waivers_in_order_are_carried_over_and_those_that_ran_out_are_not(make: Any) -> None:
    case = make().with_counts("131016/person.csv", Count("V05", "生年月日", Severity.ERROR, 3, waived=3))
    good = WaiverUse("V05", "生年月日", "みどり市", 3, "補正する", "課長", "2026-11-01", 3)
    expired = replace(good, item="氏名", note="上限を超えました")
    case.verification = replace(case.verification, waivers=(good, expired))

    [row] = draft_rows(case.verification)

    assert (row.item, row.limit, row.reason, row.who, row.severity) == ("生年月日", 3, "補正する", "課長", "了承済み")


def test_the_same_verification_gives_the_same_bytes(make: Any, tmp_path: Path) -> None:
    verification = findings(make).verification
    for name in ("a.xlsx", "b.xlsx"):
        write_draft(tmp_path / name, verification)

    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_name_like_a_formula_stays_a_text(make: Any, tmp_path: Path) -> None:
    case = findings(make)
    files = [replace(f, municipality_name="=1+1") for f in case.verification.files]
    case.verification = replace(case.verification, files=tuple(files))
    write_draft(tmp_path / "d.xlsx", case.verification)

    page = openpyxl.load_workbook(tmp_path / "d.xlsx")["了承"]
    assert {c.data_type for c in page["J"]} == {"s"}


@pytest.mark.parametrize(("tick", "covers"), [("まとめて", True), ("", False)])
def test_a_sheet_that_asks_for_the_whole_covers_nothing_before_somebody_says_so(
    make: Any, tmp_path: Path, tick: str, covers: bool
) -> None:
    case = findings(make)
    path = tmp_path / "draft.xlsx"
    write_draft(path, case.verification)
    book = openpyxl.load_workbook(path)
    page = book["了承"]
    columns = {str(cell.value): number for number, cell in enumerate(page[1], 1)}
    typed = {"理由": "確認済み", "了承者": "課長", "了承日": "2026-11-20", "まとめて": tick, "期限": "令和8年12月31日"}
    for name, text in typed.items():
        page.cell(2, columns[name]).value = text
    book.save(path)

    first, *_ = load_waivers(path)

    assert (first.by_count, first.is_whole, first.until) == (False, covers, "2026-12-31")
    places = [t.place for t in case.project.job(waived=False).targets]
    (use,) = apply_waivers(case.verification.files, places, [first], NOTHING_CHOSEN).uses
    assert ("まとめて" in use.note) is not covers
    assert bool(use.used) is covers
