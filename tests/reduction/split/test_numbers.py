"""Twelve digits in a text that may be a 個人番号."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from chukan.reduction.split.numbers import count_numbers

ONE = "123456789018"  # made up, with a right check digit


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"個人番号{ONE}を確認", True),
        (ONE, True),
        ("1234-5678-9018", True),
        ("1234 5678 9018", True),
        ("１２３４５６７８９０１８", True),
        (f"{ONE}、{ONE}", True),
        ("123456789012", False),  # the check digit is another
        (f"{ONE}1", False),
        (f"0{ONE}", False),
        ("12345678901", False),
        ("", False),
        (None, False),
    ],
)
def test_what_is_found(text: str | None, *, found: bool) -> None:
    table = pa.table({"備考": pa.array([text, "x"], pa.string())})

    assert count_numbers(table, ()) == ({"備考": 1} if found else {})
    assert count_numbers(table, ("備考",)) == {}


def test_the_report_says_so_and_names_the_item(town: Any) -> None:
    town.put(
        "resident_register/issuance",
        [{"宛名番号": "1", "交付年月日": "20100401", "記載事項": f"個人番号{ONE}を記載"}],
    )
    town.decide(JK04={"years": 5, "name": "規程"})

    report = town.reduce(split=town.folder / "out")

    assert report.split.files[0].loose_numbers == {"記載事項": 1}
    (decision,) = (d for d in report.decisions if d.about == "loose_numbers")
    assert decision.open
    assert "個人番号とは限らない" in decision.text
    assert ONE not in decision.text
