"""The mapping file: what it may hold, and where a mistake in it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.authoring.workbook.conftest import Result

from chukan.authoring.workbook.mapping import WorkbookMapping, load_mapping
from chukan.errors import PackError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mapping.yaml"


def test_none_is_the_empty_mapping() -> None:
    assert load_mapping(None) == WorkbookMapping()


def test_a_mapping(path: Path) -> None:
    text = "headings: {item: [名前]}\nsheets:\n  一覧: {read: items, header: 5, columns: {item: C}}\nslugs: {学校給食: school_lunch}\n"
    path.write_text(text, encoding="utf-8")

    mapping = load_mapping(path)

    assert mapping.headings == {"item": ("名前",)}
    assert (mapping.sheets["一覧"].header, mapping.sheets["一覧"].columns) == ((5,), {"item": "C"})
    assert mapping.slugs == {"学校給食": "school_lunch"}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("headngs: {}\n", 1, "headings"),
        ("types:\n  文字: XX\n", 2, "XX"),
        ("headings: {itm: [名前]}\n", 1, "知らない欄「itm」"),
        ("sheets:\n  一覧:\n    columns: {itm: C}\n", 3, "知らない欄「itm」"),
        ("slugs: {学校給食: School-Lunch}\n", 1, "School-Lunch"),
    ],
)
def test_a_mistake(path: Path, text: str, line: int, words: str) -> None:
    path.write_text(text, encoding="utf-8")

    with pytest.raises(PackError) as caught:
        load_mapping(path)

    assert words in str(caught.value)
    assert caught.value.place == f"{path}:{line}"


Read = Callable[..., Result]


def test_what_a_person_ignores_is_no_doubt(read: Read) -> None:
    made = read("unknown_columns_and_notes", 'sheets:\n  一覧: {read: skip}\n  住民: {ignore: [I, "3:4", B2]}\n')

    assert "移行方針" not in made.problems
    assert "コメント" not in made.problems
    assert "「◇」" in made.problems


def test_the_mapping_reads_a_bare_no(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text("sheets:\n  住民: {columns: {no: E, item: B}}\n", encoding="utf-8")

    assert load_mapping(path).sheets["住民"].columns == {"no": "E", "item": "B"}
