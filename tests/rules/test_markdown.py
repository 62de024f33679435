from __future__ import annotations

import re

from chukan.rules.catalogue import RULES
from chukan.rules.markdown import page


def test_every_rule_has_a_row_and_an_entry_that_it_leads_to() -> None:
    text = page()

    assert re.findall(r"^\| \[([A-Z][0-9]{2})\]\(#", text, re.MULTILINE) == list(RULES)
    assert sorted(re.findall(r'^<a id="([a-z][0-9]{2})"></a>$', text, re.MULTILINE)) == sorted(r.lower() for r in RULES)


def test_an_entry_has_the_rule_s_own_words() -> None:
    text = page()

    assert [r.id for r in RULES.values() if r.remedy not in text or r.example not in text or r.checks not in text] == []


def test_the_page_ends_in_one_newline() -> None:
    assert page().endswith("\n")
    assert not page().endswith("\n\n")
