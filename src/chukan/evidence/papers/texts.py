"""The texts beside the papers: the judgement for programs, and what a person should know who opens the folder."""

from __future__ import annotations

import json
from dataclasses import asdict

from chukan import __version__
from chukan.evidence.papers.context import STAGE_JA, Case


def judgement_json(case: Case) -> bytes:
    """Return the judgement and the checklist for programs: counts only."""
    j = case.judgement
    towns = [
        {
            "code": m.code,
            "name": m.name,
            "standing": m.standing,
            "reasons": m.reasons,
            "clause": m.clause,
            "businesses": [
                {
                    "business": b.business,
                    "name": b.business_name,
                    "method": b.method,
                    "standing": b.standing,
                    "verdict": b.verdict,
                    "reasons": b.reasons,
                    "clause": b.clause,
                    "edition": b.edition,
                    "from": b.from_vendor,
                    "to": b.to_vendor,
                    "planned_month": b.planned_month,
                    "in_standard": b.in_standard,
                    "loaded": b.loaded,
                    "reconciled": b.reconciled,
                    "vouched": [x.words for x in b.vouched],
                    "files": len(b.files),
                    "records": b.records,
                    "rejected": b.rejected,
                    "waived": b.waived,
                }
                for b in m.businesses
            ],
        }
        for m in j.municipalities
    ]
    document = {
        "group": case.project.file.group.name,
        "stage": j.stage,
        "standing": j.standing,
        "words": j.words,
        "met": j.met,
        "loaded": j.loaded,
        "reconciled": j.reconciled,
        "clause": j.clause,
        "reasons": j.reasons,
        "desirable": j.desirable,
        "notes": [*filter(None, [j.overall]), *j.notes],
        "vendors": {
            "sources": j.vendors.sources,
            "destinations": j.vendors.destinations,
            "distinct": len(j.vendors.distinct),
        },
        "municipalities": towns,
        "checklist": asdict(case.checklist),
        "as_of": case.verification.as_of,
        "statement": case.summary.statements,
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def readme(case: Case) -> bytes:
    """Return what a person should know who opens the folder."""
    j = case.judgement
    text = [
        f"{case.project.file.group.name}　必須推進項目1（中間標準レイアウトによるデータ移行）の証跡（{STAGE_JA[j.stage]}・案）",
        "",
        f"判定: {j.words}（{j.clause}）",
        *(f"・{reason}" for reason in j.reasons),
        "",
        "。".join(case.summary.statements),
        "書類はすべて案です。公式の様式が手元にないため、提出のときは公式の様式に転記してください。",
        "",
        "このフォルダは封印されています。書類に書き込むときは、写しを作り、写しに書き込んでください。",
        "変わっていないことは「chukan evidence check このフォルダ」で確かめられます。manifest.json に、",
        "このフォルダのすべてのファイルと、検証した提出データの SHA-256 があります。",
        "書類に提出データの値は含みません（件数・名称・ダイジェストと、人が記入したことだけ）。",
        "",
        f"基準日 {case.verification.as_of}　chukan {__version__}",
        "",
    ]
    return "\r\n".join(text).encode("utf-8-sig")
