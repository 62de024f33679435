"""One synthetic file: a header where there is nothing, and the list of seeded defects beside it."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

from chukan.layouts.model import Layout
from chukan.sample.deliveries.single import write_sample

AS_OF = dt.date(2026, 11, 23)


def test_a_sample_of_nothing_is_a_header(register: Layout, tmp_path: Path) -> None:
    written = write_sample(register, tmp_path / "a.csv", rows=0, as_of=AS_OF)

    assert written.records == 0
    assert (tmp_path / "a.csv").read_bytes() == f"{','.join(register.names)}\r\n".encode("cp932")


def test_a_sample_with_defects_has_the_list_beside_it(register: Layout, tmp_path: Path) -> None:
    written = write_sample(register, tmp_path / "a.csv", rows=300, as_of=AS_OF, defects=0.2)

    with (tmp_path / "a.csv.defects.csv").open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    assert set(listed[0]) == {"record", "item", "rule", "kind"}
    assert len(listed) == written.defects > 30
    assert [int(r["record"]) for r in listed] == sorted({int(r["record"]) for r in listed})
