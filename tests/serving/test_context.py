"""The record of a finding: masked, with its neighbours, and only of the file that was checked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from chukan.serving.app import Pages
from chukan.serving.context import Records
from chukan.serving.findings import Query
from chukan.verification.result import Finding

from .conftest import PERSON


def _finding(pages: Pages, record: int) -> Finding:
    numbers = pages.findings.matching(Query.of({"rule": "V04", "item": "性別"}), pages.book.states)
    return next(f for f in (pages.findings[int(n)] for n in numbers) if f.record == record)


def test_the_record_is_shown_with_its_neighbours_and_masked(pages: Pages) -> None:
    context = pages.records.around(_finding(pages, 3))
    assert context.records == (1, 2, 3, 4, 5)
    rows = dict(context.rows)
    assert next(iter(rows)) == "性別"
    assert all(set(value) <= set("漢あアｱA9 □×＊外0123456789") for value in rows["氏名"])
    assert "個人番号" not in rows or set(rows["個人番号"]) == {"（個人番号は表示しません）"}


def test_values_show_when_asked_for_but_never_個人番号(pages: Pages) -> None:
    records = replace(pages.records, show=True)
    rows = dict(records.around(_finding(pages, 2)).rows)
    assert rows["性別"].count("9") == 2
    assert "個人番号" not in rows or set(rows["個人番号"]) == {"（個人番号は表示しません）"}


def test_at_the_beginning_there_are_fewer_neighbours(pages: Pages) -> None:
    assert pages.records.around(_finding(pages, 2)).records == (1, 2, 3, 4)


def test_a_file_that_changed_is_not_shown(pages: Pages, project: Path) -> None:
    (project / PERSON).write_bytes((project / PERSON).read_bytes() + b"\r\n")
    context = pages.records.around(_finding(pages, 3))
    assert context.records == ()
    assert "検証したときと内容が違う" in context.why


def test_a_file_that_is_away_or_outside_is_not_shown(pages: Pages, project: Path) -> None:
    away = replace(pages.records, data=project / "out")
    assert "にないため" in away.around(_finding(pages, 3)).why
    inner = Records(pages.records.verification, project / "out", pages.records.library)
    file = inner.verification.files[0]
    outside = replace(inner, verification=replace(inner.verification, files=(replace(file, path=f"../{PERSON}"),)))
    finding = replace(_finding(pages, 3), file=f"../{PERSON}", layout=file.layout.layout or "", business=file.business)
    assert "にないため" in outside.around(finding).why


def test_a_finding_about_a_file_has_no_record(pages: Pages) -> None:
    finding = replace(_finding(pages, 3), record=None)
    assert "ファイル全体" in pages.records.around(finding).why
