"""How much of a value is shown."""

from __future__ import annotations

from chukan.layouts.model import Item
from chukan.values.masking import HIDDEN
from chukan.verification.display import LONGEST, display, truncate

NAME = Item(no=1, item="氏名", type="N")
SECRET = Item(no=2, item="個人番号", type="X", format=("my_number",))


def test_the_shape_unless_asked_for() -> None:
    assert display("山田", NAME, show=False) == "漢漢"
    assert display("山田", NAME, show=True) == "山田"
    assert display("山田", None, show=False) == "漢漢"


def test_a_secret_never() -> None:
    for value in ("123456789018", "1" * 10_000):
        assert display(value, SECRET, show=True) == HIDDEN


def test_of_a_very_long_value_the_beginning() -> None:
    assert display("山" * LONGEST, NAME, show=True) == "山" * LONGEST
    assert display("山" * (LONGEST + 1), NAME, show=True) == "山" * LONGEST + "…"
    assert truncate("山" * (LONGEST + 1)) == "山" * LONGEST + "…"
    assert truncate("山") == "山"
