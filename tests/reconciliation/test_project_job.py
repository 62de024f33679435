"""A project as a reconciliation: which loaded file belongs to which delivered one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from tests.conftest import copied

import chukan
from chukan.errors import ChukanError
from chukan.project.project import Project
from chukan.reconciliation.project_job import to_reconcile_job
from chukan.reconciliation.result import Reconciliation
from chukan.reconciliation.sides.postgresql import TableAddress
from chukan.reconciliation.views.lines import headline

GOOD = Path(__file__).resolve().parents[2] / "fixtures" / "projects" / "good"
PERSON = "139998/resident_register_person.csv"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "p"
    copied("good", folder)
    return folder


@pytest.fixture
def loaded(project: Path, tmp_path: Path) -> Path:
    """Return a folder with the very files that were delivered."""
    folder = tmp_path / "loaded"
    for town in ("139998", "139980"):
        shutil.copytree(project / town, folder / town)
    return folder


def reconciled(project: Path, loaded: Path | None, **options: object) -> Reconciliation:
    return chukan.reconcile(project / "project.yaml", loaded, **options).reconciliation  # type: ignore[arg-type]


def declared(project: Path, **keys: object) -> None:
    """Say something of the first town's persons after they were loaded."""
    say(project, {"date": "2026-12-01", "records": 15, **keys})


def say(project: Path, loaded: object) -> None:
    """Write `loaded:` of the first town's persons into the project file."""
    path = project / "project.yaml"
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    said = document["municipalities"][0]["businesses"][0]["files"][1]
    said["loaded"] = loaded
    path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")


def test_all_files_are_found_where_the_delivered_ones_are(project: Path, loaded: Path) -> None:
    r = reconciled(project, loaded)

    assert (r.verdict, len(r.files), r.records.same) == ("pass", 6, r.records.delivered)
    assert [(t.municipality_name, t.business_name, t.files) for t in r.totals][:2] == [
        ("見本市", "住民基本台帳", 2),
        ("見本市", "住登外者宛名管理", 1),
    ] or len(r.totals) == 4


def test_a_file_that_was_not_loaded_is_a_finding_and_no_pass(project: Path, loaded: Path) -> None:
    (loaded / PERSON).unlink()

    r = reconciled(project, loaded)

    (file,) = [f for f in r.files if f.verdict != "pass"]
    assert (r.verdict, file.delivered.path, [c.rule for c in file.counts]) == ("fail", PERSON, ["M06"])
    assert [f.alone for f in r.files if f is not file] == [False] * (len(r.files) - 1)
    assert file.alone
    assert headline(r).endswith(f"（突き合わせていないファイルの {file.records.only_delivered:,} 件を含む）")
    assert not file.migrated
    assert (file.records.delivered, file.records.only_delivered, file.records.closes) == (15, 15, True)


def test_a_delivered_file_that_is_gone_is_a_finding_too(project: Path, loaded: Path) -> None:
    (project / PERSON).unlink()

    file = next(f for f in reconciled(project, loaded).files if f.verdict != "pass")

    assert (file.delivered.path, [c.rule for c in file.counts]) == (PERSON, ["M06"])
    assert (file.records.loaded, file.records.only_loaded) == (15, 15)


def test_a_loaded_file_that_is_no_text_is_a_finding_that_names_it_as_the_project_does(
    project: Path, loaded: Path
) -> None:
    (loaded / PERSON).write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))

    r = reconciled(project, loaded)

    file = next(f for f in r.files if f.verdict != "pass")
    assert [c.rule for c in file.counts] == ["M06"]
    assert str(loaded) not in repr(r)


def test_a_file_that_nobody_delivered_is_a_finding(project: Path, loaded: Path) -> None:
    (loaded / "139998" / "test.csv").write_bytes(b"x\r\n")

    r = reconciled(project, loaded)

    assert r.verdict == "fail"
    assert [(g.rule, "139998/test.csv" in g.message) for g in r.general] == [("M06", True)]


def test_without_a_folder_only_what_the_project_names_is_there(project: Path, loaded: Path) -> None:
    shutil.copytree(loaded, project / "loaded")
    declared(project, path=f"loaded/{PERSON}")

    r = reconciled(project, None)

    assert {f.delivered.path: f.verdict for f in r.files}[PERSON] == "pass"
    assert r.verdict == "fail"


def test_what_the_project_says_of_a_loaded_file_is_taken_over(project: Path, loaded: Path) -> None:
    rows = (loaded / PERSON).read_bytes().decode("cp932")
    (loaded / PERSON).write_bytes(rows.replace("\r\n", "\n").encode("utf-8"))
    declared(project, records=14, errors=1, agreement={"encoding": "utf-8", "newline": "lf"})

    file = next(f for f in reconciled(project, loaded).files if f.delivered.path == PERSON)

    assert (file.loaded.encoding, file.loaded.expected_records, file.loaded.load_errors) == ("utf-8", 14, 1)
    assert file.loaded.date == "2026-12-01"
    assert [c.rule for c in file.counts] == ["M05"]


