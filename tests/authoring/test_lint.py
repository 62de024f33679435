"""The linter: each finding from a pack with one mistake, and none from the packs that chukan carries."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from chukan.authoring.lint import lint_folder, lint_pack
from chukan.layouts.library import Library, builtin_folder
from chukan.values.formats import FORMATS

MakePack = Callable[..., Path]
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", sorted(p.parent.name for p in builtin_folder().glob("*/pack.yaml")))
def test_the_packs_that_chukan_carries_have_no_errors(name: str) -> None:
    findings = lint_pack(Library().pack(name))

    assert [f for f in findings if f.severity == "error"] == []


def test_a_clean_pack(make_pack: MakePack) -> None:
    assert lint_folder(make_pack()) == ()
    assert lint_folder(make_pack()) == ()


def test_the_formats_are_those_of_the_docs() -> None:
    text = (ROOT / "docs" / "packs.md").read_text("utf-8")
    section = text.split("### Formats")[1].split("\n## ")[0]

    documented = set(re.findall(r"^\| `([^`]+)` \|", section, flags=re.MULTILINE))

    assert documented - {"a..b"} == set(FORMATS)
