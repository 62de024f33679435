"""Item tables, row by row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.authoring.conftest import HEADER, KEY, lint

MakePack = Callable[..., Path]


@pytest.mark.parametrize(
    ("row", "rule", "severity", "what"),
    [
        ("2,番号,X,5,,optional,,,,,,statute,法,", "L02", "error", "2 行目にもあります"),
        ("2,番 号,X,5,,optional,,,,,,statute,法,", "L03", "error", "使えない文字"),
        ('2,"番,号",X,5,,optional,,,,,,statute,法,', "L03", "error", "使えない文字"),
        ("2,番-号,X,5,,optional,,,,,,statute,法,", "L03", "error", "使えない文字"),
        ("2,区分,X,1,,optional,,gendr,,,,statute,法,", "L04", "error", "コード表「gendr」がありません"),
        ("2,枝,X,1,,required,3,,,,,statute,法,", "L05", "error", "[1, 3]"),
        ("2,名,N,,,optional,,,,,,statute,法,", "L06", "warning", "桁数がありません"),
        ("2,名,N,0,,optional,,,,,,statute,法,", "L06", "error", "1 以上"),
        ("2,率,9V,5,,optional,,,,,,statute,法,", "L06", "warning", "小数桁がありません"),
        ("2,額,9,5,2,optional,,,,,,statute,法,", "L06", "error", "小数桁があります"),
        ("2,日,DATE,6,,optional,,,,,,statute,法,", "L06", "error", "8・10"),
        ("2,名,N,5,,optional,,,kanna,,,statute,法,", "L07", "error", "「kanna」は知られていません"),
        ("2,額,9,5,,optional,,,kana,,,statute,法,", "L07", "warning", "型 9 では使えません"),
        ("2,個,X,11,,optional,,,my_number,,,statute,法,", "L07", "warning", "桁数は 12"),
        ("2,額,9,5,,optional,,,9..1,,,statute,法,", "L07", "warning", "下限が上限"),
        ("2,名,N,5,,optional,,,,,,estimate,,", "L08", "error", "備考がありません"),
        ("2,名,N,5,,optional,,,,,,statute,,", "L08", "warning", "出典がありません"),
        ("2,名,N,5,,conditional,,,,,,statute,法,", "L09", "warning", "条件がどこにもありません"),
        ("2,名,N,5,,conditional,,,,,,statute,法,あるとき", "L09", "info", "備考にだけ"),
        ("2,名,N,5,,optional,,,,9,,statute,法,", "L10", "error", "「9」という版"),
        ("2,名,N,5,,optional,,,,2,1,statute,法,", "L10", "error", "より後"),
        ("3,名,N,5,,optional,,,,,,statute,法,", "L11", "warning", "2 のはず"),
        ("2,名,Q,5,,optional,,,,,,statute,法,", "L01", "error", "「type」に使えない値「Q」"),
        ("2,名,N", "L01", "error", "列の数"),
    ],
)
def test_item_tables(make_pack: MakePack, row: str, rule: str, severity: str, what: str) -> None:
    files: dict[str, str | None] = {
        "town/person.csv": HEADER + KEY + row + "\n",
        "town/business.yaml": "business: town\nname: 町の業務\nlayouts:\n  person: {name: 住民}\n",
        "codes/letters.csv": "list,code,name,basis,source\n文字,A,a,statute,法\n文字,BB,b,statute,法\n",
    }

    (finding,) = lint(make_pack, files)

    assert (finding.rule, finding.severity) == (rule, severity)
    assert what in finding.message
    wanted = "business.yaml:4" if rule == "L09" else "person.csv:3"
    assert finding.place.endswith(wanted)


TOWN = "business: town\nname: 町の業務\nlayouts:\n  person: {name: 住民}\n"


def test_a_key_item_may_be_blank_where_another_one_may_not(make_pack: MakePack) -> None:
    row = "2,枝,X,1,,optional,2,,,,,statute,法,\n"
    number = HEADER + "1,番号,X,5,,{},1,,,,,statute,法,\n"

    assert lint(make_pack, {"town/person.csv": number.format("required") + row, "town/business.yaml": TOWN}) == []
    (finding,) = lint(make_pack, {"town/person.csv": number.format("optional") + row, "town/business.yaml": TOWN})
    assert (finding.rule, finding.severity) == ("L05", "error")
    assert "必須（required）のものが一つもありません" in finding.message


def test_no_key(make_pack: MakePack) -> None:
    (finding,) = lint(
        make_pack,
        {
            "town/person.csv": HEADER + "1,名,N,5,,optional,,,,,,statute,法,\n",
            "town/business.yaml": TOWN,
        },
    )

    assert (finding.rule, finding.message) == ("L05", "キーの項目がありません")
