"""Nothing open may touch a candidate when files are split."""

from __future__ import annotations

from typing import Any

import pytest

from chukan.errors import ProjectError

SLIPS = "resident_register/removed"
SLIP = {"宛名番号": "1", "履歴番号": "1", "世帯番号": "S1", "除票区分": "1", "消除年月日": "20100401"}
SECRET = "123456789018"  # noqa: S105 - made up


def without(town: Any, *keys: str) -> Any:
    """Return a town that decided all but some things; a key with a dot is one of the section of its name."""
    town.decide_for_split()
    town.decide_for_split = lambda: None
    for key in keys:
        section, _, name = key.rpartition(".")
        held = town.reduction[section] if section else town.reduction
        town.reduction = town.reduction | ({section: {k: v for k, v in held.items() if k != name}} if section else {})
        if not section:
            town.reduction.pop(name)
    return town


@pytest.mark.parametrize(
    ("missing", "named"),
    [
        ("juhyo_boundary_date", "境界日"),
        ("archive", "保管媒体の媒体・ラベル・保管期限・保管者・廃棄を決める者"),
        ("archive.keeper", "保管者"),
        ("archive.disposal", "廃棄を決める者"),
        ("archive.search", "保管した記録の検索の方法"),
        ("archive.searched_by", "照会・証明の請求に応じる者"),
    ],
)
def test_an_open_decision_on_a_candidate_stops_the_split(town: Any, missing: str, named: str) -> None:
    town.put(SLIPS, [SLIP])

    with pytest.raises(ProjectError, match=named):
        without(town, missing).reduce(split=town.folder / "out")


def test_years_that_nobody_decided_stop_it(town: Any) -> None:
    town.put("resident_register/issuance", [{"宛名番号": "1", "交付年月日": "20100401"}])
    town.decide(JK04={"years": 5, "name": "規程", "decided_by": ""})

    with pytest.raises(ProjectError, match="JK04 の年数を決めた者と日付"):
        town.reduce(split=town.folder / "out")


def test_what_touches_no_candidate_stops_nothing(town: Any) -> None:
    town.put(SLIPS, [SLIP | {"消除年月日": "20200401"}])

    report = without(town, "juhyo_boundary_date", "archive").reduce(split=town.folder / "out")

    assert report.split.files[0].archive == ""


@pytest.mark.parametrize(("in_old", "in_new", "stops"), [("", SECRET, False), ("　", "", False), (SECRET, "", True)])
def test_a_column_that_is_empty_in_all_candidates_asks_for_nothing(
    town: Any, in_old: str, in_new: str, *, stops: bool
) -> None:
    new = SLIP | {"宛名番号": "2", "世帯番号": "S2", "消除年月日": "20200401", "個人番号": in_new}
    town.put(SLIPS, [SLIP | {"個人番号": in_old}, new])
    out = town.folder / "out"

    if stops:
        with pytest.raises(ProjectError, match="番号法20条"):
            town.reduce(split=out)
        return
    report = town.reduce(split=out)

    assert report.split.files[0].archive_records == 1
    assert not any(d.about == "my_number" for d in report.decisions)
