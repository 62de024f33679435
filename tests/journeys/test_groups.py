"""The papers of a group: each case of the call's 6(2) at both stages, and groups that the call allows."""

from __future__ import annotations

import datetime as dt
import html
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from chukan.cli.main import run
from chukan.sample.deliveries.delivered import DECIDED

GROUPS = Path(__file__).resolve().parents[2] / "fixtures" / "projects" / "groups"
DAY = dt.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _no_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chukan.evidence.papers.make.png", lambda _: None)


def text_of(path: Path) -> str:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as z:
        names = [n for n in z.namelist() if n.endswith(".xml") and "docProps" not in n]
        return html.unescape(re.sub(r"<[^>]+>", "", "\n".join(z.read(n).decode("utf-8") for n in names)))


def papers(folder: Path) -> dict[str, str]:
    return {p.name: text_of(p) for p in folder.iterdir() if p.suffix in (".docx", ".xlsx")}


@pytest.mark.parametrize(
    ("case", "code", "standing"), [("new", 0, "planned"), ("join", 1, "ask"), ("merge", 0, "planned")]
)
def test_the_papers_of_a_proposal_say_what_is_planned(tmp_path: Path, case: str, code: int, standing: str) -> None:
    out = tmp_path / "evidence"

    assert run(["evidence", "build", str(GROUPS / f"{case}_proposal.yaml"), "--out", str(out), "-q"]) == code

    document = json.loads((out / "judgement.json").read_text(encoding="utf-8"))
    assert (document["stage"], document["standing"]) == ("proposal", standing)
    made = papers(out)
    assert "事業実施報告書_データ移行.docx" not in made
    assert "令和8年11月" in made["別紙3_対象業務表（提案）.xlsx"]
    confirmations = [text for name, text in made.items() if name.startswith("データ移行確認書")]
    assert len(confirmations) == {"new": 4, "join": 4, "merge": 8}[case]
    for text in confirmations:
        assert "中間標準レイアウトで行うことを確認する" in text
        assert "市長　見本　太郎" in text or "町長　見本　太郎" in text or "村長　見本　太郎" in text
    for name, text in made.items():
        assert "データで確認・満たす" not in text, name
        assert "移行した業務" not in text, name
    assert run(["evidence", "check", str(out), "-q"]) == 0


@pytest.mark.parametrize("case", ["new", "join", "merge"])
def test_the_papers_of_a_report_say_what_was_loaded(tmp_path: Path, case: str) -> None:
    project, out = str(GROUPS / f"{case}_report.yaml"), tmp_path / "evidence"
    assert run(["verify", project, "--out", str(tmp_path / "v"), "-q", "--no-profile"]) == 0

    assert run(["evidence", "build", project, "--verification", str(tmp_path / "v"), "--out", str(out), "-q"]) == 0

    document = json.loads((out / "judgement.json").read_text(encoding="utf-8"))
    assert (document["standing"], document["loaded"]) == ("met", True)
    required = [r for r in document["checklist"]["rows"] if r["kind"] == "required"]
    assert {r["outcome"] for r in required} <= {"met", "none"}, [r["clause"] for r in required if r["outcome"] == "ask"]
    made = papers(out)
    assert "見情第12号" in made["別紙3_対象業務表.xlsx"]
    matrix = openpyxl.load_workbook(out / "別紙3_対象業務表.xlsx")["一覧"]
    assert (matrix.page_setup.fitToWidth, matrix.page_setup.fitToHeight) == (1, 1)
    for name, text in made.items():
        if name.startswith("データ移行確認書"):
            assert "押印しないこと" not in text
            assert "移行先事業者" in text


@pytest.mark.parametrize("stage", ["proposal", "report"])
@pytest.mark.parametrize("case", ["new", "join", "merge"])
def test_the_papers_of_each_case_stand_beside_its_project(case: str, stage: str) -> None:
    folder = GROUPS / "papers" / f"{case}_{stage}"

    assert run(["evidence", "check", str(folder), "-q"]) == 0
    towns = yaml.safe_load((GROUPS / f"{case}_{stage}.yaml").read_text(encoding="utf-8"))["municipalities"]
    suffix = "（提案）" if stage == "proposal" else ""
    wanted = {
        f"データ移行確認書{suffix}_{town['code']}_{town['name']}_事業者{plan['from'].upper()}.docx"
        for town in towns
        for plan in town["businesses"]
        if plan.get("method", "layout") == "layout"
    }
    wanted |= {f"別紙3_対象業務表{suffix}.xlsx", "要件確認表.xlsx"}
    wanted |= {"事業実施報告書_データ移行.docx"} if stage == "report" else set()
    assert {p.name for p in folder.iterdir() if p.suffix in (".docx", ".xlsx")} == wanted


