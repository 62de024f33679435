"""Project files: what they may say, and what happens when they say something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from chukan.errors import AgreementError, LayoutNotFound, ProjectError
from chukan.project.project import Project
from chukan.project.project_file import checked_code

PROJECT = """\
group: {name: 協議会, representative: "131016"}
layout: mic@2.7
agreement: {encoding: cp932, newline: crlf}
vendors: [{id: a, name: 事業者A}, {id: c, name: 事業者C}]
municipalities:
  - code: "131016"
    name: 千代田区
    businesses:
      - business: resident_register
        from: a
        to: c
        files:
          - {layout: person, path: person.csv, records: 3, agreement: {newline: lf}}
      - business: seal_registration
        method: exempt_in_use
        reason: 移行先を先行利用
rules: {V11: off, V10: info}
"""


def load(tmp_path: Path, text: str = PROJECT) -> Project:
    path = tmp_path / "project.yaml"
    path.write_text(text, encoding="utf-8")
    return Project(path)


def test_a_project_becomes_a_job(tmp_path: Path) -> None:
    job = load(tmp_path).job()

    [target] = job.targets
    assert target.layout.address == "mic@2.7/resident_register/person"
    assert (target.municipality_name, target.from_vendor, target.to_vendor) == ("千代田区", "事業者A", "事業者C")
    assert (target.agreement.encoding, target.agreement.newline) == ("cp932", "lf")
    assert target.expected_records == 3
    assert [d.method for d in job.deliveries] == ["layout", "exempt_in_use"]
    assert job.severities == {"V11": "off", "V10": "info"}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("method: exempt_in_use", "metod: exempt_in_use", ["metod", "method"]),
        ('code: "131016"', 'code: "131017"', ["131017", "検査数字"]),
        ("from: a", "from: b", ["事業者「b」"]),
        ("reason: 移行先を先行利用", "reason: ''", ["reason"]),
        (
            "reason: 移行先を先行利用",
            "reason: 移行先を先行利用\n        files: [{layout: registration, path: seal.csv}]",
            ["seal_registration", "files があります", "method: layout"],
        ),
        ("rules: {V11: off", "rules: {V99: off", ["V99"]),
        ("business: seal_registration", "business: seal_registrations", ["seal_registration"]),
    ],
)
def test_a_mistake_is_named_with_what_was_meant(tmp_path: Path, old: str, new: str, words: list[str]) -> None:
    assert old in PROJECT
    with pytest.raises((ProjectError, LayoutNotFound)) as e:
        load(tmp_path, PROJECT.replace(old, new, 1)).job()

    assert all(word in str(e.value) for word in words)


def test_a_misspelt_agreement_key_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(AgreementError, match="encoding"):
        load(tmp_path, PROJECT.replace("{encoding: cp932", "{encodin: cp932")).job()


def test_paths_may_not_leave_the_folder(tmp_path: Path) -> None:
    text = PROJECT.replace("path: person.csv", "path: ../person.csv")

    with pytest.raises(ProjectError, match="フォルダの外"):
        load(tmp_path, text).job()

    project = load(tmp_path, text)
    project.allow_outside = True
    assert project.job().targets[0].path == (tmp_path.parent / "person.csv").resolve()


def test_one_municipality_or_business_can_be_chosen(tmp_path: Path) -> None:
    project = load(tmp_path)

    assert project.job(municipality="千代田区", business="seal_registration").targets == []
    with pytest.raises(ProjectError, match="千代田区"):
        project.job(municipality="千代田")
    with pytest.raises(ProjectError, match="resident_register"):
        project.job(business="resident_registe")


@pytest.mark.parametrize("code", ["131016", "011002", "271004", "401307", "472018", "010006"])
def test_real_codes_have_their_check_digit(code: str) -> None:
    assert checked_code(code) == code


@pytest.mark.parametrize("code", ["131017", "13101", "1310166", "13101６", "abcdef"])
def test_other_codes_do_not(code: str) -> None:
    with pytest.raises(ValueError, match="コード"):
        checked_code(code)


@pytest.mark.parametrize(
    ("loaded", "said"),
    [
        ("{date: 2026-12-01}", "date（取込日）と records（取込件数）の両方"),
        ("{records: 3, path: x.csv}", "date（取込日）と records（取込件数）の両方"),
        ("{errors: 1, path: x.csv}", "date（取込日）と records（取込件数）の両方"),
        ("{}", "loaded に何も書いてありません"),
    ],
)
def test_what_was_loaded_is_said_whole_or_not_at_all(tmp_path: Path, loaded: str, said: str) -> None:
    with pytest.raises(ProjectError) as caught:
        load(tmp_path, PROJECT.replace("records: 3,", f"records: 3, loaded: {loaded},"))

    assert said in caught.value.message
    assert (caught.value.place or "").endswith("project.yaml:13")
