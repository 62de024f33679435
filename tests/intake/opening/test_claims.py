"""Which kinds of record the numbers of a trailer are about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chukan.errors import AgreementError
from chukan.intake.opening.claims import Agreed, claimed_counts, claimed_sums
from chukan.intake.records.kinds import UNKNOWN
from chukan.layouts.model import Layout
from chukan.record_types import RecordTypes

LayoutOf = Callable[..., Layout]


@pytest.fixture
def claims(layout_of: LayoutOf) -> Callable[..., list[Agreed]]:
    """Return what a trailer T states: ``claims(A=["額"], T=["計"], count=...)``; capitals are kinds with their items."""

    def claims(*, once: tuple[str, ...] = (), count: Any = None, total: Any = None, **kinds: list[str]) -> list[Agreed]:
        layouts = {
            key: layout_of(*((item, "9", 5) for item in items)).model_copy(update={"slug": "".join(items)})
            for key, items in kinds.items()
            if items
        }
        types: dict[str, dict[str, Any]] = {key: {"times": 1} if key in once else {} for key in kinds}
        types["T"] |= {"count": count, "sum": total or {}}
        listed = RecordTypes.model_validate({"types": types}).listed
        trailer = next(one for one in listed if one.key == "T")
        return [*claimed_counts(trailer, listed, layouts), *claimed_sums(trailer, listed, layouts)]

    return claims


def test_without_kinds_all_that_occur_any_number_of_times_are_counted_but_for_the_trailer(
    claims: Callable[..., list[Agreed]],
) -> None:
    (one,) = claims(A=["額"], B=["他"], H=["日"], T=["計"], once=("H",), count="計")

    assert (one.kinds, one.address) == (frozenset({0, 1, UNKNOWN}), "t@1/b/額")
    assert one.whose == "データ（種別「A」「B」の合計）"
    assert "A" in one.advice


def test_a_number_of_single_kinds_is_of_these_only(claims: Callable[..., list[Agreed]]) -> None:
    first, second = claims(A=["額"], B=[], T=["計"], count={"計": "B", "別": ["A", "T"]})

    assert (first.kinds, first.whose, first.address, first.advice) == (frozenset({1}), "種別「B」", "t@1/b/額", "")
    assert second.kinds == {0, 2}


def test_a_sum_is_of_the_data_that_has_the_item(claims: Callable[..., list[Agreed]]) -> None:
    (data,) = claims(H=["額", "日"], A=["額"], T=["額", "計"], once=("H",), total={"計": "額"})
    (header,) = claims(H=["額", "日"], A=["番号"], T=["計"], once=("H",), total={"計": "額"})

    assert (data.kinds, data.address, data.summed) == (frozenset({1}), "t@1/b/額", "額")
    assert header.kinds == {0}


def test_a_sum_may_be_of_several_layouts(claims: Callable[..., list[Agreed]]) -> None:
    kinds = {"A": ["額"], "B": ["額", "税"], "C": ["税"], "T": ["計"]}

    (every,) = claims(**kinds, total={"計": "額"})
    (named,) = claims(**kinds, total={"計": {"item": "額", "types": ["B", "A"]}})
    (single,) = claims(**kinds, total={"計": {"item": "額", "types": "B"}})

    assert (every.kinds, every.address, [one.key for one in every.elsewhere]) == (frozenset({0, 1}), "t@1/b/額", ["B"])
    assert every.whose == "データ（種別「A」「B」の合計）"
    assert 'types: "A"' in every.advice
    assert (named.kinds, named.address, [one.key for one in named.elsewhere]) == (
        frozenset({0, 1}),
        "t@1/b/額税",
        ["A"],
    )
    assert (single.kinds, single.elsewhere, single.whose, single.advice) == (frozenset({1}), (), "種別「B」", "")


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        ({"count": "計", "once": ("A",)}, "どのレコードの件数か決められません"),
        ({"total": {"計": {"item": "額", "types": "B"}}}, "種別「B」に layout がありません"),
        ({"total": {"計": {"item": "税", "types": "A"}}}, "「税」は t@1/b/額 にありません"),
        ({"total": {"計": {"item": "計", "types": "T"}}}, "合計するレコードと同じ layout です"),
        ({"total": {"計": "税"}}, "どの移行ファイル定義にもありません"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    claims: Callable[..., list[Agreed]], stated: dict[str, Any], message: str
) -> None:
    with pytest.raises(AgreementError, match=message):
        claims(A=["額"], **({"B": []} if "total" in stated else {}), T=["計"], **stated)
