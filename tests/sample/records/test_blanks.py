"""Which optional items are left blank."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa

from chukan.layouts.model import Layout
from chukan.sample.records.generate import generate


def test_what_must_be_there_is_and_what_may_be_blank_sometimes_is(register: Layout) -> None:
    made = pa.Table.from_batches(list(generate(register, 400, as_of=dt.date(2026, 11, 23))))

    blank = {name: sum(not value for value in made.column(name).to_pylist()) for name in register.names}

    assert [name for name in register.names if register.by_name[name].required == "required" and blank[name]] == []
    assert all(0 < blank[name] < 400 for name in ("氏名カナ", "備考"))
    assert blank["備考"] > blank["氏名カナ"]  # a note is rare, a reading is not
