"""The same contents are the same bytes, whenever and by whomever they are written."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import openpyxl

from chukan.output.reproducible import archive, office


def book(creator: str, day: str) -> bytes:
    out = io.BytesIO()
    made = openpyxl.Workbook()
    made.properties.creator = creator
    made.properties.created = dt.datetime.fromisoformat(day)
    made.save(out)
    return out.getvalue()


def test_clock_and_author_leave_no_trace() -> None:
    one = book("山田", "2020-01-01")
    other = book("鈴木 <a>", "2021-02-02")

    assert one != other
    assert office(one, "2026-11-23") == office(other, "2026-11-23")
    assert office(one, "2026-11-23") != office(one, "2026-11-24")


def test_it_opens_still_and_tells_the_day() -> None:
    made = openpyxl.load_workbook(io.BytesIO(office(book("山田", "2020-01-01"), "2026-11-23")))

    assert (made.properties.creator, f"{made.properties.created:%Y-%m-%d}") == ("chukan", "2026-11-23")


def test_members_keep_their_order_and_have_one_time() -> None:
    made = zipfile.ZipFile(io.BytesIO(archive([("b", b"2"), ("a", b"1")])))

    assert made.namelist() == ["b", "a"]
    assert {info.date_time for info in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert made.read("a") == b"1"
