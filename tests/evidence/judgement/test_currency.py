"""A verification of something else is refused, and the difference is named."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.intake.source.moody import Moody

from chukan.errors import InputError, ProjectError, StoreFailure
from chukan.evidence.judgement.currency import digest_of, must_be_current
from chukan.layouts.library import Library
from chukan.project.project import Project
from chukan.severity import Severity
from chukan.verification.decisions.model import Waiver
from chukan.verification.result import Count

LIBRARY = Library()


def test_a_verification_of_these_files_is_current(make: Any) -> None:
    case = make()

    must_be_current(case.project, case.project.job(waived=False), case.verification, "v")


def refused(case: Any, error: type[Exception], job: Any = None, **changes: Any) -> str:
    verification = replace(case.verification, **changes)
    with pytest.raises(error) as e:
        must_be_current(case.project, job or case.project.job(waived=False), verification, "verification")
    return str(e.value)


def with_layout(**changes: Any) -> Callable[[Any], dict[str, Any]]:
    def changed(case: Any) -> dict[str, Any]:
        first, *rest = case.verification.files
        return {"files": (replace(first, layout=replace(first.layout, **changes)), *rest)}

    return changed


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (with_layout(edition="2.6"), ["131016/person.csv", "mic@2.6", "mic@2.7"]),
        (with_layout(pack="own"), ["own@2.7"]),
        (with_layout(digest="f" * 64), ["digest ffffffffffff"]),
        (with_layout(authority="official", declared_by="だれか"), ["131016/person.csv", "申告者"]),
        (lambda _: {"agreement": {"encoding": "utf-8"}}, ["移行条件"]),
        (lambda _: {"project_sha256": "0" * 64}, ["project.yaml", "000000000000"]),
        (lambda _: {"as_of": "2020-01-01"}, ["基準日 2020-01-01", "2026-11-23"]),
        (lambda c: {"files": (*c.verification.files, replace(c.verification.files[0], path="x.csv"))}, ["x.csv"]),
    ],
)
def test_another_edition_pack_agreement_or_project_is_refused(make: Any, change: Any, words: list[str]) -> None:
    case = make()

    message = refused(case, ProjectError, **change(case))

    assert all(word in message for word in [*words, "chukan verify をやり直し"])


def test_an_agreement_of_one_file_is_compared_too(make: Any, project: dict[str, Any]) -> None:
    case = make()
    first = case.verification.files[0]
    files = (replace(first, agreement={"encoding": "utf-8"}), *case.verification.files[1:])

    assert "131016/person.csv: 移行条件" in refused(case, ProjectError, files=files)


def test_waivers_added_after_the_verification_are_refused(make: Any) -> None:
    case = make()
    waiver = Waiver("V05", "", "", 1, "理由", "課長", "2026-11-01")
    job = replace(case.project.job(waived=False), waivers=(waiver,))

    assert "了承シート" in refused(case, ProjectError, job)


def test_a_changed_project_file_is_refused(make: Any) -> None:
    case = make()
    path = case.folder / "project.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# あとから\n", encoding="utf-8")
    case.project = Project(path)

    assert "project.yaml" in refused(case, ProjectError)


def test_rules_of_ones_own_changed_since_are_refused(make: Any, project: dict[str, Any]) -> None:
    project["local_rules"] = "local_rules.yaml"
    own = Path(make.folder) / "local_rules.yaml"
    own.write_text("rules: {}\n", encoding="utf-8")
    case = make(project)
    job = case.project.job(waived=False)
    verified = {"local_rules_sha256": job.local_rules_sha256}
    must_be_current(case.project, job, replace(case.verification, **verified), "v")

    own.write_text("rules: {}\n# weaker\n", encoding="utf-8")

    assert "local_rules" in refused(case, ProjectError, **verified)


def test_files_changed_or_gone_since_are_named(make: Any) -> None:
    case = make()
    (case.folder / "131016/seal.csv").write_bytes(b"x")
    (case.folder / "131024/person.csv").unlink()

    message = refused(case, InputError)

    assert "131016/seal.csv: SHA-256" in message
    assert "131024/person.csv: 読めません" in message
    assert "131016/person.csv" not in message


def test_many_changed_files_are_counted(make: Any, project: dict[str, Any]) -> None:
    files = [{"layout": "person", "path": f"{n}.csv"} for n in range(12)]
    project["municipalities"][0]["businesses"][0]["files"] = files
    case = make(project)
    for n in range(12):
        (case.folder / f"{n}.csv").write_bytes(b"x")

    assert "ほかに 4 件" in refused(case, InputError)


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": "pass_with_waivers"},
        {"counts": (Count("V05", "氏名", Severity.ERROR, 2),)},
        {"counts": (Count("V05", "氏名", Severity.INFO, 2, waived=3),)},
    ],
)
def test_a_verification_that_was_edited_by_hand_is_refused(make: Any, change: dict[str, Any]) -> None:
    case = make()
    files = (replace(case.verification.files[0], **change), *case.verification.files[1:])

    assert "食い違っています" in refused(case, InputError, files=files)


def test_part_of_a_project_may_be_verified(make: Any) -> None:
    case = make()
    verification = case.of_files("131016/person.csv").verification

    must_be_current(case.project, case.project.job(waived=False), verification, "v")


def test_a_member_of_an_archive_has_the_archives_digest(tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as z:
        z.writestr("person.csv", "x")

    assert digest_of(archive / "person.csv") == digest_of(archive)


def test_a_file_in_a_store_has_its_digest_too(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"1")

    assert digest_of(Path(f"file://{path}")) == digest_of(path)
    with pytest.raises(OSError, match="ファイルがありません"):
        digest_of(Path(f"file://{path}x"))


def test_a_store_that_cannot_be_asked_is_no_file_that_has_changed() -> None:
    Moody.begin(person__csv=b"k\r\n1\r\n")
    Moody.mood = "down"

    with pytest.raises(StoreFailure, match="断られました"):
        digest_of(Path("moody://person.csv"))
