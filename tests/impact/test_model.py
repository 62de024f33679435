"""Whether something is to be done before a file fits: what was not counted may not pass for nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chukan.authoring.change import Change
from chukan.impact.model import ChangeImpact, Impact


def change(*, touches: bool) -> Change:
    """Return a change that may touch data, or only words."""
    return Change("changed", "item", "town/person", "氏名", field="length", old="10", new="5", touches=touches)


IMPACT = Impact(
    file="a.csv",
    sha256="",
    old="t@1/town/person",
    old_digest="",
    new="t@2/town/person",
    new_digest="",
    statements=(),
    as_of="2026-11-23",
    account={},
    agreement={},
    undecided=(),
    problems={},
    form="",
    touched=0,
    changes=(),
)


@pytest.mark.parametrize(
    ("may_touch", "records", "touches"),
    [(True, 3, True), (True, 0, False), (True, None, True), (False, None, False), (False, 0, False)],
)
def test_what_could_not_be_counted_may_touch_records(may_touch: bool, records: int | None, touches: bool) -> None:
    one = ChangeImpact(change(touches=may_touch), records)

    assert one.touches is touches
    assert replace(IMPACT, changes=(one,)).touches is touches


def test_a_file_that_was_read_badly_or_changes_its_columns_is_not_done() -> None:
    assert not IMPACT.touches
    assert replace(IMPACT, problems={"F06": 1}).touches
    assert replace(IMPACT, form="項目の追加 1。").touches
    assert replace(IMPACT, form="項目の追加 1。").to_dict()["touches"] is True
