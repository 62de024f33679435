"""Which charts a verification has."""

from __future__ import annotations

from chukan.output.charts import Bars, Heat
from chukan.reports import pictures
from chukan.reports.summary import Summary, summarise
from chukan.verification.result import Verification


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
    assert (
        pictures.by_file_and_severity(summary, lambda f: f.layout.name).labels[0] == summary.worst_files[0].layout.name
    )
    assert [s.name for s in bars.series] == ["× エラー", "▲ 警告", "i 情報"]
