from __future__ import annotations

from pathlib import Path

from chukan.sample.defects.defect import Defect, defects_path, write_defects


def test_the_list_stands_beside_its_file(tmp_path: Path) -> None:
    assert defects_path(tmp_path / "person.csv") == tmp_path / "person.csv.defects.csv"


def test_defects_are_written_by_record(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"

    write_defects(path, [Defect(9, "氏名", "V01", "required_blank"), Defect(2, "", "F07", "fields_missing")])

    assert path.read_bytes() == "record,item,rule,kind\n2,,F07,fields_missing\n9,氏名,V01,required_blank\n".encode()
