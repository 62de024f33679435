"""JUnit XML: one suite a file and one for what belongs to no file, one case a rule, for CI systems."""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Sequence

from chukan.reports.formats.view import GENERAL, View, most, of_cause, remedy, sentence
from chukan.reports.labels import verdict_means
from chukan.severity import Severity
from chukan.verification.result import Count, FileResult, Finding, RuleRun

#: Findings that a case quotes; the rest is counted.
QUOTED = 20
#: What XML 1.0 cannot hold.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_junit(view: View) -> str:
    """Return the verification for CI systems: a rule with errors is a failure, one that could not run is skipped."""
    v = view.verification
    suites = [_general(view), *(_suite(file, view) for file in v.files)]
    root = ET.Element("testsuites", {"name": "chukan", **_sums(suites), "time": _seconds(v.started, v.finished)})
    root.extend(suites)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _general(view: View) -> ET.Element:
    """Return the suite of what belongs to no file: rules with such findings, and rules that are switched off for all files.

    The time of the run is here too: it is measured over all the files.
    """
    v = view.verification
    suite = ET.Element("testsuite", name=GENERAL, timestamp=v.started, time=_seconds(v.started, v.finished))
    for rule in v.rules:
        found = [f for f in v.general if f.rule == rule.rule]
        if found or rule.state != "ran" or rule.rule in ("F01", "W01"):
            counts = [Count(f.rule, f.item, f.severity, 1) for f in found]
            suite.append(_case(GENERAL, rule, counts, found, rule.why if rule.state != "ran" else ""))
    if not v.files and v.verdict == "not_checked":  # no other case would fail
        case = ET.SubElement(suite, "testcase", classname=GENERAL, name="検査したファイル")
        ET.SubElement(case, "failure", message=verdict_means(v), type=v.verdict)
    return _counted(suite)


def _suite(file: FileResult, view: View) -> ET.Element:
    v = view.verification
    why = {n.rule: n.why for n in file.not_run}
    suite = ET.Element("testsuite", name=f"{view.base}{file.path}", timestamp=v.started)
    for rule in v.rules:
        if rule.state == "switched_off":
            continue  # said once, in the suite of the whole
        case = _case(
            f"{view.base}{file.path}",
            rule,
            [c for c in file.counts if c.rule == rule.rule],
            view.by_rule.get((file.path, rule.rule), []),
            why.get(rule.rule, ""),
        )
        for told in (case.find("failure"), case.find("system-out")):
            if told is not None:  # the cause before its symptoms
                causes = (of_cause(c) for c in view.causes if c.file == file.path and rule.rule in c.explained)
                told.text = _clean("\n".join([*causes, told.text or ""]))
        suite.append(case)
    return _counted(suite)


def _case(where: str, rule: RuleRun, counts: Sequence[Count], findings: Sequence[Finding], why: str) -> ET.Element:
    """Return a case: failed by errors that nobody waived; skipped where it did not run; else with what it found."""
    case = ET.Element("testcase", classname=where, name=f"{rule.rule} {rule.title}")
    errors = [c for c in counts if c.severity == Severity.ERROR and c.count > c.waived]
    text = _clean("\n".join(_lines(rule, counts, findings)))
    if errors:
        items = "、".join(dict.fromkeys(c.item or GENERAL for c in errors))
        message = _clean(f"エラー {sum(c.count - c.waived for c in errors):,} 件: {items}")
        ET.SubElement(case, "failure", message=message, type=rule.rule).text = text
    elif why:
        ET.SubElement(case, "skipped", message=_clean(why))
    elif counts:
        ET.SubElement(case, "system-out").text = text
    return case


def _lines(rule: RuleRun, counts: Iterable[Count], findings: Sequence[Finding]) -> Iterator[str]:
    for c in counts:
        waived = f"（うち了承 {c.waived:,}）" if c.waived else ""
        estimate = "（推定に基づく指摘）" if c.is_estimate else ""
        yield f"{c.severity.ja} {c.item or GENERAL}: {c.count:,} 件{waived}{estimate}"
    quoted = most(findings, QUOTED)
    for f in quoted:
        yield f"- {'（了承）' if f.waived else ''}{sentence(f)}"
    left = sum(c.count for c in counts) - len(quoted)
    if left > 0:
        yield f"ほか {left:,} 件"
    if findings:
        yield f"直し方: {remedy(rule.rule)}"


def _counted(suite: ET.Element) -> ET.Element:
    suite.attrib |= {
        "tests": str(len(suite)),
        "failures": str(sum(c.find("failure") is not None for c in suite)),
        "skipped": str(sum(c.find("skipped") is not None for c in suite)),
        "errors": "0",
    }
    return suite


def _sums(suites: Sequence[ET.Element]) -> dict[str, str]:
    return {key: str(sum(int(s.get(key, "0")) for s in suites)) for key in ("tests", "failures", "skipped", "errors")}


def _seconds(started: str, finished: str) -> str:
    try:
        taken = dt.datetime.fromisoformat(finished) - dt.datetime.fromisoformat(started)
    except ValueError:
        return "0"
    return f"{taken.total_seconds():.0f}"


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("〓", text)
