"""What each item of a file looks like, as a result shows it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.verification.conftest import Check

from chukan.verification.result import ItemProfile

RECORDS = ("0001,山田太郎,1,123456789018,100", "0002,鈴木花子,2,,2000", "0003,佐藤次郎,2,,2000")


def rows(check: Check, path: Path, **options: object) -> dict[str, ItemProfile]:
    (file,) = check(path, options={"profile": True, **options}).verification.files
    return {row.item: row for row in file.profile}


def test_values_are_masked_and_codes_that_tell_of_nobody_are_not(check: Check, file: Callable[..., Path]) -> None:
    found = rows(check, file(*RECORDS))

    assert (found["氏名"].filled, found["氏名"].distinct) == (3, 3)
    assert "山田" not in str(found["氏名"])
    assert found["性別"].frequent == (("2", 2),)  # what occurs once is not frequent
    assert (found["性別"].minimum, found["性別"].maximum) == ("1", "2")


def test_values_are_shown_when_asked_for_but_never_a_my_number(check: Check, file: Callable[..., Path]) -> None:
    found = rows(check, file(*RECORDS), show_values=True)

    assert (found["税額"].minimum, found["税額"].maximum) == ("100", "2000")
    assert "123456789018" not in str(found["個人番号"])
    assert found["個人番号"].filled == 1


def test_no_profile_where_none_was_asked_for(check: Check, file: Callable[..., Path]) -> None:
    assert rows(check, file(*RECORDS), profile=False) == {}


def test_what_is_always_blank_is_noted(check: Check, file: Callable[..., Path]) -> None:
    found = rows(check, file(*(f"{n:04d},,,,100" for n in range(1, 200))))

    assert {name for name, row in found.items() if row.note} >= {"氏名", "性別", "個人番号"}
    assert found["番号"].note == ""
