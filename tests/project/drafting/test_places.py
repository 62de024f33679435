"""The municipality of a file, guessed by the names of its folders."""

from __future__ import annotations

import pytest

from chukan.project.drafting.places import municipality_of


@pytest.mark.parametrize(
    ("parts", "code", "name"),
    [
        (("131016", "person.csv"), "131016", ""),
        (("納品", "131016_千代田区", "person.csv"), "131016", "千代田区"),
        (("131016-千代田区", "20261128", "person.csv"), "131016", "千代田区"),
        (("千代田区（131016）", "person.csv"), "131016", "千代田区"),
        (("131016", "千代田区", "person.csv"), "131016", "千代田区"),
        (("納品", "131016_person.csv"), "131016", ""),
        (("納品", "13101", "person.csv"), "131016", ""),
        (("納品", "千代田区", "person.csv"), "", "千代田区"),
        (("納品", "012025_函館市", "person.csv"), "012025", "函館市"),
    ],
)
def test_codes_and_names_are_found_where_they_stand(parts: tuple[str, ...], code: str, name: str) -> None:
    guess = municipality_of(parts)

    assert (guess.code, guess.name) == (code, name)
    assert not code or "推定" in guess.why
    assert not name or "推定" in guess.name_why


@pytest.mark.parametrize(
    "parts",
    [
        ("131017", "person.csv"),  # the check digit does not fit
        ("20261128", "person.csv"),
        ("1310160", "person.csv"),
        ("481016", "person.csv"),  # no such prefecture
        ("市町村", "deliveries", "person.csv"),
        ("納品", "13101.csv"),  # five digits of a file are any number
    ],
)
def test_other_figures_are_no_code(parts: tuple[str, ...]) -> None:
    assert municipality_of(parts).code == ""


def test_a_code_that_reads_as_a_month_says_so() -> None:
    assert "年月" in municipality_of(("202011", "a.csv")).why
    assert "年月" not in municipality_of(("131016", "a.csv")).why
