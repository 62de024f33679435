from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
import yaml

from chukan.errors import AgreementError, ProjectError
from chukan.intake.source.open_source import Source
from chukan.project.folder import ProjectFolder

BASE: dict[str, Any] = {
    "group": {"name": "試験協議会", "representative": "131016", "case": "new"},
    "layout": "mic@2.7",
    "vendors": [{"id": "a", "name": "事業者A"}],
    "municipalities": [],
}


def project(folder: Path, **more: Any) -> ProjectFolder:
    path = folder / "project.yaml"
    path.write_text(yaml.safe_dump({**BASE, **more}, allow_unicode=True), encoding="utf-8")
    return ProjectFolder(path)


def test_paths_are_relative_to_the_project(tmp_path: Path) -> None:
    made = project(tmp_path)

    assert made.resolve("a/b.csv") == tmp_path.resolve() / "a" / "b.csv"
    assert made.sha256 == hashlib.sha256(made.path.read_bytes()).hexdigest()


@pytest.mark.parametrize("outside", ["../a.csv", "/etc/passwd", "a/../../b.csv"])
def test_a_path_may_not_leave_the_folder(tmp_path: Path, outside: str) -> None:
    made = project(tmp_path)

    with pytest.raises(ProjectError, match="フォルダの外"):
        made.resolve(outside)

    made.allow_outside = True
    assert made.resolve(outside) == (tmp_path / outside).resolve()


def test_a_link_out_of_the_folder_leaves_it(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    made = project(tmp_path / "in")
    (tmp_path / "in" / "link").symlink_to(tmp_path)

    with pytest.raises(ProjectError, match="フォルダの外"):
        made.resolve("link/a.csv")


def test_an_agreement_is_inline_or_a_file(tmp_path: Path) -> None:
    (tmp_path / "agreement.yaml").write_text("encoding: utf-8\n", encoding="utf-8")

    assert project(tmp_path, agreement={"encoding": "euc_jp"}).agreement().encoding == "euc_jp"
    assert project(tmp_path, agreement="agreement.yaml").agreement().encoding == "utf-8"
    assert project(tmp_path).agreement().encoding is None


def test_a_wrong_agreement_names_the_nearest_key(tmp_path: Path) -> None:
    with pytest.raises(AgreementError, match="encoding"):
        project(tmp_path, agreement={"encodng": "cp932"}).agreement()


def test_the_project_s_estimates_hold_where_the_agreement_says_nothing(tmp_path: Path) -> None:
    assert project(tmp_path, estimates="info").agreement().estimates == "info"
    assert project(tmp_path, estimates="info", agreement={"estimates": "error"}).agreement().estimates == "error"


def test_local_rules_by_layout(tmp_path: Path) -> None:
    rules = {
        "rules": {"resident_register/person": [{"id": "r", "assert": "性別 <> ''", "message": "性別がありません。"}]}
    }
    (tmp_path / "local.yaml").write_text(yaml.safe_dump(rules, allow_unicode=True), encoding="utf-8")
    made = project(tmp_path, local_rules="local.yaml")

    assert [r.id for r in made.local_rules()["resident_register/person"]] == ["r"]
    assert made.local_rules_sha256() == hashlib.sha256((tmp_path / "local.yaml").read_bytes()).hexdigest()
    assert (project(tmp_path).local_rules(), project(tmp_path).local_rules_sha256()) == ({}, "")


def test_a_uri_is_outside_and_may_be_allowed(tmp_path: Path) -> None:
    made = project(tmp_path)

    with pytest.raises(ProjectError, match="フォルダの外"):
        made.resolve("s3://bucket/a.csv")
    allowed = ProjectFolder(made.path, allow_outside=True)
    assert Source.of(allowed.resolve("s3://bucket/a.csv")).path == "s3://bucket/a.csv"
    assert Source.of(allowed.resolve("file:///a/b.csv")).path == "file:///a/b.csv"
