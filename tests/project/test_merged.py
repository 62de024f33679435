"""Copies of one sheet of findings that several people filled in."""

from __future__ import annotations

import pytest

from chukan.errors import ProjectError
from chukan.project.decision_sheet import DecisionSheet, SheetRow
from chukan.project.merged import merged
from chukan.verification.decisions import sheet as form

COLUMNS = {heading: chr(ord("A") + n) for n, heading in enumerate((*form.SEALED, *form.TYPED))}


def copy(name: str, **typed: str) -> DecisionSheet:
    """Return a copy with one finding."""
    about = {form.LABEL_KEY: "k", form.LABEL_RUN: "2026-11-23T00:00:00+00:00"}
    row = SheetRow(form.SHEET, 2, {form.NUMBER: "1", form.RULE: "V04", **typed})
    return DecisionSheet(name, "", about, dict.fromkeys(about, "B2"), COLUMNS, (row,), (), "")


@pytest.mark.parametrize("other", ["2026-11-23T00:00:00", "2026/11/23", "令和8年11月23日", "2026-11-23"])
def test_a_day_is_the_same_however_it_was_typed(other: str) -> None:
    one = merged([copy("a.xlsx", 了承日="2026-11-23"), copy("b.xlsx", 了承日=other, 担当="住民課")])

    assert (one.rows[0].cells["了承日"], one.rows[0].cells["担当"]) == ("2026-11-23", "住民課")


@pytest.mark.parametrize(
    ("first", "second"),
    [("2026-11-23", "2026-11-24T00:00:00"), ("いつか", "そのうち"), ("2026-11-31", "2026-11-32")],
)
def test_what_differs_is_named_as_it_is_seen(first: str, second: str) -> None:
    with pytest.raises(ProjectError, match="違うこと") as e:
        merged([copy("a.xlsx", 了承日=first), copy("b.xlsx", 了承日=second)])

    assert f"「{first}」" in str(e.value)
    assert f"「{second.partition('T')[0]}」" in str(e.value)


def test_days_are_the_only_texts_that_are_read() -> None:
    with pytest.raises(ProjectError, match="違うこと"):
        merged([copy("a.xlsx", 理由="2026-11-23"), copy("b.xlsx", 理由="2026/11/23")])
