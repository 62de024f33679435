"""Charts: text stays text, the same values give the same bytes, nothing warns."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import matplotlib as mpl
import pytest

from chukan.output import charts
from chukan.output.charts import Bars, Heat, Series, png, svg
from chukan.reports import pictures
from chukan.reports.summary import Summary, summarise
from chukan.verification.result import Verification

BARS = Bars("題", ("一", "二"), (Series("エラー", (3, 0), "#b3261e"), Series("警告", (1, 90_000), "#8a5a00", "//")))
HEAT = Heat("題", ("行一", "行二"), ("列一", "列二"), ((1, 0), (123_456_789, 5)), ("#b3261e", "#8a5a00"))


def texts(picture: str) -> list[str]:
    root = ET.fromstring(picture)  # noqa: S314 - ours
    return [e.text or "" for e in root.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("chart", [BARS, HEAT], ids=["bars", "heat"])
def test_text_stays_text_and_bytes_stay_the_same(chart: charts.Chart) -> None:
    picture = svg(chart, "a")

    assert picture == svg(chart, "a")
    assert "font-family" not in picture
    assert "<style" not in picture
    assert 'aria-label="題"' in picture


def test_numbers_and_labels_are_in_the_picture() -> None:
    assert {"一", "二", "3", "90,000", "エラー", "警告", "件（対数目盛）"} <= set(texts(svg(BARS, "a")))
    assert {"行一", "列二", "123,456,789", "5"} <= set(texts(svg(HEAT, "a")))


def test_an_even_scale_where_everything_is_seen() -> None:
    assert "件" in texts(svg(Bars("題", ("一", "二"), (Series("エラー", (3, 90), "#b3261e"),)), "a"))


def test_two_charts_share_no_id() -> None:
    one, other = (set(re.findall(r' id="([^"]+)"', svg(BARS, name))) for name in ("a", "b"))

    assert one
    assert not one & other


def test_references_are_kept_together() -> None:
    picture = svg(BARS, "a")
    ids = set(re.findall(r' id="([^"]+)"', picture))
    used = set(re.findall(r"url\(#([^)]+)\)", picture)) | set(re.findall(r'href="#([^"]+)"', picture))

    assert used
    assert used <= ids


@pytest.mark.parametrize("label", ["<script>alert(1)</script>", "a&b", "$x$ ^_", "\U0001f600\ue000", 'x" id="y'])
def test_labels_are_only_text(label: str) -> None:
    picture = svg(Bars("題", (label,), (Series("エラー", (3,), "#b3261e"),)), "a")

    assert label in texts(picture)


def test_long_labels_keep_their_end() -> None:
    label = f"{'とても長い階層/' * 20}person.csv"

    cut = next(t for t in texts(svg(Bars("題", (label,), (Series("エラー", (3,), "#b3261e"),)), "a")) if "…" in t)

    assert cut.endswith("person.csv")


@pytest.mark.parametrize(
    "chart", [Bars("題", (), ()), Bars("題", ("一",), (Series("エラー", (0,), "#b3261e"),)), Heat("題", (), (), (), ())]
)
def test_nothing_to_draw(chart: charts.Chart) -> None:
    assert svg(chart, "a") == ""
    assert png(chart) is None


def test_a_picture_for_word(monkeypatch: pytest.MonkeyPatch) -> None:
    if charts.japanese_font() is None:
        pytest.skip("no Japanese font is installed")

    picture = png(BARS, dpi=100)

    assert picture == png(BARS, dpi=100)
    assert picture is not None
    assert picture.startswith(b"\x89PNG")


@pytest.mark.parametrize("chart", [BARS, HEAT], ids=["bars", "heat"])
def test_without_a_japanese_font(chart: charts.Chart, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "japanese_font", lambda: None)

    assert png(chart) is None
    assert "題" in svg(chart, "a")


def test_settings_of_others_are_kept_and_change_nothing() -> None:
    before = svg(BARS, "a")

    with mpl.rc_context({"font.size": 30, "savefig.bbox": "tight", "svg.fonttype": "path"}):
        assert svg(BARS, "a") == before
        assert mpl.rcParams["font.size"] == 30


def test_a_business_has_its_column(summary: Summary) -> None:
    heat = pictures.overview(summary)

    assert isinstance(heat, Heat)
    assert heat.columns == ("住民基本台帳", "個人住民税", "国民健康保険")
    assert (heat.rows[0], heat.values[0]) == ("× V07 検査数字", (0, 0, 61_230))


def test_one_business_has_bars(clean: Verification, summary: Summary) -> None:
    bars = pictures.overview(summarise(clean))

    assert isinstance(bars, Bars)
    assert pictures.by_rule(summary).labels[0] == "V07 検査数字"


def test_the_worst_files(summary: Summary) -> None:
    bars = pictures.by_file_and_severity(summary)

    assert bars.labels[0].endswith("insured_20260401.csv")
    assert [s.name for s in bars.series] == ["× エラー", "▲ 警告", "i 情報"]


@pytest.mark.parametrize(
    ("value", "inches", "shown"),
    [
        (999_999, 1.0, "999,999"),
        (1_234, 0.2, "1234"),
        (12_345, 0.2, "1.2万"),
        (99_499, 0.2, "9.9万"),
        (123_456, 0.2, "12万"),
        (99_999_999, 0.3, "10000万"),
        (34_800_000_000, 0.2, "348億"),
        (5 * 10**12, 0.2, "5.0兆"),
    ],
)
def test_a_number_fits_its_cell(value: int, inches: float, shown: str) -> None:
    text, size = charts._short(value, inches)
    assert text == shown
    assert 3.6 <= size <= 7.5
    assert charts._width(text) * size / 7.5 <= inches or size == 3.6
