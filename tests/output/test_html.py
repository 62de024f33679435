"""Charts in pages: text stays text, everything is escaped, bars are drawn to scale."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from chukan.output.charts import Bars, Chart, Heat, Series, Stacked
from chukan.output.html import svg

BARS = Bars(
    "題", ("一", "二"), (Series("エラー", (3, 0), "#b3261e"), Series("警告", (1, 90_000), "#8a5a00", "stripes"))
)
HEAT = Heat("題", ("行一", "行二"), ("列一", "列二"), ((1, 0), (123_456_789, 5)), ("#b3261e", "#8a5a00"))
STACKED = Stacked(
    "題", ("2020", "2021"), (Series("移行", (10, 0), "#5b6b7b"), Series("候補", (30, 20), "#1b7f8c", "dots"))
)
CHARTS = pytest.mark.parametrize("chart", [BARS, HEAT, STACKED], ids=["bars", "heat", "stacked"])
SVG = "{http://www.w3.org/2000/svg}"


def texts(picture: str) -> list[str]:
    return [e.text or "" for e in ET.fromstring(picture).iter(f"{SVG}text")]  # noqa: S314 - ours


def heights(picture: str) -> dict[str, tuple[float, float]]:
    """Width and height of each rectangle that has a title."""
    found = {}
    for r in ET.fromstring(picture).iter(f"{SVG}rect"):  # noqa: S314 - ours
        title = r.findtext(f"{SVG}title")
        if title:
            found[title] = (float(r.attrib["width"]), float(r.attrib["height"]))
    return found


@CHARTS
def test_text_stays_text_and_bytes_stay_the_same(chart: Chart) -> None:
    picture = svg(chart, "a")

    assert picture == svg(chart, "a")
    assert "font-family" not in picture
    assert "<style" not in picture
    assert 'aria-label="題"' in picture


def test_numbers_and_labels_are_in_the_picture() -> None:
    assert {"一", "二", "3", "90,000", "エラー", "警告", "件（対数目盛）"} <= set(texts(svg(BARS, "a")))
    assert {"行一", "列二", "123,456,789", "5"} <= set(texts(svg(HEAT, "a")))
    assert {"2020", "2021", "移行", "候補", "0", "40"} <= set(texts(svg(STACKED, "a")))


def test_an_even_scale_where_everything_is_seen() -> None:
    picture = svg(Bars("題", ("一", "二"), (Series("エラー", (30, 90), "#b3261e"),)), "a")

    assert "件" in texts(picture)
    small, large = (heights(picture)[f"{label} エラー {n} 件"][0] for label, n in (("一", 30), ("二", 90)))
    assert small * 3 == pytest.approx(large, abs=0.05)


def test_stacked_columns_are_drawn_to_scale() -> None:
    found = heights(svg(STACKED, "a"))
    unit = found["2020 移行 10 件"][1] / 10

    assert found["2020 候補 30 件"][1] == pytest.approx(unit * 30, abs=0.02)
    assert found["2021 候補 20 件"][1] == pytest.approx(unit * 20, abs=0.02)


@pytest.mark.parametrize("chart", [BARS, STACKED], ids=["bars", "stacked"])
def test_two_charts_share_no_id_and_references_are_kept_together(chart: Chart) -> None:
    one, other = (svg(chart, name) for name in ("a", "b"))
    ids, others = (set(re.findall(r' id="([^"]+)"', picture)) for picture in (one, other))

    assert ids
    assert not ids & others
    assert set(re.findall(r"url\(#([^)]+)\)", one)) == ids


@pytest.mark.parametrize("label", ["<script>alert(1)</script>", "a&b", "$x$ ^_", "\U0001f600\ue000", 'x" id="y'])
def test_labels_are_only_text(label: str) -> None:
    for picture in (
        svg(Bars("題", (label,), (Series(label, (3,), "#b3261e"), Series("別", (1,), "#8a5a00"))), "a"),
        svg(Stacked(label, (label,), (Series(label, (3,), "#b3261e"),)), "a"),
        svg(Heat("題", (label,), (label,), ((1,),), ("#b3261e",)), "a"),
    ):
        assert label in texts(picture)


def test_long_labels_keep_their_end() -> None:
    label = f"{'とても長い階層/' * 20}person.csv"

    cut = next(t for t in texts(svg(Bars("題", (label,), (Series("エラー", (3,), "#b3261e"),)), "a")) if "…" in t)

    assert cut.endswith("person.csv")


def test_long_names_of_columns_are_written_upright() -> None:
    heat = Heat("題", ("行",), tuple(f"とても長い業務の名称{n}" for n in range(12)), ((1,) * 12,), ("#b3261e",))

    assert svg(heat, "a").count("rotate(-90") == 12
    assert "rotate" not in svg(HEAT, "a")


@pytest.mark.parametrize(
    "chart",
    [
        Bars("題", (), ()),
        Bars("題", ("一",), (Series("エラー", (0,), "#b3261e"),)),
        Stacked("題", (), (Series("移行", (), "#5b6b7b"),)),
        Heat("題", (), (), (), ()),
    ],
)
def test_nothing_to_draw(chart: Chart) -> None:
    assert svg(chart, "a") == ""
