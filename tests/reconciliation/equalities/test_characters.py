"""Characters that the new system writes otherwise."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from tests.reconciliation.conftest import LAYOUT

from chukan.errors import ProjectError
from chukan.reconciliation.equalities.base import Column
from chukan.reconciliation.equalities.characters import Characters

NAME = LAYOUT.by_name["氏名"]


def rule(**table: str) -> Characters:
    return Characters(id="x", agreed_by="課長", why="合意", items=("氏名",), map=table)


@pytest.mark.parametrize("old", ["U+E000", "F040", "\ue000"])
def test_a_gaiji_may_be_written_as_itself_by_its_code_point_or_its_code(old: str) -> None:
    values = pa.array(["\ue000田", "山田"])

    assert rule(**{old: "辺"}).normal(values, Column(NAME, "delivered")).to_pylist() == ["辺田", "山田"]
    assert rule(**{old: "辺"}).normal(values, Column(NAME, "loaded")).to_pylist() == ["\ue000田", "山田"]


def test_a_character_with_its_variation_selector_goes_before_the_character_alone() -> None:
    found = rule(**{"U+8FBB U+E0101": "A", "U+8FBB": "B"}).normal(
        pa.array(["\u8fbb\U000e0101", "\u8fbb"]), Column(NAME, "delivered")
    )

    assert found.to_pylist() == ["A", "B"]


def test_gaiji_that_the_table_lacks_are_counted_with_their_first_record() -> None:
    values, records = pa.array(["\ue001\ue001", "山", "\ue000\ue001"]), pa.array([3, 4, 5])

    assert rule(F040="辺").unmapped(values, records) == {"\ue001": (3, 3)}


@pytest.mark.parametrize(("old", "new"), [("U+E0ZZ", "高"), ("U+E00", "高"), ("u+e000", "高"), ("高", "U+FFFFFF")])
def test_what_is_meant_for_a_code_point_and_is_none_is_refused(old: str, new: str) -> None:
    with pytest.raises(ProjectError, match="文字の番号ではありません"):
        rule(**{old: new}).load(Path())
