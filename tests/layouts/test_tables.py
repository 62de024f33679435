"""The CSV files of a pack: what they hold, and where a mistake is."""

from __future__ import annotations

from pathlib import Path

import pytest

from chukan.errors import PackError
from chukan.layouts.tables import read_codes, read_items

HEADER = "no,item,type,length,required,key,format\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "person.csv"


def test_items(table: Path) -> None:
    table.write_text(
        f"\ufeff{HEADER}1,宛名番号,X,15,required,1,digits\n\n2,氏名,N,,,,person_name  required_text\n", encoding="utf-8"
    )

    first, second = read_items(table)

    assert (first.name, first.type, first.length, first.required, first.key) == ("宛名番号", "X", 15, "required", 1)
    assert (second.length, second.required, second.key, second.formats) == (
        None,
        "optional",
        None,
        ("person_name", "required_text"),
    )


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (f"{HEADER}1,氏名,N,5,,,\n2,氏名,N,5,,,\n", 3, "項目「氏名」が二度あります（2 行目にも）"),
        (f"{HEADER}1,氏名,NN,5,,,\n", 2, "列「type」に使えない値「NN」があります"),
        (f"{HEADER}1,,N,5,,,\n", 2, "列「item」が空です"),
        (f"{HEADER}1,氏名,N,五,,,\n", 2, "列「length」の値「五」が正しくありません"),
        (f"{HEADER}1,氏名,N\n", 2, "列の数が見出しと違います"),
        ("no,item,type,lenght\n1,氏名,N,5\n", 1, "知らない列「lenght」があります"),
        ("no,item\n1,氏名\n", 1, "列「type」がありません"),
        ("no,item,type,type\n1,氏名,N,N\n", 1, "列「type」が二度あります"),
    ],
)
def test_a_mistake_is_reported_with_its_line(table: Path, text: str, line: int, message: str) -> None:
    table.write_text(text, encoding="utf-8")

    with pytest.raises(PackError) as caught:
        read_items(table)

    assert caught.value.message.startswith(message)
    assert caught.value.place == f"{table}:{line}"


def test_a_table_saved_by_excel_as_shift_jis(table: Path) -> None:
    table.write_bytes(HEADER.encode() + "1,氏名,N,5,,,\n".encode("cp932"))

    with pytest.raises(PackError, match="UTF-8 で読めません") as caught:
        read_items(table)

    assert caught.value.place == f"{table}:2"
    assert "CSV UTF-8" in (caught.value.hint or "")


def test_no_items(table: Path) -> None:
    table.write_text(HEADER, encoding="utf-8")

    with pytest.raises(PackError, match="項目が一つもありません"):
        read_items(table)


def test_codes(tmp_path: Path) -> None:
    path = tmp_path / "gender.csv"
    path.write_text("list,code,name\n性別,01,男\n性別,*,任意の値\n", encoding="utf-8")

    codes = read_codes(path)

    assert (codes.id, codes.name, dict(codes.codes), codes.any_value) == ("gender", "性別", {"01": "男"}, True)


def test_a_code_twice(tmp_path: Path) -> None:
    path = tmp_path / "gender.csv"
    path.write_text("code,name\n1,男\n1,女\n", encoding="utf-8")

    with pytest.raises(PackError, match="コード「1」が二度あります") as caught:
        read_codes(path)

    assert caught.value.place == f"{path}:3"
