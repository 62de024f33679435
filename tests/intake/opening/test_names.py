"""Which item a column's name means."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.intake.opening.conftest import AGREED

from chukan.intake.opening.names import Names, fold, known_names, labels_of
from chukan.layouts.model import Item, Layout

Reading = Callable[..., Any]


def test_names_alike_after_folding_are_read_and_told_once(read: Reading, person: Layout) -> None:
    found = read('"番 号",氏名,"生年\n月日"\r\n1,山田,19800101\r\n'.replace("番", "番"), person, **AGREED)

    assert found.columns == ("番号", "氏名", "生年月日")
    (anomaly,) = found.of("F06")
    assert "2 あります" in anomaly.message
    assert "「番号」" in anomaly.message


def test_agreed_names_of_columns(read: Reading, person: Layout) -> None:
    data = "個人番号,氏名,氏名,生まれ,備考\r\n0001,ヤマダ,山田,19800101,x\r\n"
    agreed = {"個人番号": "番号", "氏名": None, "氏名#2": "氏名", "生まれ": "生年月日", "備考": None}

    found = read(data, person, columns=agreed, **AGREED)

    assert found.columns == ("番号", "氏名", "生年月日")
    assert found.rows == [("0001", "山田", "19800101")]
    assert found.anomalies == []


def test_agreed_names_without_a_header_among_the_items(read: Reading, person: Layout) -> None:
    found = read(
        "a,b,c\r\n0001,山田,19800101\r\n", person, columns={"a": "番号", "b": "氏名", "c": "生年月日"}, encoding="cp932"
    )

    assert found.facts.header
    assert found.rows == [("0001", "山田", "19800101")]
    assert found.of("F06") == []


def test_labels_of_items(read: Reading, layout_of: Any) -> None:
    item = Item.model_validate(
        {"no": 1, "item": "所在地", "type": "N", "length": 20, "label": "所在地（現在）|現住\n所"}
    )
    layout = layout_of(item, ("番号", "X", 4))

    for name in ("所在地（現在）", '"現住\n所"', "所在地"):
        found = read(f"{name},番号\r\n甲府,1\r\n", layout, **AGREED)
        assert found.columns == ("所在地", "番号")
        assert found.of("F06") == []


@pytest.mark.parametrize("name", ["ﾊﾞﾝｺﾞｳ", "バンゴウ", "バン ゴウ", "バン\nゴウ", "　バンゴウ　"])
def test_names_are_compared_without_what_people_write_differently(name: str) -> None:
    assert fold(name) == fold("バンゴウ")


def test_a_label_of_two_items_means_neither(layout_of: Any) -> None:
    first, second = (
        Item.model_validate({"no": n, "item": f"住所{n}", "type": "N", "labels": ("住所", f"旧{n}")}) for n in (1, 2)
    )
    layout = layout_of(first, second)

    assert labels_of(layout) == {"旧1": "住所1", "旧2": "住所2"}
    assert known_names(layout) == {"住所1", "住所2", "旧1", "旧2"}


def test_a_second_column_of_one_item_is_none_of_it(person: Layout) -> None:
    names = Names(person, {"生年月日": None})

    assert names.items(["番号", "氏名", "番号", "謎", "生年月日"]) == ("番号", "氏名", None, None, None)
    assert names.known(["番号", "謎", "生年月日"]) == 2
