"""Two layouts of one migration file, and files of the older."""

from __future__ import annotations

from pathlib import Path

import pytest

from chukan.layouts.model import Layout
from chukan.layouts.pack import Pack

HEAD = "no,item,type,length,scale,required,key,code,format,basis,source\n"
ITEMS = f"""{HEAD}1,番号,X,10,,required,1,,digits,statute,法1条
2,枝番,9,2,,required,2,,,statute,法1条
3,氏名,N,20,,optional,,,,statute,法1条
4,区分,X,2,,optional,,kind,,statute,法1条
5,届出日,DATE,8,,optional,,,,statute,法1条
6,備考,XN,50,,optional,,,,statute,法1条
7,率,9V,3,1,optional,,,,statute,法1条
8,個人番号,X,12,,optional,,,my_number,statute,法1条
"""
NEW_ITEMS = f"""{HEAD}1,番号,X,10,,required,1,,digits,statute,法1条
2,枝番,9,2,,required,,,,statute,法1条
3,氏名,N,5,,required,,,,statute,法1条
4,区分,X,2,,optional,,kind,,statute,法1条
5,届出日,DATE,8,,conditional,,,,statute,法1条
6,率,9,3,,optional,,,,statute,法1条
7,世帯,X,5,,required,,,,statute,法1条
8,電話,X,20,,optional,,,,statute,法1条
"""
CODES = "list,code,name\n区分,1,甲\n区分,2,乙\n区分,3,丙\n"
NEW_CODES = "list,code,name\n区分,1,甲\n区分,2,乙種\n"
BODY = "business: town\nname: 町\nlayouts:\n  a:\n    name: 台帳\n"
NEW_BODY = f"""{BODY}    required_when:
      届出日: 区分 = '1'
    references:
      - items: [枝番]
        to: b
    unique:
      - items: [氏名]
    rules:
      - id: two_needs_a_name
        when: 区分 = '2'
        assert: 氏名 IS NOT NULL
        items: [氏名, 区分]
        message: 乙には氏名が要ります。
  b:
    name: 枝番台帳
"""
PACK = """pack: {name}
name: 町
default_edition: "1"
editions: [{{edition: "1"}}]
businesses:
  - {{business: town, number: 1, name: 町, folder: town}}
"""
RECORDS = [
    "番号,枝番,氏名,区分,届出日,備考,率,個人番号",
    "1,1,山田太郎,1,20200101,,10,",
    "1,2,山田太郎,1,,メモ,10.5,",
    "2,1,,2,,,,123456789018",
    "3,1,ながいながいなまえ,3,,,,",
    "4,1,佐藤,3,,メモ,20,",
]


@pytest.fixture
def packs(tmp_path: Path) -> tuple[Path, Path]:
    """Write the folders of the old and the new pack."""
    old = {
        "pack.yaml": PACK.format(name="old"),
        "town/a.csv": ITEMS,
        "town/business.yaml": BODY,
        "codes/kind.csv": CODES,
    }
    new = {
        "pack.yaml": PACK.format(name="new"),
        "town/a.csv": NEW_ITEMS,
        "town/b.csv": f"{HEAD}1,枝番,9,2,,required,1,,,statute,法1条\n",
        "town/business.yaml": NEW_BODY,
        "codes/kind.csv": NEW_CODES,
    }
    folders = []
    for name, files in (("old", old), ("new", new)):
        folder = tmp_path / "packs" / name
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, "utf-8")
        folders.append(folder)
    return folders[0], folders[1]


@pytest.fixture
def sides(packs: tuple[Path, Path]) -> tuple[Layout, Layout]:
    """Return the old and the new layout."""
    old, new = (Pack(folder).layout("town", "a") for folder in packs)
    return old, new


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Write a file of the old layout, of five records."""
    path = tmp_path / "a.csv"
    path.write_text("\n".join([*RECORDS, ""]), "utf-8", newline="\n")
    return path
