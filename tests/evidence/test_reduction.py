"""Item ウ is cited with the figures and the digest of its own report."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

import docx
import pytest

from chukan.errors import InputError
from chukan.evidence.build import build
from chukan.evidence.checklist.checklist import make_checklist
from chukan.evidence.judgement.judge import judge
from chukan.evidence.reduction import reduction_figures


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


def split_of(case: Any, *, migrated: int = 1, verdict: str = "pass", **change: Any) -> bytes:
    """Return a report that split the first file of みどり市: three records."""
    digest = next(f.sha256 for f in case.verification.files if f.path == "131016/person.csv")
    line = {
        "municipality": "131016",
        "business": "resident_register",
        "layout": "person",
        "source": "131016/person.csv",
        "source_sha256": digest,
        "migrate_records": migrated,
        "archive_records": 3 - migrated,
        "rejected_records": 0,
        "migrate": "migrate/131016/person.csv",
    }
    checked = {"municipality": "131016", "path": "migrate/131016/person.csv", "verdict": verdict}
    totals = {"total": {"records": 3}, "candidate": {"records": 3 - migrated}}
    report = {"as_of": "2026-11-23", "project_sha256": "x", "totals": totals}
    return json.dumps(report | {"split": {"files": [line | change], "migration": {"files": [checked]}}}).encode()


def judged(case: Any) -> Any:
    job = case.project.job(waived=False)
    return judge(case.project, job, case.verification, reduction_figures(case.project))


def loaded(project: dict[str, Any], records: int) -> None:
    file = project["municipalities"][0]["businesses"][0]["files"][0]
    file["loaded"] = {"date": dt.date(2026, 11, 20), "records": records, "errors": 0}


@pytest.mark.parametrize(
    ("records", "words"),
    [
        (1, ""),
        (3, "取込件数 3 件が削減後の移行件数 1 件と一致しない"),
        (2, "取込件数 2 件が削減後の移行件数 1 件と一致しない"),
    ],
)
def test_what_was_reduced_is_what_should_be_loaded(
    make: Any, project: dict[str, Any], records: int, words: str
) -> None:
    loaded(project, records)
    case = cited(make, project, b"")
    (case.folder / "reduction.json").write_bytes(split_of(case))

    (business, *_) = judged(case).municipalities[0].businesses

    assert business.standing == ("ask" if words else "met")
    assert not words or any(words in reason for reason in business.reasons)


def test_a_split_of_other_bytes_is_no_split_of_this_delivery(make: Any, project: dict[str, Any]) -> None:
    loaded(project, 3)
    case = cited(make, project, b"")
    (case.folder / "reduction.json").write_bytes(split_of(case, source_sha256="0" * 64))

    judgement = judged(case)

    assert judgement.municipalities[0].businesses[0].standing == "met"
    assert any("違う中身のファイルから作られている" in note for note in judgement.notes)


@pytest.mark.parametrize(("verdict", "told"), [("pass", False), ("fail", True), ("not_checked", True)])
def test_the_verification_of_what_is_left_is_told(make: Any, project: dict[str, Any], verdict: str, told: bool) -> None:
    case = cited(make, project, b"")
    (case.folder / "reduction.json").write_bytes(split_of(case, verdict=verdict))

    judgement = judged(case)

    assert any("削減後に移行するファイルの検証" in note for note in judgement.notes) is told
    (business, *_) = judgement.municipalities[0].businesses
    assert business.standing == ("ask" if told else "met"), "what is migrated is what has to pass"


def test_the_papers_show_the_counts_after_the_reduction(make: Any, project: dict[str, Any]) -> None:
    """送付票 = 移行 + 保管, where the vendors put their seals."""
    case = cited(make, project, b"")
    (case.folder / "reduction.json").write_bytes(split_of(case))
    case.save()

    build(case.project, case.verification_folder, case.folder / "evidence")

    papers = {p.name: text_of(p) for p in (case.folder / "evidence").glob("*.docx")}
    confirmed = next(text for name, text in papers.items() if "131016" in name and "事業者A" in name)
    for text in (confirmed, papers["事業実施報告書_データ移行.docx"]):
        assert "削減後の件数" in text
        assert "3|3|1|2|0|一致|合格" in text
    others = [text for name, text in papers.items() if "131024" in name]
    assert others
    assert not any("削減後の件数" in text for text in others)


def text_of(path: Path) -> str:
    document = docx.Document(str(path))
    rows = ["|".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    return "\n".join([*(p.text for p in document.paragraphs), *rows])
