"""Several municipalities, files and definitions in one run; and links over more than one step."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from chukan.errors import InputError, ProjectError, UsageError
from chukan.layouts.library import Library
from chukan.project.project import Project
from chukan.reduction.report.report import Report
from chukan.reduction.run import reduce_project

AS_OF = dt.date(2026, 11, 23)
REMOVED, PERSON, TAX = "resident_register/removed", "resident_register/person", "individual_resident_tax/taxpayer"


def slip(day: str, number: str = "1") -> dict[str, str]:
    return {"宛名番号": number, "世帯番号": f"S{number}", "除票区分": "1", "消除年月日": day}


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


def candidates(report: Report) -> dict[str, int]:
    found: dict[str, int] = {}
    for c in report.cells:
        if c.level == 0:
            code = report.files[c.file].municipality
            found[code] = found.get(code, 0) + c.amount.records
    return found


def test_each_municipality_by_its_own_settings(two: Path, library: Library) -> None:
    report = run(two, library)

    assert candidates(report) == {"131016": 2, "131024": 1}
    (rule,) = (r for r in report.rules if r.id == "JK01")
    assert (rule.boundary, rule.candidates.records, rule.alone.records) == ("2009-06-20・2014-06-20", 3, 3)
    boundary = [(d.municipality, d.open, d.amount.records) for d in report.decisions if d.about == "boundary"]
    assert boundary == [("131016", True, 2), ("131024", False, 1)]
    assert report.scenarios[0].candidates.records == 3


def test_only_one_municipality(two: Path, library: Library) -> None:
    assert candidates(run(two, library, municipality="131024")) == {"131024": 1}


def test_both_are_split(two: Path, library: Library, tmp_path: Path) -> None:
    document = yaml.safe_load(two.read_text(encoding="utf-8"))
    document["reduction"]["juhyo_boundary_date"] = "2014-06-20"
    two.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    report = run(two, library, out=tmp_path / "out", split=True)

    assert report.split is not None
    written = [(tmp_path / "out" / f.archive).read_bytes() for f in report.split.files]
    assert [len(w.splitlines()) for w in written] == [3, 2]
    assert len({f.archive for f in report.split.files}) == 2


def test_a_run_without_a_split_leaves_no_earlier_split_behind(two: Path, library: Library, tmp_path: Path) -> None:
    """It would be taken for the split of the decisions that the new report shows."""
    document = yaml.safe_load(two.read_text(encoding="utf-8"))
    document["reduction"]["juhyo_boundary_date"] = "2014-06-20"
    two.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    out = tmp_path / "out"
    run(two, library, out=out, split=True)
    note = out / "migrate" / "メモ.txt"
    note.write_text("担当の覚え", encoding="utf-8")

    run(two, library, out=out)

    reports = {"reduction.json", "reduction.html", "reduction.xlsx", "reduction.docx"}
    assert {p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()} == {*reports, "migrate/メモ.txt"}


def test_files_of_two_definitions_can_not_be_one_register(town: Any, library: Library) -> None:
    town.put(REMOVED, [slip("20100401")], "a.csv")
    town.put(REMOVED, [slip("20100401")], "b.csv")
    document = yaml.safe_load(town.project.read_text(encoding="utf-8"))
    files = document["municipalities"][0]["businesses"][0]["files"]
    files[1]["layout"] = "mic@1.0/resident_register/removed"
    path = town.folder / "project.yaml"
    path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    older = library.layout("mic@1.0/resident_register/removed")
    assert older.digest != library.layout("mic@2.7/resident_register/removed").digest

    with pytest.raises(ProjectError, match="違う版"):
        run(path, library)


def test_nothing_to_classify(town: Any, library: Library) -> None:
    path = town.project

    with pytest.raises((UsageError, ProjectError)):
        run(path, library)


def test_half_a_picture_is_none(town: Any, library: Library, tmp_path: Path) -> None:
    town.put(REMOVED, [slip("20100401")])
    town.put(PERSON, [{}]).unlink()

    with pytest.raises(InputError):
        run(town.project, library, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_links_are_followed_to_their_end(town: Any) -> None:
    """A tax of this year holds a person; the person its history, its household and the others in it."""
    gone = {"最新フラグ": "1", "住民状態": "2", "消除年月日": "20100401", "履歴番号": "2"}
    town.put(
        PERSON,
        [
            {"宛名番号": "1", "世帯番号": "S1", **gone},
            {"宛名番号": "1", "世帯番号": "S1", **gone, "履歴番号": "1", "最新フラグ": "0"},
            {"宛名番号": "2", "世帯番号": "S1", **gone},
            {"宛名番号": "3", "世帯番号": "S3", **gone},
        ],
    )
    town.put("resident_register/household", [{"世帯番号": s, "世帯状態": "2"} for s in ("S1", "S3")])
    town.put("resident_register/move_history", [{"宛名番号": n} for n in "123"])
    town.put(TAX, [{"課税年度": "2026", "宛名番号": "1"}])

    report = town.reduce()

    assert town.classes(report, PERSON) == {"移行必須": 3, "削減候補": 1}
    assert town.classes(report, "resident_register/household") == {"移行必須": 1, "削減候補": 1}
    assert town.classes(report, "resident_register/move_history") == {"移行必須": 2, "削減候補": 1}
    assert town.codes(report, "resident_register/move_history") == {"followed", "over"}


def test_history_without_its_latest_record_is_to_be_looked_at(town: Any) -> None:
    town.put(
        PERSON, [{"宛名番号": "1", "世帯番号": "S1", "最新フラグ": "0", "住民状態": "2", "消除年月日": "20100401"}]
    )

    assert town.codes(town.reduce(), PERSON) == {"not_found"}


def test_what_is_followed_and_can_not_be_read_is_to_be_looked_at(town: Any) -> None:
    names = town.layout(PERSON).names
    gone = {"宛名番号": "1", "世帯番号": "S1", "最新フラグ": "1", "住民状態": "2", "消除年月日": "20100401"}
    lines = [",".join(names), ",".join(gone.get(n, "") for n in names), "1,こわれた"]
    town.put(PERSON, "".join(f"{line}\r\n" for line in lines).encode("cp932"))
    town.put("resident_register/move_history", [{"宛名番号": "1"}])

    report = town.reduce()

    assert town.classes(report, "resident_register/move_history") == {"要確認": 1}
    assert "referrer_unreadable" in town.codes(report, "resident_register/move_history")


def test_only_a_rule_that_decides_may_let_a_record_go(town: Any) -> None:
    """A flag that is neither 0 nor 1: the deciding rules are not asked, the floors alone make no candidate."""
    town.put("child_allowance/recipient", [{"認定番号": "1", "最新フラグ": "2", "消滅年月日": "20000401"}])
    town.decide(JT02={"years": 5, "name": "規程"})

    report = town.reduce()

    assert town.classes(report, "child_allowance/recipient") == {"移行必須": 1}
    assert town.codes(report, "child_allowance/recipient") == {"no_rule"}


def test_a_rule_that_the_town_does_not_use(town: Any) -> None:
    town.put(REMOVED, [slip("20100401")])
    town.decide(JK01={"use": False})

    report = town.reduce()

    assert town.codes(report, REMOVED) == {"off"}
    assert any("この規則では削減しない" in d.text and not d.open for d in report.decisions)


def test_the_effect_of_a_rule_alone_lacks_what_another_would_free(town: Any) -> None:
    """The person may go only because the old tax goes: by JK01 alone it would stay."""
    town.put(
        PERSON, [{"宛名番号": "1", "世帯番号": "S1", "最新フラグ": "1", "住民状態": "2", "消除年月日": "20100401"}]
    )
    town.put(TAX, [{"課税年度": "2005", "宛名番号": "1"}])
    town.decide(ZE09={"years": 10, "name": "規程"})

    effects = {e.rule: (e.candidates.records, e.alone.records) for e in town.reduce().scenarios[0].by_rule}

    assert effects == {"JK01": (1, 0), "ZE09": (1, 1)}


@pytest.mark.parametrize("header", ["課税年度", "課税年度,宛名番号不明"])
def test_a_file_without_the_item_that_links_it_holds_what_it_may_refer_to(town: Any, header: str) -> None:
    town.put(
        PERSON, [{"宛名番号": "1", "世帯番号": "S1", "最新フラグ": "1", "住民状態": "2", "消除年月日": "20100401"}]
    )
    town.put(
        TAX,
        (header + "\r\n" + header.replace("課税年度", "2026").replace("宛名番号不明", "1") + "\r\n").encode("cp932"),
    )

    report = town.reduce()

    assert town.classes(report, PERSON) == {"要確認": 1}
    assert town.codes(report, PERSON) == {"referrer_unreadable"}


def test_a_number_that_can_not_be_read_links_nothing(town: Any) -> None:
    key = {"賦課年度": "2010", "相当年度": "2010", "通知書番号": "N1", "履歴番号": "1"}
    town.put("national_health_insurance/assessment", [key | {"保険税料区分": "2", "世帯主_宛名番号": "A"}])
    town.put("national_health_insurance/assessment_person", [key | {"履歴番号": "一"}])
    town.decide(KH04={"years": 5, "name": "規程"})

    assert town.classes(town.reduce(), "national_health_insurance/assessment") == {"要確認": 1}
