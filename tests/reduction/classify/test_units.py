"""The links between the records of a municipality."""

from __future__ import annotations

from typing import Any

import pytest
from tests.reduction.conftest import PERSON, TAX


@pytest.mark.parametrize("header", ["課税年度", "課税年度,宛名番号不明"])
def test_a_file_without_the_item_that_links_it_holds_what_it_may_refer_to(town: Any, header: str) -> None:
    town.put(
        PERSON, [{"宛名番号": "1", "世帯番号": "S1", "最新フラグ": "1", "住民状態": "2", "消除年月日": "20100401"}]
    )
    town.put(
        TAX,
        (header + "\r\n" + header.replace("課税年度", "2026").replace("宛名番号不明", "1") + "\r\n").encode("cp932"),
    )

    report = town.reduce()

    assert town.classes(report, PERSON) == {"要確認": 1}
    assert town.codes(report, PERSON) == {"referrer_unreadable"}


def test_a_number_that_can_not_be_read_links_nothing(town: Any) -> None:
    key = {"賦課年度": "2010", "相当年度": "2010", "通知書番号": "N1", "履歴番号": "1"}
    town.put("national_health_insurance/assessment", [key | {"保険税料区分": "2", "世帯主_宛名番号": "A"}])
    town.put("national_health_insurance/assessment_person", [key | {"履歴番号": "一"}])
    town.decide(KH04={"years": 5, "name": "規程"})

    assert town.classes(town.reduce(), "national_health_insurance/assessment") == {"要確認": 1}
