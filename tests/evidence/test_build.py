"""Building the evidence: whole, the same each time, nothing of somebody else's written over."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from chukan import __version__
from chukan.errors import InputError, OutputError, ProjectError, UsageError
from chukan.evidence.build import JUDGEMENT, README, Built, build, check
from chukan.evidence.papers.fields import TARGETS
from chukan.evidence.sealing import seal
from chukan.layouts.library import Library
from chukan.project.project import Project
from chukan.severity import Severity
from chukan.verification.result import Count

LIBRARY = Library()


def built(case: Any, out: Path, **more: Any) -> Built:
    case.save()
    return build(case.project, case.verification_folder, out, **more)


def test_the_evidence_is_whole_and_intact(make: Any, tmp_path: Path) -> None:
    case = make()

    done = built(case, tmp_path / "out", archive=True)

    names = {p.name for p in done.folder.iterdir()}
    assert names == {f.path for f in done.manifest.files} | {seal.MANIFEST}
    assert {TARGETS.template, JUDGEMENT, README} < names
    assert check(done.folder).intact
    assert check(done.archive).intact  # type: ignore[arg-type]
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")]


def test_the_manifest_names_every_delivered_file_layout_and_premise(make: Any, tmp_path: Path) -> None:
    case = make()

    document = json.loads((built(case, tmp_path / "out").folder / seal.MANIFEST).read_text(encoding="utf-8"))

    assert {d["path"]: d["sha256"] for d in document["delivered"]} == {
        f.path: f.sha256 for f in case.verification.files
    }
    assert {d["layout_digest"] for d in document["delivered"]} <= {x["digest"] for x in document["layouts"]}
    assert {x["authority"] for x in document["layouts"]} == {"reference"}
    assert document["agreement"]["encoding"] == "cp932"
    assert (document["as_of"], document["tool"]["version"]) == ("2026-11-23", __version__)
    assert document["project"]["sha256"] == case.project.sha256


def test_two_runs_give_the_same_bytes(make: Any, tmp_path: Path) -> None:
    case = make()

    first, second = (built(case, tmp_path / name, archive=True) for name in ("a", "b"))

    assert first.archive
    assert second.archive
    assert first.archive.read_bytes() == second.archive.read_bytes()
    for path in first.folder.iterdir():
        assert path.read_bytes() == (second.folder / path.name).read_bytes()


def test_no_clock_stands_in_a_document(make: Any, tmp_path: Path) -> None:
    done = built(make(), tmp_path / "out")

    for path in [p for p in done.folder.iterdir() if p.suffix in (".docx", ".xlsx")]:
        with zipfile.ZipFile(path) as z:
            assert {i.date_time for i in z.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            core = z.read("docProps/core.xml").decode()
        assert core.count("2026-11-23T00:00:00Z") == 2
        assert "openpyxl" not in core


def test_a_group_that_falls_short_still_gets_papers_that_say_so(make: Any, tmp_path: Path) -> None:
    done = built(make().with_counts("131024/person.csv", Count("V05", "生年月日", Severity.ERROR, 2)), tmp_path / "out")

    assert done.manifest.standing == "not_met"
    assert not done.judgement.met
    assert "満たさない" in (done.folder / README).read_text(encoding="utf-8-sig")
    document = json.loads((done.folder / JUDGEMENT).read_text(encoding="utf-8"))
    assert [m["standing"] for m in document["municipalities"]] == ["met", "not_met"]


def test_an_untouched_evidence_is_replaced_and_leaves_nothing_of_itself(
    make: Any, project: Any, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    built(make(), out)
    project["municipalities"].pop()

    done = built(make(project), out)

    assert not [p for p in done.folder.iterdir() if "131024" in p.name]
    assert check(out).intact


@pytest.mark.parametrize("name", [TARGETS.template, "メモ.txt"])
def test_what_somebody_wrote_into_is_not_written_over(make: Any, tmp_path: Path, name: str) -> None:
    case, out = make(), tmp_path / "out"
    built(case, out)
    (out / name).write_bytes(b"mine")

    with pytest.raises(OutputError, match="手が加えられています") as e:
        built(case, out)

    assert name in str(e.value)
    assert (out / name).read_bytes() == b"mine"


def test_a_folder_that_is_no_evidence_is_not_written_into(make: Any, tmp_path: Path) -> None:
    case, out = make(), tmp_path / "out"
    out.mkdir()
    (out / "大事.txt").write_bytes(b"x")

    with pytest.raises(OutputError, match="証跡でない"):
        built(case, out)
    with pytest.raises(OutputError, match="同じ名前のファイル"):
        built(case, out / "大事.txt")


def test_a_refusal_leaves_nothing(make: Any, tmp_path: Path) -> None:
    case = make().save()
    (case.folder / "131016/seal.csv").write_bytes(b"changed")

    with pytest.raises(InputError, match=r"131016/seal\.csv"):
        build(case.project, case.verification_folder, tmp_path / "out")

    assert not (tmp_path / "out").exists()


def test_waivers_changed_since_are_refused(make: Any, project: dict[str, Any], tmp_path: Path) -> None:
    from chukan.project.waivers import write_draft

    project["waivers"] = "waivers.xlsx"
    case = make(project).with_counts("131024/person.csv", Count("V05", "生年月日", Severity.ERROR, 2))
    write_draft(case.folder / "waivers.xlsx", case.verification)

    with pytest.raises(ProjectError, match="了承シート"):
        built(case, tmp_path / "out")


def test_a_missing_verification_says_what_to_do(make: Any, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="chukan verify"):
        build(make().project, tmp_path / "none", tmp_path / "out")
    (tmp_path / "v.json").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="UTF-8"):
        build(make().project, tmp_path / "v.json", tmp_path / "out")


def test_a_wrong_key_stops_before_anything_is_done(make: Any, tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_bytes(b"none")

    with pytest.raises(UsageError, match="秘密鍵"):
        built(make(), tmp_path / "out", sign=tmp_path / "key.pem")

    assert not (tmp_path / "out").exists()


def test_delivered_files_are_checked_with_the_project(make: Any, tmp_path: Path) -> None:
    case = make()
    done = built(case, tmp_path / "out")

    assert check(done.folder, project=case.project).delivered_checked == 5
    assert check(done.folder, project=case.project).intact

    (case.folder / "131016/person.csv").write_bytes(b"x")
    (case.folder / "131024/person.csv").unlink()
    found = check(done.folder, project=case.project)
    assert found.delivered_changed == ("131016/person.csv", "131024/person.csv（読めません）")
    assert not found.intact
    assert check(done.folder).intact


def test_another_project_is_named(make: Any, tmp_path: Path) -> None:
    case = make()
    done = built(case, tmp_path / "out")
    path = case.folder / "project.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "#\n", encoding="utf-8")

    assert check(done.folder, project=Project(path)).delivered_changed == ("project.yaml（プロジェクトファイル）",)
