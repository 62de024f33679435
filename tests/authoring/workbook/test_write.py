"""Pack folders: their files as text, written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from chukan.authoring.workbook.write import (
    body_dict,
    business_yaml,
    code_table,
    dump_yaml,
    item_table,
    read_folder,
    write_folder,
)
from chukan.errors import OutputError, PackError
from chukan.layouts.body import LayoutBody
from chukan.layouts.codes import CodeList, CodeValue
from chukan.layouts.model import Item
from chukan.layouts.pack import Pack

PACK = 'pack: p\nname: 集\ndefault_edition: "1"\neditions: [{edition: "1"}]\nbusinesses: [{business: b, name: 業務, folder: b}]\n'
ITEMS = (
    Item(no=1, item="番号", type="X", length=4, required="required", key=1, basis="statute", source="法1条"),
    Item(no=2, item='氏名, "漢字"', type="N", note="=1+1"),
)
BODY = LayoutBody.model_validate({"name": "人", "required_when": {"番号": "TRUE"}})


def files() -> dict[str, str]:
    return {"pack.yaml": PACK, "b/business.yaml": business_yaml("b", "業務", {"m": BODY}), "b/m.csv": item_table(ITEMS)}


def test_a_folder_reads_as_it_was_written(tmp_path: Path) -> None:
    made = write_folder(tmp_path / "p", files(), replace=False, check=lambda folder: Pack(folder).editions)

    assert made == Pack(tmp_path / "p").editions
    assert read_folder(tmp_path / "p") == files()
    assert (tmp_path / "p" / "b" / "m.csv").read_bytes().startswith(b"\xef\xbb\xbf")  # for Excel


def test_a_table_keeps_each_cell() -> None:
    text = item_table(ITEMS)

    assert text.splitlines()[0].startswith("no,item,type,length")
    assert '"氏名, ""漢字"""' in text
    assert "=1+1" in text  # a definition is text that is read back, and no sheet to open
    codes = CodeList(id="g", name="性別", values=(CodeValue(code="01", name="男"), CodeValue(code="02", name="女")))
    assert [line.split(",")[:3] for line in code_table(codes).splitlines()[1:]] == [
        ["性別", "01", "男"],
        ["性別", "02", "女"],
    ]


def test_what_is_left_at_its_default_is_not_written() -> None:
    assert body_dict(BODY) == {"name": "人", "required_when": {"番号": "TRUE"}}
    assert yaml.safe_load(business_yaml("b", "業務", {"m": BODY})) == {
        "business": "b",
        "name": "業務",
        "layouts": {"m": body_dict(BODY)},
    }
    assert dump_yaml({"z": "漢字", "a": 1}) == "z: 漢字\na: 1\n"


def test_what_does_not_load_is_not_put_in_place(tmp_path: Path) -> None:
    write_folder(tmp_path / "p", files(), replace=False, check=Pack)

    with pytest.raises(PackError):
        write_folder(tmp_path / "p", {"pack.yaml": "pack: 1\n"}, replace=True, check=Pack)

    assert read_folder(tmp_path / "p") == files()
    assert [p.name for p in tmp_path.iterdir()] == ["p"]


def test_a_folder_that_is_no_pack_is_never_written_into(tmp_path: Path) -> None:
    (tmp_path / "手紙.txt").write_text("x", encoding="utf-8")

    with pytest.raises(OutputError, match="レイアウト集のフォルダではありません"):
        write_folder(tmp_path, files(), replace=True, check=Pack)

    assert [p.name for p in tmp_path.iterdir()] == ["手紙.txt"]


def test_files_of_others_stay_and_own_ones_that_are_gone_go(tmp_path: Path) -> None:
    write_folder(tmp_path / "p", {**files(), "codes/g.csv": "list,code,name\n性別,1,男\n"}, replace=False, check=Pack)
    (tmp_path / "p" / "memo.txt").write_text("x", encoding="utf-8")

    write_folder(tmp_path / "p", files(), replace=True, check=Pack)

    assert read_folder(tmp_path / "p") == files()
    assert (tmp_path / "p" / "memo.txt").exists()
