"""Which layouts a file fits, by its names and the shapes of its values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chukan.intake.fit import Fit, certain, fixed_forms, is_telling, rank, rank_fixed, suits, why_uncertain
from chukan.layouts.library import Library
from chukan.layouts.model import Item, Layout

LayoutOf = Callable[..., Layout]

#: Layouts that are alike: of two businesses, of two kinds of one thing, of two packs.
ALIKE = (
    "mic@2.7/late_stage_elderly_medical/collection",
    "mic@2.7/long_term_care_insurance/collection",
    "mic@2.7/national_health_insurance/collection",
    "mic@2.7/disability_welfare/intellectual_handbook",
    "mic@2.7/disability_welfare/mental_handbook",
    "mic@2.7/non_resident_addressee/addressee",
)


@pytest.fixture
def pair(layout_of: LayoutOf) -> list[Layout]:
    tax = layout_of(("番号", "X", 10), ("生年月日", "DATE", 8), ("税額", "9", 7))
    notes = layout_of(("番号", "X", 10), ("氏名", "N", 10), ("備考", "XN", 20))
    return [y.model_copy(update={"slug": slug}) for slug, y in (("notes", notes), ("tax", tax))]


def found(fits: Any) -> list[str]:
    return [fit.address.rpartition("/")[2] for fit in fits]


def test_names_decide_where_there_are_some(pair: list[Layout]) -> None:
    best, *others = rank(pair, ["番号", "生年月日", "税額"], [["1"], ["19800101"], ["120"]])

    assert found([best]) == ["tax"]
    assert best.score == 1.0
    assert best.reasons[:2] == ("列名 3 / 3 項目が一致", "列の順も一致")
    assert all(fit.score < best.score for fit in others)
    assert rank(pair, ["x", "y", "z"], [["1"]] * 3) == ()


def test_shapes_decide_where_there_are_no_names(pair: list[Layout]) -> None:
    by_date = rank(pair, None, [["1"], ["19800101"], ["120"]])
    by_name = rank(pair, None, [["1"], ["山田　太郎"], ["なし"]])

    assert found(by_date)[0] == "tax"
    assert found(by_name)[0] == "notes"
    assert rank(pair, None, [["1"]]) == ()


def test_no_more_than_were_asked_for(pair: list[Layout]) -> None:
    assert len(rank(pair * 20, ["番号", "生年月日", "税額"], [["1"], ["19800101"], ["120"]], limit=3)) == 3


def test_records_of_fixed_width(pair: list[Layout], layout_of: LayoutOf) -> None:
    forms = fixed_forms([*pair, layout_of(("長さ不明", "X", None))], "cp932")

    assert {length: [form.layout.slug for form in one] for length, one in forms.items()} == {
        25: ["tax"],
        70: ["notes"],
        40: ["notes"],
    }
    (fits,) = rank_fixed(forms[25], [b"0000000001198001010000120"], "cp932")
    (less,) = rank_fixed(forms[25], [b"x" * 25], "cp932")
    assert (found([fits]), fits.score) == (["tax"], 1.0)
    assert less.score < 0.7
    assert "25 バイトで一致" in less.reasons[0]


@pytest.mark.parametrize(
    ("item", "value", "fits"),
    [
        ({"type": "9", "length": 3}, "123", True),
        ({"type": "9", "length": 3}, "1234", False),
        ({"type": "9", "length": 3}, "12a", False),
        ({"type": "S9", "length": 3}, "-123", True),
        ({"type": "9V", "length": 3, "scale": 2}, "123.45", True),
        ({"type": "DATE", "length": 8}, "19800101", True),
        ({"type": "DATE", "length": 8}, "1980", False),
        ({"type": "TIME", "length": 6}, "23:59:59", True),
        ({"type": "X", "length": 5}, "あ", False),
        ({"type": "N", "length": 5}, "a", False),
        ({"type": "N", "length": 5}, "山　田", True),
        ({"type": "X", "length": 5, "format": "fixed"}, "1234", False),
    ],
)
def test_a_value_and_an_item(layout_of: LayoutOf, item: dict[str, Any], value: str, fits: bool) -> None:
    one = Item.model_validate({"no": 1, "item": "甲", **item})

    assert suits(one, value, layout_of(one)) is fits


def test_items_that_tell_layouts_apart(layout_of: LayoutOf) -> None:
    layout = layout_of(
        ("番号", "X", 4), ("日", "DATE", 8), Item(no=3, item="支所", type="X", length=3, format=("fixed",))
    )

    assert [is_telling(item, layout) for item in layout.items] == [False, True, True]


def fit(score: float, address: str = "a@1/b/c") -> Fit:
    return Fit(address, "定義", "業務", score, ())


@pytest.mark.parametrize(
    ("scores", "is_certain"),
    [((), False), ((0.79,), False), ((0.8,), True), ((0.9, 0.8), True), ((0.9, 0.81), False), ((1.0, 0.95), False)],
)
def test_it_takes_a_good_fit_and_a_lead(scores: tuple[float, ...], is_certain: bool) -> None:
    fits = [fit(score) for score in scores]

    assert (certain(fits) is not None) is is_certain
    if not is_certain:
        assert ("合いません" in why_uncertain(fits)) is (bool(fits) and scores[0] < 0.8)
        assert all(f"{score:.0%}" in why_uncertain(fits) for score in scores)


@pytest.mark.parametrize("address", ALIKE)
def test_a_header_is_certain_even_among_layouts_that_are_alike(address: str) -> None:
    layouts = [Library.default().layout(one) for one in ALIKE]
    names = next(layout for layout in layouts if layout.address == address).names

    found = certain(rank(layouts, names, [[] for _ in names]))

    assert found is not None
    assert found.address == address
