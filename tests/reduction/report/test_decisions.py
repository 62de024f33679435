"""What the municipality must decide, and what it decided."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from tests.reduction.report.conftest import file_line, report

from chukan.reduction.report.decisions import missing_of_archive, missing_of_search, my_number_amount
from chukan.reduction.rules.settings import Archive

WHOLE = Archive(
    medium="LTO-8",
    label="試験",
    retain_until=dt.date(2036, 3, 31),
    keeper="情報政策課",
    disposal="文書主管課長",
    search="索引簿",
    searched_by="市民課",
)


def test_what_is_not_decided_of_the_medium_is_named() -> None:
    assert missing_of_archive(None) == ["媒体", "ラベル", "保管期限", "保管者", "廃棄を決める者"]
    assert missing_of_archive(WHOLE) == []
    assert missing_of_archive(WHOLE.model_copy(update={"keeper": "", "retain_until": None})) == ["保管期限", "保管者"]


def test_how_a_record_is_found_is_a_decision_of_its_own() -> None:
    assert missing_of_search(None) == ["検索の方法", "照会・証明の請求に応じる者"]
    assert missing_of_search(WHOLE.model_copy(update={"searched_by": ""})) == ["照会・証明の請求に応じる者"]
    assert missing_of_search(WHOLE) == []


def test_numbers_are_counted_for_their_own_municipality() -> None:
    files = (
        replace(file_line("131016", "千代田区"), my_number_candidates=3),
        replace(file_line("131016", "千代田区", "c"), my_number_candidates=4),
        replace(file_line("131024", "中央区"), my_number_candidates=9),
    )

    assert my_number_amount("131016", report(files=files)).records == 7


def test_a_town_that_decided_nothing_is_asked_and_one_that_did_is_told(town: Any) -> None:
    town.put(
        "resident_register/removed",
        [{"宛名番号": "A1", "世帯番号": "S1", "除票区分": "1", "消除年月日": "20100401", "個人番号": "123456789018"}],
    )

    asked = {d.about: d for d in town.reduce().decisions}
    town.reduction |= {
        "my_number": {"removal": "blank", "basis": "決裁第1号"},
        "archive": WHOLE.model_dump(mode="json"),
    }
    told = {d.about: d for d in town.reduce().decisions}

    assert {about for about, d in asked.items() if d.open} >= {"archive", "my_number"}
    assert "媒体・ラベル・保管期限・保管者・廃棄を決める者" in asked["archive"].text
    assert not told["archive"].open
    assert "情報政策課が保管し、廃棄は文書主管課長が決める" in told["archive"].text
    assert (told["my_number"].open, "決裁第1号" in told["my_number"].text) == (False, True)
