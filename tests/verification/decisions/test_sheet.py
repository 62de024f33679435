"""Seals tell a changed row, and which of its cells was changed."""

from __future__ import annotations

import pytest

from chukan.verification.decisions import sheet as form

SECRET = bytes(range(32))
TEXTS = [f"{heading}の値" for heading in form.SEALED]


def test_a_row_as_it_was_fits_whatever_blanks_a_program_changed() -> None:
    check = form.row_check(SECRET, "run", TEXTS)

    assert check == form.row_check(SECRET, "run", [f" {t}\r\n" for t in TEXTS])


@pytest.mark.parametrize("number", range(len(form.SEALED)))
def test_a_changed_cell_is_named(number: int) -> None:
    check = form.row_check(SECRET, "run", TEXTS)
    edited = [*TEXTS[:number], "ほかの値", *TEXTS[number + 1 :]]

    assert form.row_check(SECRET, "run", edited) != check
    assert form.changed_cell(check, edited) == form.SEALED[number]


@pytest.mark.parametrize("check", ["", "abc", "x" * 105])
def test_a_changed_seal_names_itself(check: str) -> None:
    assert form.changed_cell(check, TEXTS) == form.CHECK


def test_a_row_of_another_run_or_project_does_not_fit() -> None:
    check = form.row_check(SECRET, "run", TEXTS)

    assert form.row_check(SECRET, "later", TEXTS) != check
    assert form.row_check(bytes(32), "run", TEXTS) != check
