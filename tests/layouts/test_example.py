"""The pack that docs/packs.md shows: 20 items, no findings, and it runs."""

from __future__ import annotations

from pathlib import Path

from chukan.authoring.diff import diff_packs
from chukan.authoring.lint import lint_pack
from chukan.authoring.workbook.write import read_folder
from chukan.layouts.library import Library
from chukan.layouts.select import of_pack

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "pack"


def test_it_has_20_items_and_no_findings() -> None:
    pack = Library([EXAMPLE]).pack("example")

    layouts = of_pack(pack, None)

    assert sum(len(y.items) for y in layouts) == 20
    assert lint_pack(pack) == ()


def test_its_editions_differ_as_it_says() -> None:
    pack = Library([EXAMPLE]).pack("example")

    diff = diff_packs(of_pack(pack, "1"), of_pack(pack, "2"), names=("1", "2"))

    assert {c.name for c in diff.changes if c.what == "item"} == {"納付方法", "口座振替開始年月日"}
    assert all(c.reason for c in diff.changes if c.what == "item")


def test_the_docs_show_it_as_it_is() -> None:
    """Every block of docs/packs.md that names a file of the example holds a part of that file."""
    text = (ROOT / "docs" / "packs.md").read_text("utf-8")
    files = read_folder(EXAMPLE)
    shown = 0
    for block in text.split("```")[1::2]:
        first, _, body = block.partition("\n")
        name = first.removeprefix("yaml ").removeprefix("csv ").strip()
        if name.startswith("docs/examples/pack/"):
            shown += 1
            assert body.strip() in files[name.removeprefix("docs/examples/pack/")]
    assert shown >= 2
