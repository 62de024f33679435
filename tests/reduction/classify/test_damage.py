"""A record with a damaged link holds only what it may belong to."""

from __future__ import annotations

from typing import Any

import duckdb
import pyarrow as pa
import pytest

from chukan.layouts.model import Item
from chukan.reduction.classify.damage import MOST, DamagedRecords, may_be, pattern_of
from chukan.values.damage import DAMAGE

SLIPS = "resident_register/removed"
LOST = chr(DAMAGE + 0x81)


def lines(town: Any, *rows: dict[str, str]) -> bytes:
    names = town.layout(SLIPS).names
    texts = [",".join(row.get(n, "") for n in names) for row in rows]
    return "".join(f"{t}\r\n" for t in (",".join(names), *texts)).encode("cp932", "surrogateescape")


def slip(number: str, home: str, day: str = "20100401") -> dict[str, str]:
    return {"宛名番号": number, "履歴番号": "1", "世帯番号": home, "除票区分": "1", "消除年月日": day}


@pytest.mark.parametrize(
    ("home", "expected"),
    [
        ("S1\udc81", {"削減候補": 2, "要確認": 3}),  # S100 and S101, and the record itself: nobody knows its household
        ("\udc81", {"要確認": 5}),
        ("S100", {"削減候補": 4, "移行必須": 1}),
    ],
)
def test_only_the_households_that_it_may_belong_to(town: Any, home: str, expected: dict[str, int]) -> None:
    good = [slip("1", "S100"), slip("2", "S101"), slip("3", "S200"), slip("4", "S300")]
    last = slip("5", home if home != "S100" else "S400", "20100401" if home != "S100" else "20200401")
    town.put(SLIPS, lines(town, *good, last))

    assert town.classes(town.reduce(), SLIPS) == expected


def test_the_reason_names_file_and_record(town: Any) -> None:
    town.put(SLIPS, lines(town, slip("1", "S100"), slip("2", "S1\udc81")))

    reasons = {c.reason for c in town.reduce().cells}

    assert any("resident_register_removed.csv の 2 件目" in reason for reason in reasons)


@pytest.mark.parametrize(
    ("text", "other", "expected"),
    [
        (f"12{LOST}", "1234", True),
        (f"12{LOST}", "2134", False),
        (f"{LOST}{LOST}4", "1234", True),
        (f"1_{LOST}", "123", False),
        (f"1%{LOST}", "123", False),
        (f"1!{LOST}", "1!2", True),
    ],
)
def test_what_a_damaged_value_may_be(text: str, other: str, expected: bool) -> None:
    assert duckdb.execute(f"SELECT {may_be(repr(other), pattern_of(text))}").fetchall() == [(expected,)]


def test_very_many_may_belong_to_any() -> None:
    damaged, item = DamagedRecords(), Item(no=1, item="宛名番号", type="X")
    values = pa.array([f"{n}{LOST}" for n in range(MOST + 1)])

    damaged.add({"宛名番号": range(MOST + 1)}, {"宛名番号": (item, values)}, pa.array(range(1, MOST + 2)))

    assert damaged.unknown == {"宛名番号"}
    assert len(damaged.found) == MOST


def test_the_parts_of_a_link_that_are_whole_count_as_they_are(town: Any) -> None:
    """A benefit refers by year and number: a damaged number in another year holds nothing of this one."""
    aid = [{"年度": year, "宛名番号": number} for year in ("2010", "2011") for number in ("1", "2")]
    paid = [{"年度": "2010", "宛名番号": "1\udc81", "支給状態": "2", "支給年月日": "20100901"}]
    town.put("school_enrolment/aid", aid)
    names = town.layout("school_enrolment/aid_payment").names
    rows = [",".join(r.get(n, "") for n in names) for r in paid]
    text = "".join(f"{t}\r\n" for t in (",".join(names), *rows))
    town.put("school_enrolment/aid_payment", text.encode("cp932", "surrogateescape"))
    town.decide(SE01={"years": 5, "name": "文書管理規程"})

    assert town.classes(town.reduce(), "school_enrolment/aid") == {"削減候補": 3, "要確認": 1}
