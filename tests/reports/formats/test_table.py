"""Every format says of a verification what the verification says."""

from __future__ import annotations

import json

import pytest

from chukan.errors import UsageError
from chukan.reports.formats.table import FORMATS, format_of
from chukan.reports.formats.view import View
from chukan.rules.catalogue import RULES
from chukan.severity import Severity
from chukan.verification.result import Finding, Verification

Made = tuple[Verification, list[Finding]]


@pytest.mark.parametrize("name", FORMATS)
def test_what_belongs_to_no_file_is_in_every_format(name: str, made: Made) -> None:
    text = FORMATS[name].render(View(*made))

    assert "白波町の国民健康保険" in text
    assert "V02" in text


@pytest.mark.parametrize("name", FORMATS)
def test_a_clean_verification_has_a_view_too(name: str, clean: Verification) -> None:
    assert isinstance(FORMATS[name].render(View(clean, [])), str)


def test_a_misspelt_format_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="sarf") as caught:
        format_of("sarf")
    assert "sarif" in str(caught.value)


def test_json_lines_has_every_finding(made: Made) -> None:
    rows = [json.loads(line) for line in FORMATS["jsonl"].render(View(*made)).splitlines()]

    assert len(rows) == len(made[1])
    assert rows[2]["rule"] == made[1][2].rule
    assert rows[2]["record"] == made[1][2].record


def test_sarif_has_rules_places_and_remedies(made: Made) -> None:
    (run,) = json.loads(FORMATS["sarif"].render(View(*made, base="in/")))["runs"]

    assert len(run["results"]) == len(made[1])
    assert "locations" not in run["results"][0]
    one = next(r for r in run["results"] if r["ruleId"] == "V02")
    assert run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] == "V02"
    where = one["locations"][0]["physicalLocation"]
    assert where["artifactLocation"]["uri"].startswith("in/990019/")
    assert where["region"]["startLine"] == 18
    assert run["invocations"][0]["startTimeUtc"] == "2026-04-22T00:30:00Z"


def test_annotations_are_one_a_kind_with_exact_counts(made: Made) -> None:
    lines = FORMATS["github"].render(View(*made, base="in/")).splitlines()

    kinds = {(f.file, f.rule, f.item, f.severity) for f in made[1]}
    assert len(lines) == len(kinds)
    assert lines[0].startswith("::error ")
    assert any(
        line.startswith(
            "::error file=in/990019/resident_register/person_20260401.csv,line=18,title=V02（1%2C284 件）::"
        )
        for line in lines
    )
    assert sum(line.startswith("::notice") for line in lines) == len({k for k in kinds if k[3] is Severity.INFO})


def test_markdown_has_the_exact_counts(made: Made) -> None:
    text = FORMATS["markdown"].render(View(*made))

    assert text.startswith("# × 不合格（白青地域クラウド協議会）")
    assert f"| エラー | V08 {RULES['V08'].title} | 個人住民税 | 賦課 | 所得割額 | 52,310 | 0 |" in text
