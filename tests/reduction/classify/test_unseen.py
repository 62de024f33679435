"""Candidates that something nobody saw may refer to."""

from __future__ import annotations

from typing import Any

from tests.reduction.conftest import PERSON

GONE = {"最新フラグ": "1", "住民状態": "2", "消除年月日": "20100401"}


def test_what_is_followed_and_can_not_be_read_is_to_be_looked_at(town: Any) -> None:
    names = town.layout(PERSON).names
    gone = {"宛名番号": "1", "世帯番号": "S1", "最新フラグ": "1", "住民状態": "2", "消除年月日": "20100401"}
    lines = [",".join(names), ",".join(gone.get(n, "") for n in names), "1,こわれた"]
    town.put(PERSON, "".join(f"{line}\r\n" for line in lines).encode("cp932"))
    town.put("resident_register/move_history", [{"宛名番号": "1"}])

    report = town.reduce()

    assert town.classes(report, "resident_register/move_history") == {"要確認": 1}
    assert "referrer_unreadable" in town.codes(report, "resident_register/move_history")


def test_a_file_that_was_not_delivered_may_refer_to_any_record(town: Any) -> None:
    town.put(PERSON, [{"宛名番号": "1", "世帯番号": "S1", **GONE}])
    town.reduction = {}

    report = town.reduce()

    assert town.classes(report, PERSON) == {"要確認": 1}
    assert town.codes(report, PERSON) == {"referrer_missing"}


def test_a_record_without_its_group_may_belong_to_one_that_stays(town: Any) -> None:
    town.put(PERSON, [{"宛名番号": "1", "世帯番号": "", **GONE}, {"宛名番号": "2", "世帯番号": "S2", **GONE}])

    report = town.reduce()

    assert town.classes(report, PERSON) == {"要確認": 1, "削減候補": 1}
    assert "no_group" in town.codes(report, PERSON)
