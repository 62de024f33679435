"""Only the items that decide on reduction, or link records, are spilled."""

from __future__ import annotations

import pytest

from chukan.errors import PackError
from chukan.layouts.library import Library
from chukan.layouts.model import Layout
from chukan.reduction.rules.load import Retention
from chukan.reduction.rules.needs import links_of, needs_of

REMOVED, PERSON = "resident_register/removed", "resident_register/person"


def test_what_a_rule_reads_and_no_name_or_address(library: Library, retention: Retention) -> None:
    layout = library.layout(REMOVED, default="mic@2.7")

    needs = needs_of(layout, [layout], retention)

    assert needs.judged
    assert "消除年月日" in needs.dates
    assert "世帯番号" in needs.values
    assert not {"氏名", "氏名カナ", "個人番号"} & {*needs.values, *needs.dates}
    assert list(needs.values) == [name for name in layout.names if name in needs.values]


def test_what_others_refer_to_is_needed_where_they_are_delivered(library: Library, retention: Retention) -> None:
    person = library.layout(PERSON, default="mic@2.7")
    removed = library.layout(REMOVED, default="mic@2.7")

    alone, together = (needs_of(person, others, retention) for others in ([person], [person, removed]))

    assert set(alone.values) <= set(together.values)


def test_references_with_both_sides(library: Library) -> None:
    found = links_of(library.layout("resident_register/address_history", default="mic@2.7"))

    assert (("宛名番号",), PERSON, ("宛名番号",)) in found


def test_a_layout_without_an_item_that_a_rule_names_is_told(library: Library, retention: Retention) -> None:
    layout = library.layout(REMOVED, default="mic@2.7")
    items = tuple(i for i in layout.items if i.name != "消除年月日")
    without = Layout(**{**dict(layout), "items": items})

    with pytest.raises(PackError, match="消除年月日"):
        needs_of(without, [without], retention)
