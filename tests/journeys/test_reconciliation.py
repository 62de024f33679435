"""From the reduction to the new system: what was split off is left out, all else must be there."""

from __future__ import annotations

from pathlib import Path

import yaml
from tests.conftest import Town
from tests.journeys.conftest import DAY, Chukan

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

    answer = chukan("reconcile", project, "--loaded", loaded, "--out", town.folder / "r")

    r = load_reconciliation(town.folder / "r")
    assert (answer.code, r.verdict) == (0, "pass"), answer.out
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
