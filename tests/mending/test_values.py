"""Values: only what the rule asks for, never a name's characters, never an identifier's length."""

from __future__ import annotations

import pytest

from chukan.layouts.model import Item, Layout
from chukan.mending.values import may_become

from .conftest import GOOD, HEADER, Mend, file_of, left


def _cells(copy: bytes, record: int = 1) -> dict[str, str]:
    return dict(zip(HEADER, copy.decode("cp932").split("\r\n")[record].split(","), strict=True))


def _with(**cells: str) -> tuple[str, ...]:
    return tuple(cells.get(name, value) for name, value in zip(HEADER, GOOD, strict=True))


@pytest.mark.parametrize(
    ("rule", "item", "before", "after"),
    [
        ("V02", "氏名カナ", "ﾔﾏﾀﾞ　ﾀﾛｳ", "ヤマダ　タロウ"),
        ("V02", "氏名", "山田　Ａ子1", "山田　Ａ子１"),
        ("V02", "宛名番号", "１００１", "1001"),
        ("V09", "氏名", "　山田　太郎 ", "山田　太郎"),
        ("V09", "氏名", "山田 太郎", "山田　太郎"),
        ("V09", "備考", "   ", ""),
        ("V09", "宛名番号", " 1001", "1001"),
        ("V08", "金額", "００１２", "12"),
        ("V08", "金額", "007", "7"),
        ("V08", "金額", "－５", "-5"),
        ("V05", "生年月日", "R5.4.1", "20230401"),
        ("V05", "生年月日", "昭和60年3月12日", "19850312"),
        ("V05", "生年月日", "1985/03/12", "19850312"),
        ("V05", "生年月日", "１９８５０３１２", "19850312"),
        ("V05", "生年月日", "　19850312 ", "19850312"),
        ("V05", "生年月日", "S64.1.7", "19890107"),
        ("V05", "生年月日", "大正15年12月24日", "19261224"),
        ("V02", "氏名カナ", "ﾊﾟﾋﾟｳﾞ", "パピヴ"),
    ],
)
def test_a_value_gets_the_form_that_its_rule_asks_for(
    mended: Mend, rule: str, item: str, before: str, after: str
) -> None:
    note, copy, log = mended(file_of(GOOD, _with(**{item: before})), rule)
    assert _cells(copy, 2) == dict(zip(HEADER, _with(**{item: after}), strict=True))
    assert _cells(copy, 1) == dict(zip(HEADER, GOOD, strict=True))
    assert left(note) == {(rule, item): (1, 0)}
    assert log.splitlines()[1].split(",")[:4] == ["2", "3", item, rule]
    assert note.changed_records == 1


@pytest.mark.parametrize(
    ("rule", "item", "before"),
    [
        ("V02", "氏名カナ", "やまだ　たろう"),  # another kana is more than a width
        ("V02", "氏名カナ", "山田"),
        ("V09", "氏名", "山田太郎"),  # where the blank belongs is for people to say
        ("V09", "氏名", "山田　　太郎"),
        ("V02", "氏名カナ", "ﾟﾊ"),  # a mark that belongs to nothing
        ("V02", "氏名カナ", "ヤマタﾞ"),
        ("V05", "生年月日", "平成31年5月1日"),  # not a day of its era
        ("V05", "生年月日", "大正15年12月25日"),
        ("V05", "生年月日", "R99.1.1"),  # no era is so long
        ("V05", "生年月日", "R5.4.00"),
        ("V05", "生年月日", "3600312"),  # an era by its number is a guess
        ("V05", "生年月日", "20230229"),
        ("V08", "金額", "▲5"),
        ("V08", "金額", "1.5"),
        ("V02", "金額", "1,200"),
    ],
)
def test_what_a_person_must_decide_stays_as_it_is_and_is_counted(
    mended: Mend, rule: str, item: str, before: str
) -> None:
    data = file_of(GOOD, _with(**{item: f'"{before}"' if "," in before else before}))
    note, copy, log = mended(data, rule)
    assert copy == data
    assert left(note) == {(rule, item): (0, 1)}
    assert len(log.splitlines()) == 1


def test_one_mend_makes_way_for_the_next(mended: Mend) -> None:
    note, copy, log = mended(file_of(_with(宛名番号="　１００１ ", 金額=" ００７ ")), "V02,V08,V09")
    assert _cells(copy) == dict(zip(HEADER, _with(金額="7"), strict=True))
    assert left(note) == {
        ("V09", "宛名番号"): (1, 0),
        ("V02", "宛名番号"): (1, 0),
        ("V09", "金額"): (1, 0),
        ("V08", "金額"): (1, 0),
    }
    assert [row.split(",")[5:] for row in log.splitlines()[1:]] == [
        ["　１００１ ", "１００１"],
        ["１００１", "1001"],
        [" ００７ ", "００７"],
        ["００７", "7"],
    ]


def test_a_mend_that_breaks_another_rule_is_none(mended: Mend) -> None:
    long = "ｶﾞ" * 15  # thirty characters; the item holds thirty full-width ones
    note, copy, _ = mended(file_of(_with(氏名カナ=long)), "V02")
    assert _cells(copy)["氏名カナ"] == "ガ" * 15
    assert left(note) == {("V02", "氏名カナ"): (1, 0)}


def test_bytes_that_cannot_be_decoded_stay(mended: Mend) -> None:
    data = file_of(_with(備考="X"), GOOD).replace(b",X\r\n", b", \x81\r\n")
    note, copy, _ = mended(data, "V09")
    assert copy == data
    assert left(note) == {}
    assert note.values_unread == 1
    assert note.needs_a_person


def test_an_identifier_never_changes_its_length(layout: Layout) -> None:
    key = layout.by_name["宛名番号"]
    assert may_become("１２", "12", key, layout)
    assert may_become(" 12", "12", key, layout)
    assert not may_become("0012", "12", key, layout)
    number = Item.model_validate({"no": 1, "item": "番号", "type": "9", "length": 4, "format": "fixed"})
    assert not may_become("0012", "12", number, layout)
    for name in ("分納番号", "個人連番", "棟コード"):  # whatever a layout says of them
        assert not may_become("0012", "12", Item.model_validate({"no": 1, "item": name, "type": "9"}), layout)
    assert may_become("0012", "12", layout.by_name["金額"], layout)


def test_text_never_changes_beyond_width(layout: Layout) -> None:
    name = layout.by_name["氏名"]
    assert may_become("ｱ ", "ア", name, layout)
    assert not may_become("髙田", "高田", name, layout)
    assert not may_become("山田　太郎", "山田太郎", name, layout)
    assert not may_become("やま", "ヤマ", name, layout)