def test_rules_of_the_project_are_in_force_for_all_its_files(project: Path, loaded: Path) -> None:
    rows = (loaded / PERSON).read_bytes().decode("cp932").splitlines()
    (loaded / PERSON).write_bytes("\r\n".join([rows[0], *rows[2:], ""]).encode("cp932"))
    rule = {
        "id": "除く",
        "kind": "left_out",
        "layout": "person",
        "when": "宛名番号 IS NOT NULL",
        "agreed_by": "課長",
        "why": "合意",
    }
    (project / "rules.yaml").write_text(yaml.safe_dump({"rules": [rule]}, allow_unicode=True), encoding="utf-8")
    path = project / "project.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "reconciliation: rules.yaml\n", encoding="utf-8")

    r = reconciled(project, loaded)

    assert [x.count for x in r.rules] == [1]
    assert r.rules_sha256


def test_a_folder_that_is_not_there_is_a_clear_error(project: Path, tmp_path: Path) -> None:
    with pytest.raises(ChukanError) as caught:
        chukan.reconcile(chukan.Project.open(project / "project.yaml"), tmp_path / "nowhere")

    assert caught.value.exit_code == 3


def test_only_one_municipality_leaves_the_files_of_others_alone(project: Path, loaded: Path) -> None:
    r = reconciled(project, loaded, municipality="見本市")

    assert ({f.municipality_name for f in r.files}, r.general, r.verdict) == ({"見本市"}, (), "pass")


def test_a_waiver_of_the_whole_covers_what_a_reconciliation_finds_and_is_nothing_to_a_verification(
    project: Path, loaded: Path
) -> None:
    rows = (loaded / PERSON).read_bytes().split(b"\r\n")
    (loaded / PERSON).write_bytes(b"\r\n".join([*rows[:2], *rows[3:]]))
    waiver = {"rule": "M01", "limit": 1, "reason": "死亡", "who": "市民課長", "when": "2026-11-01", "whole": True}
    (project / "waivers.yaml").write_text(yaml.safe_dump({"waivers": [waiver]}, allow_unicode=True), encoding="utf-8")
    path = project / "project.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "waivers: waivers.yaml\n", encoding="utf-8")

    r, v = reconciled(project, loaded), chukan.verify(path).verification

    assert (r.verdict, [(w.rule, w.used) for w in r.waivers]) == ("pass_with_waivers", [("M01", 1)])
    assert (v.verdict, v.waivers) == ("pass", ())


def test_rules_may_name_what_this_run_leaves_out(project: Path, loaded: Path, tmp_path: Path) -> None:
    who = {"agreed_by": "課長", "why": "合意"}
    rule = {"id": "a", "kind": "blanks", "layout": "resident_register/person", "items": ["氏名"], **who}
    (tmp_path / "rules.yaml").write_text(yaml.safe_dump({"rules": [rule]}, allow_unicode=True), encoding="utf-8")

    r = reconciled(project, loaded, business="non_resident_addressee", rules=tmp_path / "rules.yaml")

    assert (r.verdict, [x.count for x in r.rules]) == ("pass", [0])


@pytest.mark.parametrize("how", ["folder", "path"])
def test_the_delivered_file_itself_is_no_counterpart(project: Path, how: str) -> None:
    if how == "path":
        declared(project, path=PERSON)

    r = reconciled(project, project if how == "folder" else None, business="resident_register")

    person = next(f for f in r.files if f.delivered.path == PERSON)
    assert (person.verdict, person.migrated) == ("fail", False)
    assert [(c.rule, c.count) for c in person.counts] == [("M06", 1)]


def test_where_the_loaded_file_is_may_be_said_without_its_date_and_records(project: Path, loaded: Path) -> None:
    (loaded / PERSON).rename(loaded / "export.csv")
    say(project, {"path": "export.csv"})

    r = reconciled(project, loaded)

    person = next(f for f in r.files if f.delivered.path == PERSON)
    assert (r.verdict, person.loaded.path, person.loaded.date) == ("pass", "export.csv", "")
    assert person.loaded.expected_records is None


def test_what_the_target_system_holds_may_be_a_table_of_its_database(project: Path) -> None:
    declared(project, path="postgresql://clerk@db/new#person")

    job = to_reconcile_job(Project.open(project / "project.yaml"), None)

    (spec,) = [pair.loaded for pair in job.pairs if pair.loaded is not None]
    assert spec.address == TableAddress("postgresql://clerk@db/new", "person", "postgresql://db/new#person")
    assert spec.shown == "postgresql://db/new#person"
