"""Two towns, and one of which everything was written."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from chukan.layouts.library import Library
from chukan.project.project import Project
from chukan.reduction.of_project import reduce_project
from chukan.reduction.report.report import Report
from chukan.reduction.report.write import write_report

SECRET = "123456789018"  # noqa: S105 - made up


@pytest.fixture(scope="session")
def made(new_town: Any) -> tuple[Report, Path]:
    """Return a town with all kinds of classes, a name that looks like markup, and what was written of it."""
    town = new_town()
    town.put(
        "resident_register/removed",
        [
            {
                "宛名番号": f"A{n}",
                "世帯番号": f"S{n}",
                "除票区分": "1",
                "消除年月日": day,
                "氏名": "=cmd()",
                "個人番号": SECRET,
            }
            for n, day in enumerate(("20100401", "20110401", "20200401", "", "20140619"))
        ],
    )
    town.put("individual_resident_tax/taxpayer", [{"課税年度": "2010", "宛名番号": "A0"}])
    town.reduction |= {
        "my_number": {"removal": "blank", "basis": "<b>決裁</b>"},
        "archive": {
            "medium": "=LTO",
            "label": "L",
            "keeper": "課",
            "disposal": "長",
            "retain_until": "2036-03-31",
            "search": "索引簿",
            "searched_by": "課",
        },
    }
    out = town.folder / "out"
    out.mkdir()
    report = town.reduce(split=out)
    write_report(out, report)
    return report, out


REMOVED, PERSON, TAX = "resident_register/removed", "resident_register/person", "individual_resident_tax/taxpayer"


def slip(day: str, number: str = "1") -> dict[str, str]:
    return {"宛名番号": number, "世帯番号": f"S{number}", "除票区分": "1", "消除年月日": day}


AS_OF = dt.date(2026, 11, 23)


@pytest.fixture
def two(town: Any) -> Path:
    """Return a project of two municipalities with the same two slips; the second has a boundary of its own."""
    town.put(REMOVED, [slip("20100401"), slip("20080401", "2")])
    town.reduction["my_number"] = {"removal": "blank", "basis": "決裁"}
    town.decide_for_split()
    del town.reduction["juhyo_boundary_date"]
    path: Path = town.project
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    (first,) = document["municipalities"]
    document["municipalities"].append(first | {"code": "131024", "name": "中央区"})
    document["reduction"]["municipalities"] = {"131024": {"juhyo_boundary_date": "2009-06-20"}}
    path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    return path


def run(path: Path, library: Library, **more: Any) -> Report:
    return reduce_project(Project(path), as_of=[AS_OF], **more)


SLIPS = "resident_register/removed"


def candidates(report: Report) -> dict[str, int]:
    """Return the records of each municipality that need not move."""
    found: dict[str, int] = {}
    for c in report.cells:
        if c.level == 0:
            code = report.files[c.file].municipality
            found[code] = found.get(code, 0) + c.amount.records
    return found
