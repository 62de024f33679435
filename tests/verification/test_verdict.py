"""The whole is as bad as its worst part."""

from __future__ import annotations

from itertools import product

from chukan.verification.verdict import Verdict, worst


def test_the_whole_is_its_worst() -> None:
    order: list[Verdict] = ["pass", "pass_with_waivers", "not_checked", "fail"]

    for one, other in product(order, order):
        assert worst([one, other]) == max(one, other, key=order.index)
    assert worst([]) == "not_checked"
