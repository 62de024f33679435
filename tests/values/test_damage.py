from __future__ import annotations

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
