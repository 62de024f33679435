"""Makes `fixtures/projects/groups/`: a group for each case of the call's 6(2), at the stage of the proposal and of the report.

python scripts/new_groups.py [--papers]     --papers: only the papers, of the groups as they are

The municipalities, people and vendors do not exist; their codes are assigned to nobody.
"""

from __future__ import annotations

import datetime as dt
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

import chukan
from chukan.agreement import Agreement
from chukan.evidence.build import build
from chukan.layouts.library import Library
from chukan.project.project import Project
from chukan.sample.deliveries.delivered import DECIDED
from chukan.sample.deliveries.linked import generate_delivery
from chukan.sample.files.write import write

FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "projects" / "groups"
DAY = dt.date(2026, 11, 23)
LAYOUTS = {
    "resident_register": ("household", "person"),
    "non_resident_addressee": ("addressee",),
    "light_vehicle_tax": ("vehicle",),
}
TOWNS = {"137995": "見本市", "137987": "試験町", "137979": "手本町", "137961": "例示村"}
MEMBERS = {"new": list(TOWNS)[:2], "join": list(TOWNS)[:3], "merge": list(TOWNS)}
CITED = {"document": "共通調達仕様書（見本）", "page": 1}
COMMON: dict[str, Any] = {
    "proposer": {"kind": "municipality", "document": "規約（見本）", "page": 1},
    "running_costs": {"before": 100_000_000, "after": 68_000_000, "document": "見積書（見本）", "page": 3},
    "customisation": {
        "systems": [{"name": "住民情報", "customised": 6, "functions": 420}],
        "document": "カスタマイズ一覧（見本）",
        "page": 1,
    },
    "contract_clause": {
        "in": "contract",
        "free_of_charge": True,
        "latest_edition": True,
        "document": "契約書（見本）",
        "page": "第24条",
    },
    "eligible_costs": {
        "amount": 9_000_000,
        "items": [{"kind": "初期費（データ移行を含む。）", "amount": 9_000_000, "fiscal_year": 2020}],
        "special_grant_excluded": True,
        "document": "見積書（見本）",
        "page": 1,
    },
}
OWN: dict[str, dict[str, Any]] = {
    "new": {
        "agreement_document": {"status": "signed", "document": "協定書（見本）", "page": 1},
        "common_procurement": CITED,
        "same_vendor": {"name": "事業者C", **CITED},
        "data_centre": {"name": "見本データセンター", **CITED},
    },
    "join": {
        "joining": ["137987", "137979"],
        "past_subsidy": False,
        "benefit_of_existing": {"document": "試算表（見本）", "page": 2},
    },
    "merge": {
        "clouds": [
            {"name": "東みほんクラウド", "members": ["137995", "137987"], "past_subsidy": False},
            {"name": "西みほんクラウド", "members": ["137979", "137961"], "past_subsidy": False},
        ],
        "benefit_of_existing": {"document": "試算表（見本）", "page": 2},
    },
}
IN_USE = "既に自治体クラウドを利用している団体で、移行先システムを先行して利用しているため"


def files_of(town: str, agreement: Agreement) -> dict[str, list[dict[str, Any]]]:
    """Write the deliveries of a municipality; return what a project says of them, by business."""
    library = Library()
    addresses = [f"mic@2.7/{b}/{s}" for b, slugs in LAYOUTS.items() for s in slugs]
    tables = generate_delivery(library, town, addresses, 12, seed=int(town), as_of=DAY, agreement=agreement)
    made: dict[str, list[dict[str, Any]]] = {}
    for address in addresses:
        layout = library.layout(address)
        name = f"data/{town}/{layout.business}_{layout.slug}.csv"
        written = write(FOLDER / name, layout, tables[layout.address].to_batches(), agreement)
        made.setdefault(layout.business, []).append(
            {
                "layout": layout.slug,
                "path": name,
                "records": written.records,
                "loaded": {"date": dt.date(2026, 11, 20), "records": written.records, "errors": 0},
            }
        )
    return made


def project(case: str, stage: str, files: dict[str, dict[str, list[dict[str, Any]]]]) -> dict[str, Any]:
    """Return the project of a case at a stage."""
    report = stage == "report"
    towns = []
    for code in MEMBERS[case]:
        plans: list[dict[str, Any]] = []
        for business, source in (
            ("resident_register", "a"),
            ("non_resident_addressee", "a"),
            ("light_vehicle_tax", "b"),
        ):
            plan: dict[str, Any] = {"business": business, "from": source, "to": "c"}
            if case == "join" and code == "137995":
                plan |= {"method": "exempt_in_use", "reason": IN_USE}
                if report:
                    plan["decision"] = {
                        "granted": True,
                        "date": dt.date(2026, 6, 20),
                        "document": "採択通知（見本）",
                        "page": 1,
                    }
            elif report:
                plan |= {"delivered": dt.date(2026, 11, 16), "files": files[code][business]}
            else:
                plan["planned"] = "2026-11"
            plans.append(plan)
        towns.append(
            {"code": code, "name": TOWNS[code], "head": f"{TOWNS[code][-1]}長　見本　太郎", "businesses": plans}
        )
    return {
        "group": {
            "name": "みほん地域クラウド協議会（合成データ）",
            "representative": "137995",
            "case": case,
            "head": "市長　見本　太郎",
            "document_number": "見情第12号",
            "document_date": dt.date(2026, 11, 24),
        },
        "stage": stage,
        "layout": "mic@2.7",
        "agreement": DECIDED,
        "as_of": DAY,
        "vendors": [{"id": i, "name": f"事業者{i.upper()}"} for i in "abc"],
        "municipalities": towns,
        "declarations": COMMON | OWN[case],
    }


def papers(case: str, stage: str) -> None:
    """Leave the evidence of a group in ``papers/CASE_STAGE``: what `verify` and `evidence build` make of it."""
    opened = Project(FOLDER / f"{case}_{stage}.yaml")
    with tempfile.TemporaryDirectory() as folder:
        verification = None
        if stage == "report":
            outcome = chukan.verify(opened)
            outcome.write(folder)
            verification = Path(folder)
        out = FOLDER / "papers" / f"{case}_{stage}"
        shutil.rmtree(out, ignore_errors=True)
        build(opened, verification, out)


def main() -> None:
    """Make the groups and their papers."""
    if "--papers" not in sys.argv:
        groups()
    for case in MEMBERS:
        for stage in ("proposal", "report"):
            papers(case, stage)


def groups() -> None:
    """Make the projects and their deliveries."""
    agreement = Agreement.model_validate(DECIDED)
    files = {town: files_of(town, agreement) for town in TOWNS}
    for case in MEMBERS:
        for stage in ("proposal", "report"):
            text = yaml.safe_dump(project(case, stage, files), allow_unicode=True, sort_keys=False, width=120)
            (FOLDER / f"{case}_{stage}.yaml").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
