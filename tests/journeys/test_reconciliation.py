"""From the reduction to the new system: what was split off is left out, all else must be there."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import yaml
from tests.conftest import Town, copied
from tests.journeys.conftest import CP932, DAY, FIXTURES, PERSON, Chukan, progress_lines

from chukan.layouts.library import Library
from chukan.reconciliation.document import load_reconciliation

REVENUE = "financial_accounting/revenue"


def revenue(town: Town) -> Path:
    """Deliver revenue of which every other record is old and paid, and may be archived."""
    rows = [
        {
            "年度": "2015",
            "調定番号": str(n),
            "収入年月日": "20160410",
            "収入未済額": "0" if n % 2 else "5",
            "調定額": str(100 + n),
        }
        for n in range(6)
    ]
    town.decide(ZK02={"years": 5, "name": "財務規則"})
    town.decide_for_split()
    return town.put(REVENUE, rows)


def agreed_to_leave_out(town: Town, manifest: Path) -> Path:
    """Return the project, with the rule that the archived records need not be there."""
    project = town.project
    document = yaml.safe_load(project.read_text(encoding="utf-8"))
    document["reconciliation"] = "reconciliation.yaml"
    project.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    rule = {
        "id": "移行対象削減",
        "kind": "left_out",
        "manifest": manifest.relative_to(town.folder).as_posix(),
        "agreed_by": "文書主管課長",
        "why": "保存年限を過ぎたものは移さない",
    }
    (town.folder / "reconciliation.yaml").write_text(yaml.safe_dump({"rules": [rule]}, allow_unicode=True), "utf-8")
    return project


def test_what_the_reduction_archived_is_left_out_and_all_else_is_there(chukan: Chukan, town: Town) -> None:
    revenue(town)
    out = town.folder / "reduction"
    assert chukan("reduce", town.project, "--out", out, "--split", *DAY).code == 0
    (manifest,) = out.rglob("archive_manifest.csv")
    (migrate,) = [p for p in out.rglob("*.csv") if "migrate" in p.as_posix()]
    loaded = town.folder / "loaded"
    loaded.mkdir()
    (loaded / f"{REVENUE.replace('/', '_')}.csv").write_bytes(migrate.read_bytes())
    project = agreed_to_leave_out(town, manifest)

    answer = chukan("reconcile", project, "--loaded", loaded, "--out", town.folder / "r", "--progress", "json")

    r = load_reconciliation(town.folder / "r")
    assert (answer.code, r.verdict) == (0, "pass"), answer.out
    last = progress_lines(answer.err)[-1]
    assert (last["files"], last["bytes"]) == (2, last["total_bytes"])
    assert (r.records.delivered, r.records.same, r.records.left_out) == (6, 3, 3)
    assert [(u.id, u.count) for u in r.rules] == [("移行対象削減", 3)]


def test_the_whole_file_loaded_by_mistake_is_found(chukan: Chukan, town: Town) -> None:
    path = revenue(town)
    out = town.folder / "reduction"
    chukan("reduce", town.project, "--out", out, "--split", *DAY)
    (manifest,) = out.rglob("archive_manifest.csv")
    loaded = town.folder / "loaded"
    loaded.mkdir()
    (loaded / path.name).write_bytes(path.read_bytes())

    answer = chukan("reconcile", agreed_to_leave_out(town, manifest), "--loaded", loaded)

    assert answer.code == 1
    assert "M09" in answer.out


def other_edition(folder: Path) -> Path:
    """Let the new system hold the residents in an earlier edition, under other headings, in UTF-8; return its folder."""
    source = folder / "139998" / "resident_register_person.csv"
    rows = list(csv.DictReader(io.StringIO(source.read_bytes().decode("cp932"))))
    earlier = [name for name in Library().layout("mic@2.6/resident_register/person").names if name in rows[0]]
    headings = ["住民コード" if name == "宛名番号" else name for name in earlier]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([[*headings, "更新者"], *([*(row[name] for name in earlier), "x"] for row in rows)])
    loaded = folder.parent / "loaded"
    loaded.mkdir()
    (loaded / "residents.csv").write_bytes(out.getvalue().encode())
    return loaded


def agreed_with_the_new_system(folder: Path, rules: list[dict[str, object]]) -> Path:
    """Return the project, with what both vendors agreed on for the residents."""
    project = folder / "project.yaml"
    document = yaml.safe_load(project.read_text(encoding="utf-8"))
    del document["municipalities"][1:]
    business = document["municipalities"][0]["businesses"][0]
    document["municipalities"][0]["businesses"] = [business]
    (person,) = [file for file in business["files"] if file["layout"] == "person"]
    business["files"] = [person]
    person["loaded"] = {
        "path": "residents.csv",
        "layout": "mic@2.6/resident_register/person",
        "agreement": {"encoding": "utf-8", "newline": "lf", "columns": {"住民コード": "宛名番号", "更新者": None}},
    }
    document["reconciliation"] = "reconciliation.yaml"
    project.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    (folder / "reconciliation.yaml").write_text(yaml.safe_dump({"rules": rules}, allow_unicode=True), encoding="utf-8")
    return project


def test_the_new_system_may_hold_another_edition_under_other_headings(chukan: Chukan, tmp_path: Path) -> None:
    folder = copied("good", tmp_path / "p")
    loaded = other_edition(folder)

    open_ = chukan("reconcile", agreed_with_the_new_system(folder, []), "--loaded", loaded, "--out", tmp_path / "one")

    r = load_reconciliation(tmp_path / "one")
    assert (open_.code, r.verdict, r.records.same) == (1, "not_checked", r.records.delivered)
    lacking = r.files[0].not_compared
    assert "旧氏" in lacking
    assert "片方にしかない項目" in open_.out
    rule: dict[str, object] = {
        "id": "旧版にない項目",
        "kind": "derived",
        "items": list(lacking),
        "agreed_by": "情報政策課長",
        "why": "移行先は 2.6 版で持つ",
    }
    project = agreed_with_the_new_system(folder, [rule])

    agreed = chukan("reconcile", project, "--loaded", loaded, "--out", tmp_path / "two")

    assert (agreed.code, load_reconciliation(tmp_path / "two").verdict) == (0, "pass"), agreed.out


def test_a_heading_that_nobody_agreed_on_is_named(chukan: Chukan, tmp_path: Path) -> None:
    folder = copied("good", tmp_path / "p")
    loaded = other_edition(folder)
    project = agreed_with_the_new_system(folder, [])
    project.write_text(project.read_text(encoding="utf-8").replace("住民コード: 宛名番号", "住民ID: 宛名番号"), "utf-8")

    answer = chukan("reconcile", project, "--loaded", loaded)

    assert answer.code in (1, 2)
    assert "住民" in answer.out + answer.err


def test_lost_zeros_are_one_cause_before_all_that_follows_from_them(chukan: Chukan, tmp_path: Path) -> None:
    old = FIXTURES / "projects" / "good" / "139998" / "resident_register_person.csv"
    lines = old.read_bytes().decode("cp932").split("\r\n")
    new = tmp_path / "new.csv"
    new.write_bytes("\r\n".join([lines[0], *(line.lstrip("0") for line in lines[1:])]).encode("cp932"))

    answer = chukan("reconcile", old, new, *PERSON, *CP932)

    assert answer.code == 1
    assert answer.out.index("共通の原因") < answer.out.index("M01")
    assert "「宛名番号」をゼロ埋め" in answer.out.replace("\n", "")
