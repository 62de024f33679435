"""Every placeholder that a template may have."""

from __future__ import annotations

from typing import Any

from tests.evidence.conftest import as_case

from chukan.evidence.papers import contents
from chukan.evidence.papers.confirmation import confirmation, deliveries
from chukan.evidence.papers.fields import CHAPTER, CHECKLIST, CONFIRMATION, TARGETS, listing


def test_the_listing_names_every_placeholder(make: Any) -> None:
    text = listing()
    case = as_case(make())
    for paper, context in (
        (TARGETS, contents.targets(case)),
        (CHAPTER, contents.chapter(case)),
        (CHECKLIST, contents.checklist(case)),
        (CONFIRMATION, confirmation(case, deliveries(case)[0])),
    ):
        assert paper.template in text
        for name, value in context.items():
            assert f"  {name}: " in text or f"表「{name}」" in text
            for row in value[:1] if isinstance(value, list) else []:
                assert all(f"    {name}.{column}: " in text for column in row)
