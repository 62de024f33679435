from __future__ import annotations

import random
import re

import numpy as np
import pyarrow as pa

from chukan.values.damage import DAMAGE, written_out


def test_marks_are_written_as_bytes() -> None:
    values = pa.array([f"山{chr(DAMAGE + 0x81)}田", "佐藤", chr(DAMAGE), f"{chr(DAMAGE + 0xFF)}a"])

    assert written_out(values, [0, 2, 3]).to_pylist() == ["山⟦81⟧田", "佐藤", "⟦00⟧", "⟦FF⟧a"]


def test_the_same_characters_of_an_undamaged_value_stay() -> None:
    own = chr(DAMAGE + 0x41)

    assert written_out(pa.array([own, own]), [1]).to_pylist() == [own, "⟦41⟧"]


def test_no_damage_changes_nothing() -> None:
    assert written_out(pa.array(["山田"]), []).to_pylist() == ["山田"]


def test_a_column_at_once_is_its_values_one_by_one() -> None:
    rng = random.Random(1)
    pieces = [
        "山",
        "a",
        "",
        "⟦",
        chr(DAMAGE),
        chr(DAMAGE + 0x7F),
        chr(DAMAGE + 0xFF),
        chr(DAMAGE + 0x100),
        "𠮷",
        "\U000f1081",
    ]
    for _ in range(200):
        values = ["".join(rng.choices(pieces, k=rng.randrange(5))) for _ in range(rng.randrange(1, 8))]
        rows = sorted(rng.sample(range(len(values)), rng.randrange(len(values) + 1)))
        column = pa.array(["前", *values, "後"]).slice(1, len(values))

        found = written_out(column, np.array(rows, np.int64))

        found.validate(full=True)
        assert found.to_pylist() == [
            re.sub(f"[{chr(DAMAGE)}-{chr(DAMAGE + 0xFF)}]", lambda m: f"⟦{ord(m[0]) - DAMAGE:02X}⟧", value)
            if row in rows
            else value
            for row, value in enumerate(values)
        ]
