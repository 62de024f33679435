"""The comparison as a page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.reports.compare.conftest import MakeRun

from chukan.reports.compare import html
from chukan.reports.compare.compare import compare
from chukan.reports.compare.html import to_html


def test_one_self_contained_page_in_which_texts_are_texts(run: MakeRun) -> None:
    comparison = replace(compare(run(["a"]), run(["b"])), group="<b>協議会</b>")

    page = to_html(comparison)

    assert page.startswith("<!")
    assert "&lt;b&gt;協議会" in page
    assert "<b>協議会" not in page
    assert not {"http://", "https://", "<link", "src="} & set(page.split('"'))
    assert to_html(comparison) == page


def test_rows_that_are_left_out_are_counted(run: MakeRun, monkeypatch: pytest.MonkeyPatch) -> None:
    comparison = compare(run([]), run([f"f{n}" for n in range(7)]))
    whole = to_html(comparison)
    monkeypatch.setattr(html, "FINDINGS", 3)

    cut = to_html(comparison)

    assert len(cut) < len(whole)
    assert "4" in cut.replace(whole, "")
    assert cut.count("<tr") == whole.count("<tr") - 4
