"""Item ウ is cited with the figures and the digest of its own report."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from chukan.errors import InputError
from chukan.evidence.checklist.checklist import make_checklist
from chukan.evidence.checklist.reduction import reduction_figures
from chukan.evidence.judgement.judge import judge


def cited(make: Any, project: dict[str, Any], data: bytes | None) -> Any:
    project["declarations"] = {"optional": {"reduction": {"document": "報告", "page": 1, "report": "reduction.json"}}}
    case = make(project)
    if data is not None:
        (case.folder / "reduction.json").write_bytes(data)
    return case


def test_the_figures_and_the_digest_stand_in_the_row(make: Any, project: dict[str, Any]) -> None:
    totals = {"total": {"records": 1200}, "candidate": {"records": 340}}
    data = json.dumps({"as_of": "2026-11-23", "project_sha256": "x", "totals": totals}).encode()
    case = cited(make, project, data)
    judgement = judge(case.project, case.project.job(waived=False), case.verification)

    rows = make_checklist(case.project.file, judgement, reduction_figures(case.project)).rows

    [row] = [r for r in rows if r.clause == "6(3)イ(ウ)"]
    assert "全 1,200 件のうち削減候補 340 件" in row.reason
    assert hashlib.sha256(data).hexdigest() in row.reason
    assert "今のプロジェクトから作られたものではない" in row.reason


@pytest.mark.parametrize("data", [None, b"{}", b"[1]", b"\xff"])
def test_what_is_no_report_is_refused(make: Any, project: dict[str, Any], data: bytes | None) -> None:
    with pytest.raises(InputError, match="移行対象削減の報告"):
        reduction_figures(cited(make, project, data).project)
