"""`chukan verify`, as a batch job uses it."""

from __future__ import annotations

import json
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import jsonschema
import pyarrow.parquet as pq
import pytest
import yaml
from tests.conftest import copied

from .conftest import FIXTURES, ROOT, Chukan

PERSON = "139998/resident_register_person.csv"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return the good project, to spoil."""
    copied("good", tmp_path / "project")
    return tmp_path / "project" / "project.yaml"


def _changed(project: Path, **top: Any) -> Path:
    data = yaml.safe_load(project.read_text(encoding="utf-8"))
    project.write_text(yaml.safe_dump({**data, **top}, allow_unicode=True), encoding="utf-8")
    return project


def _spoil(file: Path) -> None:
    """Give two people of a file of the first town wrong values: V04 and V05."""
    names, *records = (line.split(",") for line in file.read_bytes().decode("cp932").splitlines())
    records[1][names.index("性別")] = "7"
    records[3][names.index("生年月日")] = "20231301"
    file.write_bytes("".join(",".join(r) + "\r\n" for r in [names, *records]).encode("cp932"))


def _json(answer: Any) -> Any:
    return json.loads(answer.out)


def test_a_good_project_passes(program: Chukan, project: Path) -> None:
    answer = program("verify", project, "--out", project.parent / "out")
    assert answer.code == 0, answer.err
    assert answer.out.startswith("判定: 合格  （エラー 0 件")
    assert "基準日 2026-11-23" in answer.out
    for name in ("見本市", "試験町", "住登外管理"):
        assert name in answer.out
    document = json.loads((project.parent / "out" / "verification.json").read_text(encoding="utf-8"))
    schema = json.loads((ROOT / "docs" / "verification.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)
    assert [f["path"] for f in document["files"]][1] == PERSON
    assert {d["method"] for d in document["deliveries"]} == {"layout", "exempt_in_use"}
    assert {r["state"] for r in document["rules"]} <= {"ran", "switched_off"}


def test_the_same_whatever_the_number_of_workers(chukan: Chukan, project: Path) -> None:
    _spoil(project.parent / PERSON)
    documents = [_json(chukan("verify", project, "--no-resume", "--jobs", jobs, "--json")) for jobs in ("1", "2")]
    for document in documents:
        assert document["totals"]["errors"]
        del document["started"], document["finished"], document["digest"]
    assert documents[0] == documents[1]


def test_one_municipality_and_one_business(chukan: Chukan, project: Path) -> None:
    answer = chukan("verify", project, "--municipality", "139998", "--business", "non_resident_addressee", "--json")
    assert [f["path"] for f in _json(answer)["files"]] == ["139998/non_resident_addressee_addressee.csv"]


def test_an_unknown_municipality(chukan: Chukan, project: Path) -> None:
    answer = chukan("verify", project, "--municipality", "139999")
    assert answer.code == 2
    assert "139999" in answer.err
    assert "139998" in answer.err


def test_a_missing_file_is_a_finding_and_the_others_are_checked(chukan: Chukan, project: Path) -> None:
    (project.parent / PERSON).unlink()
    answer = chukan("verify", project, "--json")
    assert answer.code == 1
    document = _json(answer)
    counts = {f["path"]: [(c["rule"], c["severity"]) for c in f["counts"]] for f in document["files"]}
    assert counts[PERSON] == [("F01", "error")]
    assert document["verdict"] == "fail"
    assert sum(f["records"]["total"] > 0 for f in document["files"]) == 5


def test_a_picture_among_the_files(chukan: Chukan, project: Path) -> None:
    shutil.copy(FIXTURES / "unreadable" / "picture.csv", project.parent / PERSON)
    answer = chukan("verify", project, "--out", project.parent / "out")
    assert answer.code == 1
    findings = pq.read_table(project.parent / "out" / "findings.parquet").to_pylist()
    (message,) = [f["message"] for f in findings if f["rule"] == "F01"]
    assert "PNG" in message


def test_the_note_says_another_number_of_records(chukan: Chukan, project: Path) -> None:
    text = project.read_text(encoding="utf-8").replace("records: 15", "records: 16", 1)
    project.write_text(text, encoding="utf-8")
    document = _json(chukan("verify", project, "--json"))
    assert [(c["rule"], c["count"]) for f in document["files"] for c in f["counts"]] == [("F09", 1)]


def test_a_child_without_its_parent(chukan: Chukan, project: Path) -> None:
    file = project.parent / "139998/resident_register_household.csv"
    header, first, *rest = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(header + b"".join(rest))
    # which records are current rests on codes that the reference pack only estimates: no verdict on a guess
    weighed = _json(chukan("verify", project, "--json"))
    assert (weighed["verdict"], weighed["totals"]["errors"], weighed["totals"]["estimates"] > 0) == ("pass", 0, True)
    changed = _changed(project, estimates="error")
    answer = chukan("verify", changed, "--out", project.parent / "out", "--json")
    assert answer.code == 1
    found = {(c["rule"], f["path"]) for f in _json(answer)["files"] for c in f["counts"]}
    assert ("K02", PERSON) in found
    number = first.split(b",")[0].decode()
    assert number not in (project.parent / "out" / "findings.csv").read_text(encoding="utf-8-sig")


def test_rules_are_switched_off_and_said_to_be(chukan: Chukan, project: Path) -> None:
    _spoil(project.parent / PERSON)
    before = {c["rule"] for f in _json(chukan("verify", project, "--json"))["files"] for c in f["counts"]}
    assert before >= {"V04", "V05"}
    document = _json(chukan("verify", _changed(project, rules=dict.fromkeys(before, "off")), "--json"))
    assert [c for f in document["files"] for c in f["counts"]] == []
    assert {r["rule"] for r in document["rules"] if r["state"] == "switched_off"} >= before


def test_a_path_out_of_the_project(chukan: Chukan, project: Path) -> None:
    shutil.move(project.parent / PERSON, project.parent.parent / "person.csv")
    text = project.read_text(encoding="utf-8").replace(PERSON, "../person.csv")
    project.write_text(text, encoding="utf-8")
    refused = chukan("verify", project)
    assert refused.code == 2
    assert "--allow-outside" in refused.parts[2]
    assert chukan("verify", project, "--allow-outside", "--quiet").code == 0


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"layout": "mcc@2.7"}, "mic"),
        ({"agreement": {"encodng": "cp932"}}, "「encoding」ではありませんか"),
        ({"rules": {"V99": "off"}}, "V99"),
        ({"packs": ["packs"]}, "packs"),
        ({"local_rules": "mine.yaml"}, "mine.yaml"),
    ],
)
def test_a_wrong_project(chukan: Chukan, project: Path, change: dict[str, Any], told: str) -> None:
    answer = chukan("verify", _changed(project, **change))
    assert answer.code == 2, answer
    assert told in answer.err
    assert not answer.out


def test_no_project(chukan: Chukan, tmp_path: Path) -> None:
    answer = chukan("verify", tmp_path / "project.yaml")
    assert answer.code == 2
    assert answer.parts[1].startswith(str(tmp_path))


def test_for_a_ci_system(chukan: Chukan, project: Path) -> None:
    _spoil(project.parent / PERSON)
    chukan("verify", project, "--junit", "--out", project.parent / "out")
    suites = ET.parse(project.parent / "out" / "junit.xml").getroot()  # noqa: S314 - our own
    failed = {case.get("name") for case in suites.iter("testcase") if case.find("failure") is not None}
    assert len(failed) == 2
    assert sum(int(suite.get("failures") or 0) for suite in suites.iter("testsuite")) == 2
