"""個人番号 is gone from what is archived, and nothing else is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reduction.conftest import SLIPS

from chukan.intake.parsing.delimited import DelimitedPlan
from chukan.intake.parsing.nonrecords import NonRecords
from chukan.intake.records.rules import RecordRules
from chukan.intake.records.split import split
from chukan.reduction.split.blanking import Blanker

SECRET = "123456789018"  # noqa: S105 - made up


@pytest.fixture
def removing(town: Any) -> Any:
    """Return a town that decided how 個人番号 goes."""
    town.reduction["my_number"] = {"removal": "blank", "basis": "決裁"}
    town.reduction["household_slips"] = False
    return town


def rows(newline: str = "\r\n", quote: str = "") -> tuple[str, str, str]:
    """Return a header, a record that stays and one that goes; a name with a quoted newline in it."""
    names = "宛名番号,除票区分,氏名,個人番号,消除年月日"
    stays = f'1,1,"甲{newline}乙",{quote}{SECRET}{quote},20200401'
    goes = f'2,1,"丙,""丁{newline}",{quote}{SECRET}{quote},20100401'
    return tuple(f"{line}{newline}" for line in (names, stays, goes))  # type: ignore[return-value]


@pytest.mark.parametrize("encoding", ["cp932", "utf-8-sig", "utf-16", "euc_jp"])
@pytest.mark.parametrize("quote", ["", '"'])
@pytest.mark.parametrize("block_size", [60, 1 << 20])
def test_delimited(removing: Any, encoding: str, quote: str, block_size: int) -> None:
    head, stays, goes = rows(quote=quote)
    codec = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(encoding, encoding)
    mark = {"utf-8-sig": b"\xef\xbb\xbf", "utf-16": b"\xff\xfe"}.get(encoding, b"")
    removing.put(SLIPS, mark + (head + stays + goes).encode(codec), "f.csv")
    removing.agreement |= {"encoding": encoding, "newlines_in_values": True}
    out = removing.folder / "out"

    (line,) = removing.reduce(split=out, block_size=block_size).split.files

    assert (out / "migrate/f.csv").read_bytes() == mark + (head + stays).encode(codec)
    assert (out / "archive/f.csv").read_bytes() == mark + (head + goes.replace(SECRET, "")).encode(codec)
    assert (line.blanked_values, line.my_number_left) == (1, 0)
    assert line.blanked_bytes == len(SECRET.encode(codec))


def test_fixed_width(removing: Any) -> None:
    wide = {"宛名番号": 4, "除票区分": 1, "氏名": 8, "個人番号": 12, "消除年月日": 8}
    records = [
        ["1", "1", "甲乙", SECRET, "20200401"],
        ["2", "1", "丙", SECRET, "20100401"],
        ["3", "1", "丁", "", "20100401"],
    ]
    lines = [
        b"".join(v.encode("cp932").ljust(n) for v, n in zip(r, wide.values(), strict=True)) + b"\r\n" for r in records
    ]
    removing.put(SLIPS, b"".join(lines), "f.dat")
    at, positions = 1, {}
    for name, size in wide.items():
        positions[name] = {"start": at, "length": size}
        at += size
    removing.agreement = {
        "format": "fixed",
        "encoding": "cp932",
        "newline": "crlf",
        "dates": "yyyymmdd",
        "header": False,
        "positions": positions,
    }
    out = removing.folder / "out"

    (line,) = removing.reduce(split=out).split.files

    assert (out / "migrate/f.dat").read_bytes() == lines[0]
    assert (out / "archive/f.dat").read_bytes() == lines[1].replace(SECRET.encode(), b" " * 12) + lines[2]
    assert (line.blanked_values, line.blanked_bytes, line.my_number_left) == (1, 0, 0)


def test_a_file_without_candidates_needs_no_word_on_my_numbers(town: Any) -> None:
    town.put(SLIPS, [{"宛名番号": "1", "除票区分": "1", "世帯番号": "1", "消除年月日": "20200401", "個人番号": SECRET}])

    (line,) = town.reduce(split=town.folder / "out").split.files

    assert (line.archive, line.migrate_records) == ("", 1)


RECORDS = st.lists(st.text('a1",\r\n表ソ', max_size=4), min_size=1, max_size=5).map(",".join)


@given(text=RECORDS, column=st.integers(0, 5), quote=st.sampled_from((None, 34)))
@settings(max_examples=300, deadline=None)
def test_the_quick_way_finds_what_the_careful_one_finds(text: str, column: int, quote: int | None) -> None:
    record = text.encode("cp932")
    rules = RecordRules(width=5, delimiter=44, quote=quote, newlines_in_values=None)
    blanker = Blanker(DelimitedPlan(rules, (), (), NonRecords("cp932"), "cp932"), (column,))

    quick, careful = blanker._sound_fields(record, 44), split(record, 44, quote).fields

    if quick is not None:
        assert [(f.start, f.end) for f in quick] == [(f.start, f.end) for f in careful[: column + 1]]
        assert all(f.flaw is None for f in careful[: column + 1])
    if quote is None or '"' not in text:
        assert quick is not None
