"""The inventory of gaiji."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from chukan.intake.batch import Gaiji, Summary
from chukan.intake.encoding.gaiji import inventory
from chukan.layouts.model import Layout
from chukan.values.damage import DAMAGE

Reading = Callable[..., Any]


@pytest.mark.parametrize("block_size", [1, 30, 1 << 20])
@pytest.mark.parametrize(
    ("encoding", "codes"), [("cp932", ("F040", "F9FC")), ("utf-8", ("EE8080", "EE9D97")), ("utf-16", ("E000", "E757"))]
)
def test_code_count_items_and_first_record(
    read: Reading, person: Layout, encoding: str, codes: tuple[str, str], block_size: int
) -> None:
    data = "番号,氏名,生年月日\r\n1,山,\r\n2,\ue000山\ue000,\ue757\r\n3,\ue000,\r\n"

    found = read(data.encode(encoding), person, encoding=encoding, block_size=block_size)

    assert found.gaiji == (
        Gaiji(source_code=codes[0], code_point="U+E000", count=3, items=("氏名",), first_record=2),
        Gaiji(source_code=codes[1], code_point="U+E757", count=1, items=("生年月日",), first_record=2),
    )


def test_every_gaiji_of_cp932_has_its_code(read: Reading) -> None:
    codes = [bytes((lead, trail)) for lead in range(0xF0, 0xFA) for trail in (*range(0x40, 0x7F), *range(0x80, 0xFD))]

    found = read(b"k\r\n" + b"".join(codes) + b"\r\n", encoding="cp932", header=True)

    assert [g.source_code for g in found.gaiji] == [code.hex().upper() for code in codes]
    assert len(found.gaiji) == 1880


def test_other_characters_are_no_gaiji(read: Reading) -> None:
    found = read("k\r\n①㈱髙～－\uff5e\ufffd\r\n".encode(), encoding="utf-8", header=True)

    assert found.gaiji == ()


def test_summaries_add_up_in_any_order() -> None:
    one = Summary(
        gaiji=(Gaiji(source_code="F040", code_point="U+E000", count=2, items=("b",), first_record=9),),
        counts={"x": 1},
        firsts={"x": 5},
    )
    two = Summary(
        gaiji=(
            Gaiji(source_code="F040", code_point="U+E000", count=1, items=("a",), first_record=3),
            Gaiji(source_code="", code_point="U+F0100", count=1, items=("a",), first_record=1),
        ),
        counts={"x": 2},
    )
    three = Summary(counts={"y": 1}, firsts={"x": 2})

    total = (one + two) + three

    assert total == one + (two + three)
    assert total == (three + two) + one
    assert total.gaiji[0] == Gaiji(source_code="F040", code_point="U+E000", count=3, items=("a", "b"), first_record=3)
    assert [g.code_point for g in total.gaiji] == ["U+E000", "U+F0100"]
    assert (total.counts, total.firsts) == ({"x": 3, "y": 1}, {"x": 2})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_every_private_character_is_a_gaiji_beside_damaged_values_too(read: Reading, encoding: str) -> None:
    own = [chr(0xF0000), chr(0xF0041), chr(0xF00FF), chr(0xF0100)]
    broken = b"\xff\r\n" if encoding == "utf-8" else b"\x00\xd8" + "\r\n".encode("utf-16le")
    codec = "utf-8" if encoding == "utf-8" else "utf-16le"
    start = b"" if encoding == "utf-8" else b"\xff\xfe"

    found = read(
        start
        + "k\r\n".encode(codec)
        + "山田太郎\r\n".encode(codec) * 40
        + "".join(f"{c}\r\n" for c in own).encode(codec)
        + broken,
        encoding=encoding,
        header=True,
    )

    assert [(g.code_point, g.count) for g in found.gaiji] == [(f"U+{ord(c):04X}", 1) for c in own]
    assert [(a.rule, a.record) for a in found.anomalies if a.rule == "F03"] == [("F03", 45)]


@pytest.mark.parametrize("own_marks", [False, True])
def test_columns_at_once_are_their_characters_one_by_one(*, own_marks: bool) -> None:
    rng = random.Random(3)
    marks = [chr(DAMAGE), chr(DAMAGE + 0xFF)]
    plain = ["a", "山", "𠮷", "ｱ", "０", "\ufdd0", "\ufffd", "\uf900", "\U000e0100", "\U000effff", "\U000ffffe"]
    private = ["\ue000", "\uefff", "\uf000", "\uf8ff", chr(DAMAGE + 0x100), "\U000ffffd", "\U00100000", "\U0010fffd"]
    for _ in range(100):
        rows = rng.randrange(1, 9)
        columns = {
            item: ["".join(rng.choices([*plain, *private, *marks], k=rng.randrange(4))) for _ in range(rows)]
            for item in ("甲", "乙", "丙")
        }
        damaged = {
            item: [row for row, value in enumerate(values) if any(mark in value for mark in marks)]
            for item, values in columns.items()
        }
        if own_marks:
            damaged = {item: [row for row in found if rng.random() < 0.5] for item, found in damaged.items()}
        records = np.array(sorted(rng.sample(range(1, 99), rows)))

        found = inventory(
            {item: pa.array(values) for item, values in columns.items()},
            records,
            "utf-8",
            {item: np.array(hurt) for item, hurt in damaged.items() if hurt},
            own_marks=own_marks,
        )

        places: dict[str, list[tuple[str, int]]] = {}
        for item, values in columns.items():
            for row, value in enumerate(values):
                for character in value:
                    if character in private or (character in marks and row not in damaged[item]):
                        places.setdefault(character, []).append((item, int(records[row])))
        assert found == tuple(
            Gaiji(
                source_code=character.encode().hex().upper(),
                code_point=f"U+{ord(character):04X}",
                count=len(where),
                items=tuple(sorted({item for item, _ in where})),
                first_record=min(record for _, record in where),
            )
            for character, where in sorted(places.items())
        )
