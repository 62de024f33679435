"""What a CI system sees."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

from tests.verification.conftest import Check, check, file, layout, target

from chukan.reports.junit import to_junit
from chukan.rules.catalogue import RULES

__all__ = ["check", "file", "layout", "target"]  # fixtures


def test_a_rule_with_errors_is_a_failure_and_one_that_did_not_run_is_skipped(
    check: Check, file: Callable[..., Path]
) -> None:
    verification = check(file("0001,山田　,9,,1"), severities={"V05": "off"}).verification

    suite = ET.fromstring(to_junit(verification)).find("testsuite")  # noqa: S314 - our own

    assert suite is not None
    cases = {c.get("name", "")[:3]: c for c in suite.findall("testcase")}
    assert set(cases) == set(RULES) - {"U01"}
    assert cases["V04"].find("failure") is not None
    assert cases["V05"].find("skipped") is not None
    assert cases["V09"].find("failure") is None  # a warning
    assert "氏名: 1 件" in (cases["V09"].findtext("system-out") or "")
    assert suite.get("failures") == "1"
    assert suite.get("skipped") == str(sum(r.state == "switched_off" for r in verification.rules))
