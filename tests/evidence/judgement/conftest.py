"""What the tests of evidence/judgement share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from chukan.evidence.judgement.judge import judge
from chukan.evidence.judgement.judgement import Judgement
from chukan.verification.result import Verification


def judged(case: Any) -> Judgement:
    return judge(case.project, case.project.job(waived=False), case.verification)


def reasons(judgement: Judgement) -> str:
    return "".join(r for b in judgement.businesses for r in b.reasons)


def plans(project: dict[str, Any], town: int) -> list[dict[str, Any]]:
    return project["municipalities"][town]["businesses"]  # type: ignore[no-any-return]


def _loaded(project: dict[str, Any], **change: Any) -> None:
    for town in project["municipalities"]:
        for plan in town["businesses"]:
            for file in plan["files"]:
                file["loaded"] = {"date": dt.date(2026, 11, 20), "records": 3, "errors": 0, **change}


Change = Callable[[Verification], Verification]


def rule(name: str, **changes: Any) -> Change:
    return lambda v: replace(v, rules=tuple(replace(r, **changes) if r.rule == name else r for r in v.rules))
