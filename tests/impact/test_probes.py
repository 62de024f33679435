"""Which changes are counted in one record, and which are not."""

from __future__ import annotations

from chukan.authoring.change import Change
from chukan.authoring.diff import diff_layouts
from chukan.impact.across import is_across
from chukan.impact.probes import probe_of
from chukan.layouts.model import Layout


def test_every_change_has_a_probe_or_a_reason(sides: tuple[Layout, Layout]) -> None:
    for pair in (sides, sides[::-1]):
        for change in diff_layouts(*pair).changes:
            found = probe_of(change, *pair)
            assert callable(found) or is_across(change) or change.kind == "moved", change


def test_a_moved_item_is_a_matter_of_the_whole_file(sides: tuple[Layout, Layout]) -> None:
    found = probe_of(Change("moved", "item", "town/a", "氏名", "no", "1", "2"), *sides)

    assert isinstance(found, str)
    assert "並び" in found
