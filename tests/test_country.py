"""The country on paper says what the measured figures say, and nothing that is typed twice."""

from __future__ import annotations

import sys
from importlib import util
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).parents[1]
WRITE = "figures or layouts have changed: python benchmarks/country.py --write"
FIGURES = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")


def _script() -> ModuleType:
    path = ROOT / "benchmarks" / "country.py"
    spec = util.spec_from_file_location("country", path)
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    sys.modules["country"] = module
    spec.loader.exec_module(module)
    return module


country = _script()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_pages_hold_what_the_script_prints(language: str) -> None:
    text = country.PAGES[language].read_text(encoding="utf-8")

    assert country.written(text, country.page(country.figures(FIGURES), language)) == text, WRITE


def test_figures_are_read_from_the_page_of_benchmarks() -> None:
    measured = country.figures(FIGURES)
    slower = country.figures(FIGURES.replace("| MB a CPU second | ", "| MB a CPU second | 1"))

    assert measured.link_records == 34_000_000
    assert measured.records_per_person == 3.4
    assert slower.megabytes_per_second > 100 > measured.megabytes_per_second
    assert country.page(slower, "en") != country.page(measured, "en")


@pytest.mark.parametrize("name", ["bytes a record", "MB a CPU second", "peak MB", "CPU s a run", "CPU s a file"])
def test_a_figure_that_is_missing_is_named(name: str) -> None:
    with pytest.raises(SystemExit, match=f"does not say: {name}"):
        country.figures(FIGURES.replace(f"| {name} |", "| other |"))


def test_without_the_checks_between_records_nothing_is_reckoned() -> None:
    with pytest.raises(SystemExit, match="between records"):
        country.figures(FIGURES.replace("spill MB", "MB"))


@given(st.integers(2, 300), st.floats(1.1, 50))
def test_the_largest_comes_first_and_all_together_are_the_country(count: int, times: float) -> None:
    largest = 1_000.0
    total = min(times, count * 0.99) * largest

    people = country.populations(count, total, largest)

    assert people[0] == largest
    assert people == sorted(people, reverse=True)
    assert sum(people) == pytest.approx(total, rel=1e-3)


@given(st.lists(st.floats(0.1, 1000), min_size=1, max_size=60), st.integers(1, 20))
def test_no_schedule_beats_what_can_be_and_none_is_far_from_it(jobs: list[float], workers: int) -> None:
    done = country.simulate(jobs, workers)

    least = max(*jobs, sum(jobs) / workers) / 3600
    assert least * 0.999 <= done.hours <= least * 4 / 3 + max(jobs) / 3600
    assert 0 < done.busy <= 1.001
    assert country.simulate(jobs, workers + 1).hours <= done.hours * 4 / 3


def test_each_assumption_has_its_basis_in_both_languages() -> None:
    for one in country.ASSUMPTIONS.values():
        assert "総務省" in one.english + one.japanese or "census" in one.english
        assert one.japanese


def test_money_is_spoken_of_only_where_a_price_is_given() -> None:
    measured = country.figures(FIGURES)

    assert "yen" not in country.page(measured, "en")
    assert "| yen |" in country.page(measured, "en", (1,), 10)
