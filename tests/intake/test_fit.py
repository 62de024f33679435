"""When a layout is certain: it fits well, and far better than the next one."""

from __future__ import annotations

import pytest

from chukan.intake.fit import Fit, certain, rank, why_uncertain
from chukan.layouts.library import Library

#: Layouts that are alike: of two businesses, of two kinds of one thing, of two packs.
ALIKE = (
    "mic@2.7/late_stage_elderly_medical/collection",
    "mic@2.7/long_term_care_insurance/collection",
    "mic@2.7/national_health_insurance/collection",
    "mic@2.7/disability_welfare/intellectual_handbook",
    "mic@2.7/disability_welfare/mental_handbook",
    "mic@2.7/non_resident_addressee/addressee",
)


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
