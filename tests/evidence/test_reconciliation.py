"""What the evidence says of the loading when somebody looked into the target system: 「移行した」 only where it was found."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from tests.evidence.conftest import text_of

import chukan
from chukan.errors import InputError, ProjectError
from chukan.evidence.build import Built, build
from chukan.evidence.reconciliation import reconciliation_figures
from chukan.project.project import Project
from chukan.reconciliation.document import load_reconciliation, to_json

FIXTURES = Path(__file__).parents[2] / "fixtures"
DAY = dt.date(2026, 11, 23)
PERSON = "139998/resident_register_person.csv"


@pytest.fixture(scope="module")
def verified(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project of two towns that was verified; its target system holds what was delivered."""
    folder = tmp_path_factory.mktemp("case") / "project"
    shutil.copytree(FIXTURES / "projects" / "good", folder, ignore=shutil.ignore_patterns(".chukan"))
    for town in ("139998", "139980"):
        shutil.copytree(folder / town, folder / "loaded" / town)
    chukan.verify(folder / "project.yaml", as_of=DAY).write(folder / "verification")
    chukan.reconcile(folder / "project.yaml", folder / "loaded", as_of=DAY).write(folder / "reconciliation")
    return folder


@pytest.fixture
def project(verified: Path, tmp_path: Path) -> Path:
    """Return a copy of it."""
    shutil.copytree(verified, tmp_path / "project")
    return tmp_path / "project"


def _built(folder: Path, name: str, *, reconciled: bool) -> Built:
    project = Project.open(folder / "project.yaml")
    given = folder / "reconciliation" if reconciled else None
    return build(project, folder / "verification", folder / name, reconciliation_dir=given)


def _without_a_person(folder: Path) -> None:
    """Take a person out of the target system, and look again."""
    lines = (folder / "loaded" / PERSON).read_bytes().split(b"\r\n")
    (folder / "loaded" / PERSON).write_bytes(b"\r\n".join([*lines[:4], *lines[5:]]))
    chukan.reconcile(folder / "project.yaml", folder / "loaded", as_of=DAY).write(folder / "reconciliation")


def test_what_was_found_in_the_target_system_was_migrated(project: Path) -> None:
    before, after = (_built(project, name, reconciled=name == "after") for name in ("before", "after"))

    assert before.judgement.moved == "提出し検証した"
    assert after.judgement.moved == "移行した"
    assert after.judgement.reconciled
    assert not before.judgement.reconciled
    told = json.loads((project / "after" / "judgement.json").read_text(encoding="utf-8"))
    assert told["reconciled"]
    digest = reconciliation_figures(Project.open(project / "project.yaml"), project / "reconciliation")
    assert digest is not None
    assert any(digest.sha256 in note for note in told["notes"])
    papers = sorted((project / "after").glob("データ移行確認書_*.docx"))
    assert papers
    assert all("突合で確認" in text_of(paper.read_bytes()) for paper in papers)


def test_a_record_that_is_not_there_leaves_it_open(project: Path) -> None:
    _without_a_person(project)
    built = _built(project, "evidence", reconciled=True)

    assert built.judgement.moved == "提出し検証した"
    assert not built.judgement.reconciled
    businesses = {(b.municipality_name, b.business): b for m in built.judgement.municipalities for b in m.businesses}
    town = businesses["見本市", "resident_register"]
    assert town.standing == "ask"
    assert any("突合が不合格（了承していない違い 1 件）である" in reason for reason in town.reasons)
    assert businesses["試験町", "resident_register"].reconciled


def test_a_file_without_a_counterpart_was_not_compared(project: Path) -> None:
    """No difference was found in it, as nobody looked: the papers must not speak of one."""
    (project / "loaded" / PERSON).unlink()
    chukan.reconcile(project / "project.yaml", project / "loaded", as_of=DAY).write(project / "reconciliation")
    built = _built(project, "evidence", reconciled=True)

    reasons = "".join(r for m in built.judgement.municipalities for b in m.businesses for r in b.reasons)
    assert "住民は移行先のデータと突き合わせていない" in reasons
    assert "突合が不合格" not in reasons


def test_a_declaration_does_not_outweigh_what_was_found(project: Path) -> None:
    text = (project / "project.yaml").read_text(encoding="utf-8")
    entry = "{layout: person, path: 139998/resident_register_person.csv, records: 15}"
    said = entry.replace("records: 15}", "records: 15, loaded: {date: 2026-11-20, records: 15, errors: 0}}")
    assert entry in text
    (project / "project.yaml").write_text(text.replace(entry, said), encoding="utf-8")
    chukan.verify(project / "project.yaml", as_of=DAY).write(project / "verification")
    _without_a_person(project)
    built = _built(project, "evidence", reconciled=True)

    assert built.judgement.moved == "提出し検証した"


def test_a_file_that_changed_since_is_not_the_one_that_was_compared(project: Path) -> None:
    data = (project / PERSON).read_bytes()
    (project / PERSON).write_bytes(data.replace(b"\r\n", b"\n"))
    (project / "agreement.yaml").write_text(
        (project / "agreement.yaml").read_text(encoding="utf-8").replace("crlf", "lf"), encoding="utf-8"
    )
    chukan.verify(project / "project.yaml", as_of=DAY).write(project / "verification")
    built = _built(project, "evidence", reconciled=True)

    reasons = [r for m in built.judgement.municipalities for b in m.businesses for r in b.reasons]
    assert any("突合の結果にない（または、内容の違うファイルとの突合である）" in reason for reason in reasons)


