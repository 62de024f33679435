"""The draft of an agreement, as a file shows it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.intake.conftest import PEOPLE_CSV, drafted

from chukan.intake.draft import draft_agreement
from chukan.intake.inspect import inspect
from chukan.intake.inspection import Inspection
from chukan.layouts.model import Layout

LayoutOf = Callable[..., Layout]


@pytest.mark.parametrize(
    ("encoding", "agreed"),
    [
        ("cp932", "cp932"),
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16be", "utf-16be"),
    ],
)
def test_the_draft_is_an_agreement_that_reads_the_file(
    look: Callable[..., Inspection], read: Callable[..., Any], person: Layout, encoding: str, agreed: str
) -> None:
    data = PEOPLE_CSV.replace(",", "\t").replace("山田　太郎", '"山田\n太郎"').encode(encoding)

    agreement = drafted(look(data))

    assert (agreement.encoding, agreement.delimiter, agreement.dates) == (agreed, "\t", "yyyymmdd")
    assert agreement.newlines_in_values
    found = read(data, person, **agreement.model_dump(exclude_unset=True))
    assert found.anomalies == []
    assert len(found.rows) == 3


def test_it_holds_no_value(look: Callable[..., Inspection]) -> None:
    found = look(PEOPLE_CSV.encode("cp932"))

    assert "山田" not in repr(found)
    assert "山田" not in draft_agreement(found)


def test_records_of_several_widths_may_be_of_several_kinds(look: Callable[..., Inspection]) -> None:
    kinds = look("1,千代田区\r\n2,0001,100\r\n2,0002,200\r\n8,2\r\n".encode("cp932"))

    line = next(line for line in draft_agreement(kinds).splitlines() if "record_types" in line)

    assert line.startswith('# record_types: {column: 1, header: "1", data: "2", trailer: "8"}')
    assert "件数・合計の照合" in line
    assert "record_types" not in draft_agreement(look(PEOPLE_CSV.encode("cp932")))


def test_of_a_sheet_nothing_is_drafted_that_means_nothing_for_it(book: Path, book_layout: Layout, reading: Any) -> None:
    found = inspect(f"{book}#住民", [book_layout])

    agreement = drafted(found)

    assert {"encoding", "newline", "delimiter", "quoting"}.isdisjoint(agreement.model_fields_set)
    assert reading(f"{book}#住民", book_layout, **agreement.model_dump(exclude_unset=True)).of("A02") == []
