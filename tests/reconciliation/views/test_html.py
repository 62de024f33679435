"""The page of a reconciliation: the cause first, times as people read them, no table beyond the window."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from tests.browser.page import CHROMIUM, Page
from tests.reconciliation.conftest import Bench, person

from chukan.reconciliation.outcome import ReconcileOutcome
from chukan.reconciliation.views.html import to_html

PEOPLE = [person(n) for n in range(1, 21)]


@pytest.fixture
def outcome(bench: Bench) -> ReconcileOutcome:
    return bench.compare(PEOPLE, [{**row, "番号": row["番号"].lstrip("0"), "税額": "1"} for row in PEOPLE])


def test_what_many_differences_have_in_common_stands_before_them(outcome: ReconcileOutcome) -> None:
    page = to_html(outcome)

    assert page.index("多くの違いに共通の原因") < page.index("業務ごとの件数") < page.index("説明のない違い")
    assert "ゼロ埋め" in page


def test_no_time_is_shown_with_its_offset(outcome: ReconcileOutcome) -> None:
    assert not re.search(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T", to_html(outcome))


def test_columns_without_a_record_are_named_and_left_out(outcome: ReconcileOutcome) -> None:
    page = to_html(outcome)

    assert "省いています（除いたもの" in page
    assert ">除いたもの</th>" not in page
    assert ">移行先にない</th>" in page


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
def test_no_table_is_wider_than_the_window(outcome: ReconcileOutcome, tmp_path: Path) -> None:
    r = outcome.reconciliation
    numbers = replace(r.files[0].records, left_out=1_234_567, added=1_234, unmatched_delivered=5, unmatched_loaded=6)
    files = [
        replace(f, records=numbers, delivered=replace(f.delivered, path="131016/resident_register/person.csv"))
        for f in r.files
    ]
    totals = [replace(t, records=numbers) for t in r.totals]
    path = tmp_path / "reconciliation.html"
    path.write_text(
        to_html(ReconcileOutcome(replace(r, files=tuple(files), totals=tuple(totals)), outcome.differences)), "utf-8"
    )

    with Page(tmp_path / "profile") as page:
        for width in (1280, 768, 390):
            page.open(path, width=width)
            assert page.value("document.documentElement.scrollWidth") <= width
        page.open(path, width=1280)
        wide = (
            "Array.from(document.querySelectorAll('table')).filter(t => t.scrollWidth > t.clientWidth).map(t => t.id)"
        )
        assert page.value(wide) == []


def test_the_rules_are_explained_on_the_page_itself(outcome: ReconcileOutcome) -> None:
    page = to_html(outcome)

    explained = set(re.findall('id="about-([A-Z0-9]+)"', page))
    assert {"M01", "M03", "M09"} <= explained
    linked = set(re.findall('href="#about-([A-Z0-9]+)"', page))
    assert linked
    assert linked <= explained
