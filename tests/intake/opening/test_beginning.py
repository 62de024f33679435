"""Records that are skipped at the beginning, however many: what is read is what stands behind them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chukan.errors import AgreementError
from chukan.intake.encoding.choice import SAMPLE
from chukan.intake.opening import beginning
from chukan.layouts.model import Layout

Reading = Callable[..., Any]
ROWS = [(f"{n:04d}", "山田太郎", "19800101") for n in range(300)]
CSV = "".join(",".join(row) + "\r\n" for row in ROWS)
FIXED = b"".join(a.encode() + b.encode("cp932").ljust(20) + c.encode() + b"\r\n" for a, b, c in ROWS)
HEADER = "番号,氏名,生年月日\r\n"
#: Titles that take more than what is looked at of another file.
LONG = "表" * 3000 + "\r\n"
MANY = SAMPLE // len(LONG.encode("cp932")) * 2


@pytest.mark.parametrize(
    ("titles", "count"),
    [("表題\r\n", 1), ("表題\r\n", 250), ("あ,い\r\n", 30_000), (LONG, MANY), ('"一行目\r\n二行目",x\r\n', 400)],
    ids=["one", "more than the sample", "more than is read at once", "long ones", "over two lines"],
)
@pytest.mark.parametrize("header", [True, False])
@pytest.mark.parametrize("delimiter", [",", None])
def test_records_behind_any_number_of_skipped_ones(
    read: Reading, person: Layout, titles: str, count: int, header: bool, delimiter: str | None
) -> None:
    mark = delimiter or "\t"
    data = (titles * count + (HEADER if header else "") + CSV).replace(",", mark)
    agreed = {"format": "csv", "encoding": "cp932", "newline": "crlf", "header": header, "dates": "yyyymmdd"}

    found = read(data, person, delimiter=delimiter, skip={"first": count}, **agreed)

    assert found.rows == ROWS
    assert found.lines[0] == 1 + titles.count("\n") * count + header
    assert (found.facts.skipped, found.facts.header, found.facts.delimiter) == (count, header, mark)
    assert found.anomalies == []


@pytest.mark.parametrize("count", [1, 250, 60_000, 100_000])
@pytest.mark.parametrize("header", [True, False])
def test_skipped_records_of_fixed_width(read: Reading, person: Layout, count: int, header: bool) -> None:
    named = "番号  氏名                生年月日".encode("cp932") + b"\r\n"
    data = b"x" * 32 + b"\r\n"

    found = read(
        data * count + (named if header else b"") + FIXED,
        person,
        format="fixed",
        encoding="cp932",
        newline="crlf",
        header=header,
        dates="yyyymmdd",
        skip={"first": count},
    )

    assert found.rows == ROWS
    assert found.lines[0] == 1 + count + header
    assert found.anomalies == []


def test_skipped_records_without_newlines(read: Reading, person: Layout) -> None:
    data = b"x" * 32 * 50_000 + FIXED.replace(b"\r\n", b"")

    found = read(
        data, person, format="fixed", encoding="cp932", newline="none", dates="yyyymmdd", skip={"first": 50_000}
    )

    assert found.rows == ROWS
    assert found.anomalies == []


@pytest.mark.parametrize("fixed", [True, False])
def test_more_than_can_be_skipped_is_an_error_that_names_the_limit(
    read: Reading, person: Layout, monkeypatch: pytest.MonkeyPatch, fixed: bool
) -> None:
    monkeypatch.setattr(beginning, "MOST_SKIPPED", 2 << 20)
    agreed = {"format": "fixed" if fixed else "csv", "encoding": "cp932", "newline": "crlf", "dates": "yyyymmdd"}

    with pytest.raises(AgreementError, match=r"100,000 レコード(.|\n)*先頭の 2 MiB") as e:
        read(
            b"x" * 32 * 1 + b"\r\n" + b"x,y,zzzzzzzzzzzzzzzzzzzzzzzzzzzz\r\n" * 150_000,
            person,
            skip={"first": 100_000},
            **agreed,
        )
    assert "除いて出力" in str(e.value.hint)


@pytest.mark.parametrize("fixed", [True, False])
def test_a_file_that_has_fewer_is_a_finding_however_long_it_is(read: Reading, person: Layout, fixed: bool) -> None:
    agreed = {"format": "fixed" if fixed else "csv", "encoding": "cp932", "newline": "crlf", "dates": "yyyymmdd"}

    found = read(b"x,y,zzzzzzzzzzzzzzzzzzzzzzzzzzzz\r\n" * 40_000, person, skip={"first": 40_001}, **agreed)

    assert found.rows == []
    (told,) = found.of("F06")
    assert "40,000 レコードしか見つかりません" in told.message


def test_skipped_records_that_read_as_data_are_told_one_by_one_up_to_a_number(read: Reading, person: Layout) -> None:
    agreed = {"format": "csv", "encoding": "cp932", "newline": "crlf", "header": False, "dates": "yyyymmdd"}

    found = read(CSV + CSV, person, keep=5, skip={"first": 300}, **agreed)

    told = found.of("F11")
    assert [a.line for a in told[:5]] == [1, 2, 3, 4, 5]
    assert (sum(a.count for a in told), told[5].is_rest) == (300, True)
