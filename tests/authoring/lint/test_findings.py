"""Every rule of the linter has its title, in the code and in the docs."""

from __future__ import annotations

import re
from pathlib import Path

from chukan.authoring.lint import TITLES

ROOT = Path(__file__).parents[3]


def test_every_rule_has_a_title() -> None:
    source = "".join(p.read_text("utf-8") for p in (ROOT / "src/chukan/authoring/lint").glob("*.py"))

    assert set(re.findall(r'"(L[0-9]{2})"', source)) == set(TITLES)


def test_the_docs_list_every_rule() -> None:
    text = (ROOT / "docs" / "packs.md").read_text("utf-8")

    assert dict(re.findall(r"^\| (L[0-9]{2}) \| (.+) \|$", text, flags=re.MULTILINE)) == TITLES
