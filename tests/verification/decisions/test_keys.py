"""What identifies a record: the layout's key, without 個人番号."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from chukan.layouts.model import Item, Layout
from chukan.values.damage import DAMAGE
from chukan.verification.decisions.keys import BatchKeys, blanks_in_key, key_items, shown_key


def test_the_key_is_that_of_the_layout_where_the_file_has_it(layout: Layout) -> None:
    assert key_items(layout, layout.names) == ("番号",)
    assert key_items(layout, ["氏名"]) == ()


def test_what_could_not_be_decoded_is_written_out() -> None:
    table = pa.RecordBatch.from_pydict({"番号": pa.array(["A" + chr(DAMAGE + 0x81), "B"], pa.string())})

    keys = BatchKeys(table, {"番号": np.array([0])}, ("番号",))

    assert [keys.of(row) for row in range(2)] == [("A⟦81⟧",), ("B",)]


def test_a_my_number_is_hidden_wherever_it_stands() -> None:
    assert shown_key(("番号", "枝番"), ("0005", "1")) == "番号=0005、枝番=1"
    assert "123456789018" not in shown_key(("番号",), ("123456789018",))


def test_a_blank_is_a_value_only_where_the_layout_lets_it_be_blank(layout: Layout) -> None:
    def key_of(*items: dict[str, Any]) -> Layout:
        made = tuple(Item(no=n, length=4, key=n, type="X", **i) for n, i in enumerate(items, 1))
        return layout.model_copy(update={"items": made})

    number = {"item": "番号", "required": "required"}
    secret = {"item": "個人番号", "required": "required", "format": "my_number"}

    assert blanks_in_key(key_of(number)) == frozenset()
    assert blanks_in_key(key_of(number, {"item": "枝番"})) == {1}
    assert blanks_in_key(key_of(secret, number, {"item": "枝番"})) == {1}, "個人番号 is no part of what identifies"
