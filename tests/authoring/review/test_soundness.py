"""Whether corrections leave a sound pack."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.authoring.review.conftest import Sheet

from chukan.authoring.review import form
from chukan.authoring.review.merge import merge_review
from chukan.authoring.review.soundness import broken_key, dangling
from chukan.errors import PackError
from chukan.layouts.model import Layout
from chukan.layouts.select import of_pack

RIGHT, WRONG, GONE, HELD = form.RESULTS


def layouts(sheet: Sheet) -> dict[str, Layout]:
    """Return the layouts of the pack that a sheet was written from, as they are."""
    name = next(name for name in sheet.library.names if name != "mic")
    return {layout.path: layout for layout in of_pack(sheet.library.pack(name), None)}


@pytest.mark.parametrize(
    ("item", "cells", "why"),
    [
        ("宛名番号", {"確認結果": GONE}, "履歴"),
        ("履歴番号", {"確認結果": WRONG, "正しいキー": 5}, "キーの番号"),
    ],
)
def test_a_correction_that_breaks_the_pack_is_refused_with_its_cell(
    sheet: Sheet, tmp_path: Path, item: str, cells: dict[str, Any], why: str
) -> None:
    place = sheet.fill("住民", item, **cells)

    with pytest.raises(PackError, match="何も書いていません") as caught:
        merge_review(sheet.path, sheet.library, out=tmp_path / "merged", pack="kou")

    assert why in str(caught.value)
    assert place in str(caught.value)
    assert not (tmp_path / "merged").exists()


def test_a_pack_as_it_is_holds_together(sheet: Sheet) -> None:
    every = layouts(sheet)

    assert [text for layout in every.values() for text in (*dangling(layout, every), *broken_key(layout))] == []


def test_whatever_item_a_declaration_names_is_missed(sheet: Sheet) -> None:
    every = layouts(sheet)
    person = every["town/person"]
    for name in {name for declaration in person.body.declarations for name in declaration.item_names}:
        left = person.model_copy(update={"items": tuple(item for item in person.items if item.name != name)})

        assert any(f"項目「{name}」" in text for text in dangling(left, every)), name


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, 0),
        ({"宛名番号": {"key": None}}, 1),
        ({"宛名番号": {"key": 3}}, 1),
        ({"宛名番号": {"required": "optional"}, "履歴番号": {"required": "optional"}}, 1),
    ],
)
def test_a_key_is_counted_from_one_and_something_of_it_is_always_there(
    sheet: Sheet, changes: dict[str, dict[str, Any]], found: int
) -> None:
    person = layouts(sheet)["town/person"]
    items = tuple(item.model_copy(update=changes.get(item.name, {})) for item in person.items)

    assert len(broken_key(person.model_copy(update={"items": items}))) == found
