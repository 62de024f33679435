"""What the tests of evidence/checklist share."""

from __future__ import annotations

from typing import Any

from chukan.evidence.checklist.checklist import Checklist, make_checklist
from chukan.evidence.checklist.row import ChecklistRow
from chukan.evidence.judgement.judge import judge

CITED = {"document": "提案書", "page": 12}


FULL: dict[str, Any] = {
    "proposer": {"kind": "association", "responsible": "みどり市", **CITED},
    "agreement_document": {"status": "signed", "document": "協定書", "page": "第3条"},
    "common_procurement": CITED,
    "same_vendor": {"name": "事業者Cグループ", **CITED},
    "data_centre": {"name": "○○データセンター", **CITED},
    "running_costs": {"before": 100_000_000, "after": 69_000_000, **CITED},
    "customisation": {"systems": [{"name": "住民情報", "customised": 19, "functions": 400}], **CITED},
    "contract_clause": {"in": "specification", "free_of_charge": True, "latest_edition": True, **CITED},
    "eligible_costs": {
        "amount": 12_000_000,
        "items": [{"kind": "初期費", "amount": 12_000_000, "fiscal_year": 2020}],
        "special_grant_excluded": True,
        **CITED,
    },
    "core_systems": {"kinds": ["住民情報関連", "税務関連"], **CITED},
    "optional": {"reduction": CITED},
}


def checklist(make: Any, project: dict[str, Any], **declared: Any) -> Checklist:
    project["declarations"] = declared
    case = make(project)
    return made(case)


def made(case: Any) -> Checklist:
    judgement = judge(case.project, case.project.job(waived=False), case.verification)
    return make_checklist(case.project.file, judgement)


def row(rows: Checklist, clause: str) -> ChecklistRow:
    [found] = [r for r in rows.rows if r.clause == clause]
    return found