def test_an_edited_result_is_refused(project: Path) -> None:
    path = project / "reconciliation" / "reconciliation.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"loaded": 15', '"loaded": 16', 1), encoding="utf-8")
    with pytest.raises(ProjectError, match="書かれたあとで変わっています"):
        _built(project, "evidence", reconciled=True)
    (project / "reconciliation" / "differences.parquet").write_bytes(b"")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProjectError, match="書かれたあとで変わっています"):
        _built(project, "evidence", reconciled=True)
    path.unlink()
    with pytest.raises(InputError, match="突合の結果がありません"):
        _built(project, "evidence", reconciled=True)


def test_another_project_is_refused(project: Path) -> None:
    opened = Project.open(project / "project.yaml")
    (project / "project.yaml").write_text(
        (project / "project.yaml").read_text(encoding="utf-8") + "\n# 直した\n", encoding="utf-8"
    )
    again = Project.open(project / "project.yaml")
    assert opened.sha256 != again.sha256
    with pytest.raises(ProjectError, match="別のプロジェクト"):
        reconciliation_figures(again, project / "reconciliation")


def _town(built: Built) -> tuple[str, list[str]]:
    businesses = {(b.municipality_name, b.business): b for m in built.judgement.municipalities for b in m.businesses}
    town = businesses["見本市", "resident_register"]
    return town.standing, list(town.reasons)


def test_of_one_town_that_was_compared_the_other_one_is_not_called_migrated(project: Path) -> None:
    chukan.reconcile(project / "project.yaml", project / "loaded", as_of=DAY, municipality="見本市").write(
        project / "reconciliation"
    )
    built = _built(project, "evidence", reconciled=True)

    assert (_town(built)[0], built.judgement.moved) == ("met", "提出し検証した")


def test_a_file_of_the_target_system_that_nobody_delivered_leaves_all_of_it_open(project: Path) -> None:
    (project / "loaded" / "139998" / "extra.csv").write_bytes(b"x\r\n")
    chukan.reconcile(project / "project.yaml", project / "loaded", as_of=DAY).write(project / "reconciliation")
    built = _built(project, "evidence", reconciled=True)

    assert built.judgement.moved == "提出し検証した"
    assert any("属さない指摘がある" in reason for reason in _town(built)[1])


def test_a_reconciliation_from_before_the_loading_says_nothing_of_it(project: Path) -> None:
    text = (project / "project.yaml").read_text(encoding="utf-8")
    entry = "{layout: person, path: 139998/resident_register_person.csv, records: 15}"
    later = (dt.datetime.now().astimezone().date() + dt.timedelta(days=3)).isoformat()
    said = entry.replace("records: 15}", f"records: 15, loaded: {{date: {later}, records: 15, errors: 0}}}}")
    (project / "project.yaml").write_text(text.replace(entry, said), encoding="utf-8")
    chukan.verify(project / "project.yaml", as_of=DAY).write(project / "verification")
    chukan.reconcile(project / "project.yaml", project / "loaded", as_of=DAY).write(project / "reconciliation")
    built = _built(project, "evidence", reconciled=True)

    assert built.judgement.moved == "提出し検証した"
    assert any("取込後に突合し直す" in reason for reason in _town(built)[1])


def test_rules_that_the_project_does_not_name_agree_on_nothing(project: Path) -> None:
    rule = "rules:\n  - {id: 何でも, kind: derived, items: [氏名_漢字], agreed_by: 移行先, why: 違ってよい}\n"
    (project / "own.yaml").write_text(rule, encoding="utf-8")
    chukan.reconcile(project / "project.yaml", project / "loaded", as_of=DAY, rules=project / "own.yaml").write(
        project / "reconciliation"
    )

    with pytest.raises(ProjectError, match="違う規則") as caught:
        _built(project, "evidence", reconciled=True)

    assert "--rules" in (caught.value.hint or "")


def test_a_verdict_that_does_not_follow_from_its_parts_is_refused(project: Path) -> None:
    _without_a_person(project)
    folder = project / "reconciliation"
    found = load_reconciliation(folder)
    digest = hashlib.sha256((folder / "differences.parquet").read_bytes()).hexdigest()
    (folder / "reconciliation.json").write_text(to_json(replace(found, verdict="pass"), beside=digest), "utf-8")

    with pytest.raises(ProjectError, match="全体の判定"):
        _built(project, "evidence", reconciled=True)


def test_a_pass_without_the_findings_of_its_records_is_refused(project: Path) -> None:
    """Whoever knows how the digest is made takes out the finding, and forgets the account of the records."""
    _without_a_person(project)
    folder = project / "reconciliation"
    found = load_reconciliation(folder)
    files = tuple(replace(f, counts=(), verdict="pass") if f.verdict == "fail" else f for f in found.files)
    digest = hashlib.sha256((folder / "differences.parquet").read_bytes()).hexdigest()
    forged = replace(found, files=files, verdict="pass")
    (folder / "reconciliation.json").write_text(to_json(forged, beside=digest), "utf-8")

    with pytest.raises(ProjectError, match=r"判定が件数と合いません（139998/resident_register_person\.csv）"):
        _built(project, "evidence", reconciled=True)
