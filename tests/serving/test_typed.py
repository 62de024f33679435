"""What somebody typed on a page, as the sheet may hold it."""

from __future__ import annotations

import datetime as dt

import pytest

from chukan.errors import ProjectError
from chukan.serving.typed import LONGEST, understood
from chukan.verification.decisions import sheet as form

ACCEPTED = {"対応": "了承", "理由": "戸籍照会中", "了承者": "課長", "了承日": "令和8年11月22日", "担当": "住民係"}


def test_days_and_blanks_are_written_in_one_way() -> None:
    cells = understood({**ACCEPTED, "理由": "  二行\nの 理由 ", "期限": "2026/12/1"})
    assert (cells["了承日"], cells["期限"], cells["理由"]) == ("2026-11-22", "2026-12-01", "二行 の 理由")


def test_nothing_typed_is_a_decision_taken_back() -> None:
    assert understood({}) == dict.fromkeys(form.TYPED, "")


def test_other_fields_of_a_page_are_no_cells() -> None:
    assert set(understood({**ACCEPTED, "指紋": "x", "重大度": "情報"})) == set(form.TYPED)


@pytest.mark.parametrize("lacking", ["理由", "了承者", "了承日"])
def test_an_acceptance_says_who_accepts_what_and_when(lacking: str) -> None:
    with pytest.raises(ProjectError) as caught:
        understood({**ACCEPTED, lacking: " 　"})

    assert (caught.value.message, caught.value.place) == (f"了承には{lacking}が要ります", lacking)


def test_nobody_has_accepted_tomorrow() -> None:
    today = dt.date.today()

    assert understood({**ACCEPTED, "了承日": today.isoformat()})["了承日"] == today.isoformat()
    with pytest.raises(ProjectError, match="先の日付"):
        understood({**ACCEPTED, "了承日": (today + dt.timedelta(days=2)).isoformat()})


def test_a_cell_holds_so_much() -> None:
    assert understood({"理由": "あ" * LONGEST})["理由"]
    with pytest.raises(ProjectError, match="長すぎます"):
        understood({"理由": "あ" * (LONGEST + 1)})


@pytest.mark.parametrize("text", ["a\x00b", "a\u200eb", "\ufeff"])
def test_nothing_is_saved_that_nobody_sees(text: str) -> None:
    with pytest.raises(ProjectError, match="目に見えない文字"):
        understood({"理由": text})
