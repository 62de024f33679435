"""Colours can be read, and the style sheet has the same ones."""

from __future__ import annotations

import pytest

from chukan.output import colours
from chukan.output.html import style
from chukan.severity import Severity

PAIRS = [
    *((colours.SEVERITY[s], ground) for s, pale in colours.SEVERITY_PALE.items() for ground in ("#ffffff", pale)),
    *((colours.VERDICT[v], ground) for v, pale in colours.VERDICT_PALE.items() for ground in ("#ffffff", pale)),
    *((colours.BASIS[b], ground) for b, pale in colours.BASIS_PALE.items() for ground in ("#ffffff", pale)),
    (colours.MUTED, "#ffffff"),
    (colours.MUTED, colours.SEVERITY_PALE[Severity.WARNING]),
    (colours.INK, colours.HEADING),
]


def luminance(colour: str) -> float:
    """WCAG 2: relative luminance."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize(("ink", "ground"), sorted(set(PAIRS)))
def test_contrast_is_enough(ink: str, ground: str) -> None:
    dark, light = sorted((luminance(ink), luminance(ground)))

    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_the_style_sheet_agrees() -> None:
    sheet = style()
    used = {
        *colours.SEVERITY.values(),
        *colours.SEVERITY_PALE.values(),
        *colours.VERDICT.values(),
        *colours.VERDICT_PALE.values(),
    }

    assert {c for c in used if c not in sheet} == set()
