"""One difference between two layouts, and all of them."""

from __future__ import annotations

import json

from chukan.authoring.change import Change, Diff
from chukan.authoring.effects import Effect

WORDS = Change("changed", "item", "b/person", "氏名", field="note", old="a", new="b", matters=False)
LONGER = Change("changed", "item", "b/person", "氏名", field="length", old="5", new="9").with_effect(
    Effect("longer", touches=False, meaning="長くなります。")
)
RENAMED = Change("changed", "code", "codes/gender", "2", matters=False).with_effect(
    Effect("code_renamed", touches=True, meaning="確かめてください。")
)
DIFF = Diff("p@1", "p@2", (WORDS, RENAMED, LONGER, LONGER))


def test_a_change_carries_what_it_means() -> None:
    assert (LONGER.name, LONGER.effect, LONGER.touches, LONGER.meaning) == ("氏名", "longer", False, "長くなります。")
    assert (WORDS.effect, WORDS.touches) == ("words", False)


def test_what_a_check_depends_on_and_what_data_may() -> None:
    assert [c for c in DIFF.changes if c.matters] == [LONGER, LONGER]
    assert DIFF.shown == (RENAMED, LONGER, LONGER)
    assert not DIFF.is_empty
    assert Diff("p@1", "p@2", ()).is_empty


def test_effects_are_counted_in_the_order_of_their_list() -> None:
    assert DIFF.effects == {"longer": 2, "code_renamed": 1, "words": 1}
    assert list(DIFF.effects) == [kind for kind in ("longer", "code_renamed", "words") if kind in DIFF.effects]


def test_a_diff_is_plain_json() -> None:
    tree = json.loads(json.dumps(DIFF.to_dict(), ensure_ascii=False))

    assert tree["effects"] == DIFF.effects
    assert [c["name"] for c in tree["changes"]] == ["氏名", "2", "氏名", "氏名"]
