"""What a CI system sees."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

from tests.verification.conftest import Check, check, file, layout, target

from chukan.reports.formats.junit import to_junit
from chukan.reports.formats.view import View
from chukan.rules.catalogue import RULES, of_a_verification
from chukan.verification.result import Finding, Verification

__all__ = ["check", "file", "layout", "target"]  # fixtures


def _suites(view: View) -> dict[str, ET.Element]:
    root = ET.fromstring(to_junit(view))  # noqa: S314 - our own
    return {s.get("name", ""): s for s in root.findall("testsuite")}


def _cases(suite: ET.Element) -> dict[str, ET.Element]:
    return {c.get("name", "")[:3]: c for c in suite.findall("testcase")}


def test_a_rule_with_errors_is_a_failure_and_one_that_did_not_run_is_skipped(
    check: Check, file: Callable[..., Path]
) -> None:
    outcome = check(file("0001,山田　,9,,1"), severities={"V05": "off"})
    v = outcome.verification
    general, suite = _suites(View(v, outcome.findings)).values()

    cases, said_once = _cases(suite), _cases(general)
    assert set(cases) | set(said_once) == {rule.id for rule in of_a_verification()}
    assert cases["V04"].find("failure") is not None
    assert said_once["V05"].find("skipped") is not None
    assert "V05" not in cases
    assert cases["V09"].find("failure") is None  # a warning
    assert "氏名: 1 件" in (cases["V09"].findtext("system-out") or "")
    assert suite.get("failures") == "1"
    assert general.get("skipped") == str(sum(r.state == "switched_off" for r in v.rules))


def test_a_failure_says_whose_record_what_and_what_to_do(check: Check, file: Callable[..., Path]) -> None:
    outcome = check(file("0001,山田,1,,1", "0002,山田,9,,1"))

    failure = _cases(_suites(View(outcome.verification, outcome.findings, "delivery/"))["delivery/people.csv"])[
        "V04"
    ].find("failure")

    assert failure is not None
    assert failure.get("type") == "V04"
    assert failure.get("message") == "エラー 1 件: 性別"
    (message,) = [f.message for f in outcome.findings if f.rule == "V04"]
    assert f"2 件目（3 行目）: 性別: {message}" in (failure.text or "")
    assert RULES["V04"].remedy in (failure.text or "")


def test_what_belongs_to_no_file_has_a_suite(made: tuple[Verification, list[Finding]]) -> None:
    suites = _suites(View(*made))

    assert next(iter(suites)) == "（全体）"
    general = suites["（全体）"]
    failed = {name: case.find("failure") for name, case in _cases(general).items()}
    assert general.get("failures") == "2"
    assert failed["F01"] is not None
    assert failed["W01"] is not None
    assert "白波町の国民健康保険" in (failed["F01"].text or "")


def test_the_time_of_the_run(made: tuple[Verification, list[Finding]]) -> None:
    root = ET.fromstring(to_junit(View(*made)))  # noqa: S314 - our own

    assert root.get("time") == "41"
    assert {s.get("timestamp") for s in root} == {made[0].started}
    assert root.get("failures") == str(sum(int(s.get("failures", "")) for s in root))


def test_what_is_left_out_is_counted(made: tuple[Verification, list[Finding]]) -> None:
    failure = _cases(_suites(View(*made))["990019/resident_register/person_20260401.csv"])["V02"].find("failure")

    assert failure is not None
    assert "ほか 1,264 件" in (failure.text or "")
