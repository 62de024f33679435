"""What trailers state, against what was counted and added up."""

from __future__ import annotations

import pytest

from chukan.intake.parsing.padding import Filling
from chukan.intake.parsing.trailer import Claim, Stated, TrailerItem, Trailers, whole
from chukan.intake.records.kinds import Kind, RecordTyping

COUNT = TrailerItem("件数", None, 1, Filling("none"))
TOTAL = TrailerItem("合計", None, 2, Filling("none"))
CLAIMS = (Claim(COUNT, frozenset({1})), Claim(TOTAL, frozenset({1}), summed="金額", scale=2))
STATED = Stated(kind=2, name="トレーラのレコード", claims=CLAIMS)
KINDS = tuple(
    Kind(key, name, is_data=key == b"2") for key, name in ((b"1", "頭"), (b"2", "データ"), (b"8", "トレーラ"))
)
TRAILERS = Trailers((STATED,), RecordTyping(KINDS, None, quote=ord('"')), "cp932")


def counts(**more: int) -> dict[str, int]:
    """Return the sums over all blocks: line 4 states 3 records of 12.50 in all, and as many were read."""
    key = "trailer 2 0"
    sound = {f"{key}@line": 4, f"{key}=0": 3, f"{key}/0": 3, f"{key}=1": 1250, f"{key}/1": 1250}
    return {**sound, **{f"{key}{name}": number for name, number in more.items()}}


def test_what_agrees_is_no_finding() -> None:
    assert TRAILERS.anomalies(counts()) == []
    assert TRAILERS.anomalies({}) == []


def test_a_number_of_records_that_differs_says_both() -> None:
    (anomaly,) = TRAILERS.anomalies(counts(**{"/0": 1200}))

    assert (anomaly.rule, anomaly.severity, anomaly.line, anomaly.item) == ("F11", "error", 4, None)
    assert "「件数」は 3 件ですが、データのレコードは 1,200 件です（差 +1,197 件）" in anomaly.message


def test_a_sum_that_differs_is_told_in_the_items_own_unit() -> None:
    (anomaly,) = TRAILERS.anomalies(counts(**{"/1": 1249}))

    assert anomaly.item == "金額"
    assert "「合計」は 12.50 ですが、データの「金額」の合計は 12.49 です（差 -0.01）" in anomaly.message


def test_no_records_at_all_are_none_and_not_as_many_as_stated() -> None:
    without = {name: number for name, number in counts().items() if "/" not in name}

    assert [a.item for a in TRAILERS.anomalies(without)] == [None, "金額"]


def test_a_trailer_without_a_number_could_not_be_compared() -> None:
    (anomaly,) = TRAILERS.anomalies({**counts(), "trailer 2 0!1": 0})

    assert "照合できませんでした" in anomaly.message


def test_each_trailer_is_compared_with_its_own_records() -> None:
    second = {
        name.replace("trailer 2 0", "trailer 2 1"): number for name, number in counts(**{"@line": 9, "/0": 2}).items()
    }

    assert [a.line for a in TRAILERS.anomalies({**counts(), **second})] == [9]


@pytest.mark.parametrize(
    ("text", "scale", "number"),
    [
        ("0012", 0, 12),
        ("-12.5", 2, -1250),
        ("12.505", 2, None),
        ("+7", 0, 7),
        ("", 0, None),
        ("ABC", 0, None),
        ("NaN", 0, None),
        ("Infinity", 0, None),
        ("1E999999999", 0, None),
        ("1_000", 0, None),
        ("１２", 0, None),
        ("12.50", 1, 125),
        ("-0.5", 1, -5),
        ("9" * 40, 0, int("9" * 40)),
    ],
)
def test_a_number_in_units_of_its_last_decimal(text: str, scale: int, number: int | None) -> None:
    assert whole(text, scale) == number


def test_a_value_is_a_field_or_a_place() -> None:
    assert COUNT.value(b'8,"0,3",x', "cp932", ord(","), ord('"')) == "0,3"
    assert COUNT.value(b"8", "cp932", ord(","), None) == ""
    place = TrailerItem("件数", slice(1, 5), 0, Filling("none"))
    assert place.value(b"8  12  9", "cp932", 0, None) == "12"


def test_records_behind_the_last_trailer_are_told_where_there_may_be_any_number_of_them() -> None:
    behind = {**counts(), "trailer 2 1/0": 5}
    once = (*KINDS[:2], Kind(b"8", "トレーラ", is_data=False, times=1))

    (anomaly,) = TRAILERS.anomalies(behind)

    assert "途中で切れていないか" in anomaly.message
    assert Trailers((STATED,), RecordTyping(once, None), "cp932").anomalies(behind) == []
