"""JUnit XML: one suite a file, one case a rule, for CI systems."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from chukan.verification.result import FileResult, Verification


def to_junit(verification: Verification) -> str:
    """Return the verification for CI systems: a rule with errors is a failure, one that could not run is skipped."""
    root = ET.Element("testsuites", name="chukan")
    for file in verification.files:
        root.append(_suite(file, verification))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(file: FileResult, verification: Verification) -> ET.Element:
    why = {n.rule: n.why for n in file.not_run}
    cases = []
    for rule in verification.rules:
        case = ET.Element("testcase", classname=file.path, name=f"{rule.rule} {rule.title}")
        counts = [c for c in file.counts if c.rule == rule.rule]
        errors = [c for c in counts if c.severity == "error" and c.count > c.waived]
        if errors:
            failure = ET.SubElement(case, "failure", message=f"{sum(c.count - c.waived for c in errors)} 件")
            failure.text = "\n".join(
                f"{c.item or '（ファイル全体）'}: {c.count} 件（うち了承 {c.waived}）" for c in errors
            )
        elif rule.state == "switched_off" or rule.rule in why:
            ET.SubElement(case, "skipped", message=why.get(rule.rule) or rule.why)
        elif counts:
            ET.SubElement(case, "system-out").text = "\n".join(
                f"{c.severity} {c.item or ''}: {c.count} 件{'（推定に基づく指摘）' if c.is_estimate else ''}"
                for c in counts
            )
        cases.append(case)
    failures = sum(c.find("failure") is not None for c in cases)
    skipped = sum(c.find("skipped") is not None for c in cases)
    suite = ET.Element(
        "testsuite", name=file.path, tests=str(len(cases)), failures=str(failures), skipped=str(skipped), errors="0"
    )
    suite.extend(cases)
    return suite
