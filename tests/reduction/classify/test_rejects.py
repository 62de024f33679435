"""One record that can't be read holds only what it may belong to."""

from __future__ import annotations

from typing import Any

import pytest

SLIPS = "resident_register/removed"


def lines(town: Any, *rows: dict[str, str] | str) -> bytes:
    names = town.layout(SLIPS).names
    texts = [row if isinstance(row, str) else ",".join(row.get(n, "") for n in names) for row in rows]
    return "".join(f"{t}\r\n" for t in (",".join(names), *texts)).encode("cp932", "surrogateescape")


def slip(number: str, home: str) -> dict[str, str]:
    return {"宛名番号": number, "履歴番号": "1", "世帯番号": home, "除票区分": "1", "消除年月日": "20100401"}


def broken(town: Any, row: dict[str, str]) -> str:
    """Return a record with a delimiter too many in a name."""
    names = town.layout(SLIPS).names
    return ",".join((row | {"氏名": "試,験"}).get(n, "") for n in names)


def test_only_the_household_that_it_names(town: Any) -> None:
    rows = [slip("1", "S100"), slip("2", "S200"), slip("3", "S300")]
    town.put(SLIPS, lines(town, *rows, broken(town, slip("4", "S200"))))

    report = town.reduce()

    assert town.classes(report, SLIPS) == {"削減候補": 2, "要確認": 1}
    (cell,) = (c for c in report.cells if c.level == 1)
    assert "resident_register_removed.csv の 5 行目" in cell.reason
    assert report.rejected.records == 1


@pytest.mark.parametrize("record", ["9,1", "9", "\udc81,1,1,S100"])
def test_one_that_ends_before_it_may_belong_to_any(town: Any, record: str) -> None:
    town.put(SLIPS, lines(town, slip("1", "S100"), slip("2", "S200"), record))

    assert town.classes(town.reduce(), SLIPS) == {"要確認": 2}


def test_very_many_may_belong_to_any(town: Any) -> None:
    bad = [broken(town, slip(str(n), "S999")) for n in range(10, 130)]
    good = [slip(str(n), f"S{n}") for n in range(1000, 1300)]
    town.put(SLIPS, lines(town, *good, *bad))

    report = town.reduce()

    assert town.classes(report, SLIPS) == {"要確認": 300}
    assert any("120 件" in c.reason for c in report.cells)


def test_a_field_that_can_not_be_decoded_hides_no_number_that_it_can_not_be(town: Any) -> None:
    rows = [slip("1", "S100"), slip("2", "S200")]
    name = broken(town, slip("4", "S200") | {"本籍": "東\udc81"})
    town.put(SLIPS, lines(town, *rows, name))

    assert town.classes(town.reduce(), SLIPS) == {"削減候補": 1, "要確認": 1}
