"""Whether findings weigh what layouts, agreement and project say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chukan.errors import InputError
from chukan.evidence.judgement.consistency import must_agree, must_match_findings
from chukan.severity import Severity
from chukan.verification.result import Count, Verification

Change = Callable[[Verification], Verification]


def test_an_error_made_a_warning_is_found_out_by_the_findings_and_by_the_layout(make: Any) -> None:
    """A failed delivery, made to pass in verification.json alone, or in both files."""
    case = make().with_counts("131016/person.csv", Count("V05", "生年月日", Severity.ERROR, 7)).save()
    milder = case.with_counts("131016/person.csv", Count("V05", "生年月日", Severity.WARNING, 7))
    assert milder.verification.verdict == "pass"

    with pytest.raises(InputError, match="V05 生年月日 の指摘（エラー）は、件数では 0 件、一覧では 7 件"):
        must_match_findings(milder.verification, case.verification_folder)
    with pytest.raises(InputError, match="V05 生年月日 の重大度が警告になっています（定義とプロジェクトではエラー）"):
        must_agree(milder.project.job(waived=False), milder.verification, "v")


def test_a_key_that_weighs_less_than_the_layout_says_is_found_out(make: Any, project: dict[str, Any]) -> None:
    project["rules"] = {"F04": "error"}
    case = make(project)
    for rule in ("K03", "F04"):
        milder = case.with_counts("131016/person.csv", Count(rule, "", Severity.INFO, 7))
        with pytest.raises(InputError, match=f"{rule} +の重大度が情報"):
            must_agree(milder.project.job(waived=False), milder.verification, "v")
