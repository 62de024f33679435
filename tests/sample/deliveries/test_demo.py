from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml

from chukan.layouts.library import Library
from chukan.project.project import Project
from chukan.sample.deliveries.demo import TOWNS, make_demo

AS_OF = dt.date(2026, 11, 23)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Path:
    return make_demo(tmp_path_factory.mktemp("demo"), library, as_of=AS_OF, persons=40)


def test_the_project_can_be_opened_and_its_files_are_there(demo: Path) -> None:
    files = [
        f
        for m in yaml.safe_load(demo.read_text(encoding="utf-8"))["municipalities"]
        for b in m["businesses"]
        for f in b["files"]
    ]

    assert Project.open(demo)
    assert len(files) == sum(len(slugs) for town in TOWNS for slugs in town.businesses.values())
    assert [f["path"] for f in files if not (demo.parent / f["path"]).is_file()] == []


def test_the_delivery_note_counts_what_was_written(demo: Path) -> None:
    plans = yaml.safe_load(demo.read_text(encoding="utf-8"))["municipalities"]
    files = [(f, m["code"]) for m in plans for b in m["businesses"] for f in b["files"]]
    counted = {
        f["path"]: len(
            (demo.parent / f["path"]).read_bytes().decode("utf-8" if code == TOWNS[1].code else "cp932").splitlines()
        )
        - 1
        for f, code in files
    }

    assert {f["path"]: f["records"] for f, _ in files} == counted


def test_mistakes_are_where_they_were_seeded(demo: Path) -> None:
    lists = sorted(p.relative_to(demo.parent).as_posix() for p in demo.parent.rglob("*.defects.csv"))

    assert lists == [f"{TOWNS[1].code}/national_health_insurance/insured.csv.defects.csv"]
    assert len((demo.parent / lists[0]).read_text(encoding="utf-8-sig").splitlines()) > 1, "a small demo has some, too"
