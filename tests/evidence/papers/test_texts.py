"""What stands beside the papers."""

from __future__ import annotations

import json
from typing import Any

from tests.evidence.conftest import as_case

from chukan.evidence.papers.texts import judgement_json, readme


def test_programs_get_the_judgement_in_counts(make: Any) -> None:
    case = as_case(make())

    document = json.loads(judgement_json(case))

    assert (document["standing"], document["met"]) == (case.judgement.standing, case.judgement.met)
    assert [m["code"] for m in document["municipalities"]] == [m.code for m in case.judgement.municipalities]
    business = document["municipalities"][0]["businesses"][0]
    assert isinstance(business["files"], int)
    assert {"records", "rejected", "waived"} <= business.keys()
    assert document["statement"] == list(case.summary.statements)


def test_who_opens_the_folder_reads_the_judgement_first(make: Any) -> None:
    case = as_case(make())

    text = readme(case).decode("utf-8-sig")

    assert readme(case).startswith(b"\xef\xbb\xbf")  # for Notepad
    assert text.count("\n") == text.count("\r\n")
    assert case.judgement.words in text.split("\r\n")[2]
    for part in (*case.summary.statements, "公式の様式に転記", "chukan evidence check", case.verification.as_of):
        assert part in text
