"""The class of a record: by its own rules, then by what is linked to it."""

from __future__ import annotations

from typing import Any

from tests.reduction.conftest import PERSON, TAX


def test_links_are_followed_to_their_end(town: Any) -> None:
    """A tax of this year holds a person; the person its history, its household and the others in it."""
    gone = {"最新フラグ": "1", "住民状態": "2", "消除年月日": "20100401", "履歴番号": "2"}
    town.put(
        PERSON,
        [
            {"宛名番号": "1", "世帯番号": "S1", **gone},
            {"宛名番号": "1", "世帯番号": "S1", **gone, "履歴番号": "1", "最新フラグ": "0"},
            {"宛名番号": "2", "世帯番号": "S1", **gone},
            {"宛名番号": "3", "世帯番号": "S3", **gone},
        ],
    )
    town.put("resident_register/household", [{"世帯番号": s, "世帯状態": "2"} for s in ("S1", "S3")])
    town.put("resident_register/move_history", [{"宛名番号": n} for n in "123"])
    town.put(TAX, [{"課税年度": "2026", "宛名番号": "1"}])

    report = town.reduce()

    assert town.classes(report, PERSON) == {"移行必須": 3, "削減候補": 1}
    assert town.classes(report, "resident_register/household") == {"移行必須": 1, "削減候補": 1}
    assert town.classes(report, "resident_register/move_history") == {"移行必須": 2, "削減候補": 1}
    assert town.codes(report, "resident_register/move_history") == {"followed", "over"}


def test_history_without_its_latest_record_is_to_be_looked_at(town: Any) -> None:
    town.put(
        PERSON, [{"宛名番号": "1", "世帯番号": "S1", "最新フラグ": "0", "住民状態": "2", "消除年月日": "20100401"}]
    )

    assert town.codes(town.reduce(), PERSON) == {"not_found"}


def test_what_is_followed_and_can_not_be_read_is_to_be_looked_at(town: Any) -> None:
    names = town.layout(PERSON).names
    gone = {"宛名番号": "1", "世帯番号": "S1", "最新フラグ": "1", "住民状態": "2", "消除年月日": "20100401"}
    lines = [",".join(names), ",".join(gone.get(n, "") for n in names), "1,こわれた"]
    town.put(PERSON, "".join(f"{line}\r\n" for line in lines).encode("cp932"))
    town.put("resident_register/move_history", [{"宛名番号": "1"}])

    report = town.reduce()

    assert town.classes(report, "resident_register/move_history") == {"要確認": 1}
    assert "referrer_unreadable" in town.codes(report, "resident_register/move_history")
