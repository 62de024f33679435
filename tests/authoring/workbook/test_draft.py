"""The draft of a mapping file: read back as it is it changes nothing, and each doubt stands beside its key."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from tests.authoring.workbooks import KINDS, save

from chukan.authoring.workbook.importer import import_workbooks
from chukan.authoring.workbook.mapping import load_mapping
from chukan.errors import OutputError, PackError
from chukan.layouts.pack import Pack
from chukan.layouts.select import of_pack


@pytest.mark.parametrize(
    "name",
    [
        "ministry_style",
        "an_interface_file",
        "code_tables_side_by_side",
        "page_headers",
        "old_and_new_side_by_side",
        "model_definitions_with_one_title_on_every_sheet",
        "unknown_columns_and_notes",
        "types_of_a_host",
    ],
)
def test_the_draft_reads_as_the_guess_did(name: str, tmp_path: Path) -> None:
    paths = save(KINDS[name](), tmp_path)
    draft = tmp_path / "draft.yaml"

    import_workbooks(paths, out=tmp_path / "one" / "pack", mapping_draft=draft)
    import_workbooks(paths, out=tmp_path / "two" / "pack", mapping=draft)

    first, second = (of_pack(Pack(tmp_path / n / "pack"), None) for n in ("one", "two"))
    assert {y.name: y.digest for y in first} == {y.name: y.digest for y in second}


def test_each_doubt_stands_in_the_draft(tmp_path: Path) -> None:
    paths = save(KINDS["unknown_columns_and_notes"](), tmp_path)
    import_workbooks(paths, out=tmp_path / "pack", mapping_draft=tmp_path / "draft.yaml")

    text = (tmp_path / "draft.yaml").read_text(encoding="utf-8")

    assert yaml.safe_load(text)["required"] == {"◇": "optional"}
    for word in ("要確認 住民!I2", "I（移行方針）", "ignore: ", "要確認 一覧!A1", "一覧: {read: skip}"):
        assert word in text


def test_a_draft_that_says_skip_settles_the_doubts(tmp_path: Path) -> None:
    paths = save(KINDS["hidden_and_document_sheets"](), tmp_path)
    draft = tmp_path / "draft.yaml"
    import_workbooks(paths, out=tmp_path / "one", mapping_draft=draft)
    settled = draft.read_text(encoding="utf-8").replace("# hidden_sheets:", "hidden_sheets:")
    draft.write_text(settled, encoding="utf-8")

    [report] = import_workbooks(paths, out=tmp_path / "two", mapping=draft)

    assert report.problems == ()


def test_a_failed_import_writes_a_draft_too(tmp_path: Path) -> None:
    paths = save(KINDS["a_comparison"](), tmp_path)
    draft = tmp_path / "draft.yaml"

    with pytest.raises(PackError):
        import_workbooks(paths, out=tmp_path / "pack", mapping_draft=draft)

    load_mapping(draft)
    assert "要確認 比較!A1" in draft.read_text(encoding="utf-8")
    assert not (tmp_path / "pack").exists()


def test_a_draft_replaces_no_file(tmp_path: Path) -> None:
    paths = save(KINDS["ministry_style"](), tmp_path)
    (tmp_path / "mine.yaml").write_text("struck: skip\n", encoding="utf-8")

    with pytest.raises(OutputError, match="すでにあります"):
        import_workbooks(paths, out=tmp_path / "pack", mapping_draft=tmp_path / "mine.yaml")