#: What a municipality may move by itself (the call: 移行する業務システムは、参加市区町村ごとに異なっても構わない).
LAWFUL = {
    "registers": {"resident_register": ["household", "person"], "seal_registration": ["registration"]},
    "insurances": {"long_term_care_insurance": ["insured"], "national_health_insurance": ["household", "insured"]},
    "taxes": {"individual_resident_tax": ["taxpayer"], "light_vehicle_tax": ["vehicle"]},
    "internal": {"financial_accounting": ["expenditure"], "personnel_payroll": ["employee"]},
}


@pytest.fixture(scope="module")
def lawful(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Write the clean data of two municipalities for each lawful group."""
    from chukan.agreement import Agreement
    from chukan.layouts.library import Library
    from chukan.sample.deliveries.linked import generate_delivery
    from chukan.sample.files.write import write

    library, agreement = Library(), Agreement.model_validate(DECIDED)
    made = {}
    for name, businesses in LAWFUL.items():
        folder = tmp_path_factory.mktemp(name)
        addresses = [f"mic@2.7/{b}/{s}" for b, slugs in businesses.items() for s in slugs]
        for code in ("131016", "131024"):
            tables = generate_delivery(library, code, addresses, 10, seed=int(code), as_of=DAY, agreement=agreement)
            for address in addresses:
                layout = library.layout(address)
                path = folder / code / f"{layout.business}_{layout.slug}.csv"
                write(path, layout, tables[layout.address].to_batches(), agreement)
        made[name] = folder
    return made


def project_of(businesses: dict[str, list[str]], counterparts: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    return {
        "group": {"name": "みどり協議会", "representative": "131016", "case": "new"},
        "layout": "mic@2.7",
        "agreement": DECIDED,
        "as_of": DAY,
        "vendors": [{"id": i, "name": f"事業者{i.upper()}"} for i in "ac"],
        "municipalities": [
            {
                "code": code,
                "name": name,
                "businesses": [
                    {
                        "business": b,
                        "from": "a",
                        "to": "c",
                        "counterparts": counterparts.get(b, []),
                        "files": [{"layout": s, "path": f"{code}/{b}_{s}.csv"} for s in slugs],
                    }
                    for b, slugs in businesses.items()
                ],
            }
            for code, name in (("131016", "みどり市"), ("131024", "あおば町"))
        ],
    }


def judged(folder: Path, project: dict[str, Any], out: str) -> tuple[int, dict[str, Any]]:
    path = folder / "project.yaml"
    path.write_text(yaml.safe_dump(project, allow_unicode=True, sort_keys=False), encoding="utf-8")
    run(["verify", str(path), "--out", str(folder / f"{out}_v"), "-q", "--no-profile"])
    given = ["--verification", str(folder / f"{out}_v"), "--out", str(folder / out), "-q"]
    code = run(["evidence", "build", str(path), *given])
    return code, json.loads((folder / out / "judgement.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", LAWFUL)
def test_a_lawful_group_is_asked_and_never_refused(lawful: dict[str, Path], name: str) -> None:
    folder, businesses = lawful[name], LAWFUL[name]

    code, document = judged(folder, project_of(businesses, {}), "asked")

    assert (code, document["standing"]) == (1, "ask"), document["reasons"]
    verification = json.loads((folder / "asked_v" / "verification.json").read_text(encoding="utf-8"))
    outside = {
        b: sorted(
            {a for f in verification["files"] if f["business"] == b for n in f["not_run"] for a in n["counterparts"]}
        )
        for b in businesses
    }
    assert any(outside.values())
    vouched = {
        b: [{"layout": a, "who": "情報課長", "why": "移行先で稼働中", "until": DAY} for a in addresses]
        for b, addresses in outside.items()
    }
    code, document = judged(folder, project_of(businesses, vouched), "vouched")

    assert (code, document["standing"]) == (0, "met"), document["reasons"]
    confirmation = next(p for p in (folder / "vouched").iterdir() if p.name.startswith("データ移行確認書"))
    assert "情報課長が確認した旨の申告（理由: 移行先で稼働中。期限: 2026-11-23）" in text_of(confirmation)
