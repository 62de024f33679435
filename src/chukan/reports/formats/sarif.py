"""SARIF 2.1.0 (OASIS): findings for code scanning and editors."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from urllib.parse import quote

from chukan.reports.causes import Cause
from chukan.reports.formats.view import View, of_cause, remedy, sentence
from chukan.severity import Severity
from chukan.verification.result import Finding, RuleRun

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def to_sarif(view: View) -> str:
    """Return the log: every rule of the catalogue, one result a finding that is kept."""
    v = view.verification
    index = {r.rule: i for i, r in enumerate(v.rules)}
    run = {
        "tool": {
            "driver": {
                "name": "chukan",
                "version": v.tool.get("version", ""),
                "language": "ja",
                "rules": [_rule(r) for r in v.rules],
            }
        },
        "invocations": [
            {
                "executionSuccessful": True,
                "startTimeUtc": _utc(v.started),
                "endTimeUtc": _utc(v.finished),
            }
        ],
        "artifacts": [_artifact(view, f.path, f.bytes, f.sha256) for f in v.files],
        "results": [
            *(_cause(view, cause, index) for cause in view.causes),
            *(_result(view, f, index) for f in view.findings),
        ],
        "columnKind": "unicodeCodePoints",
        "properties": {"verdict": v.verdict, "asOf": v.as_of, "statement": v.layout.statement},
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _utc(moment: str) -> str:
    return dt.datetime.fromisoformat(moment).astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _rule(rule: RuleRun) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "id": rule.rule,
        "shortDescription": {"text": rule.title},
        "defaultConfiguration": {"level": _LEVELS[rule.severity], "enabled": rule.state != "switched_off"},
    }
    return entry | ({"help": {"text": remedy(rule.rule)}} if remedy(rule.rule) else {})


def _artifact(view: View, path: str, size: int, sha256: str) -> dict[str, Any]:
    entry: dict[str, Any] = {"location": {"uri": quote(f"{view.base}{path}")}, "length": size}
    return entry | ({"hashes": {"sha-256": sha256}} if sha256 else {})


def _cause(view: View, cause: Cause, index: dict[str, int]) -> dict[str, Any]:
    """Return what explains many findings at once as a result of its own, before them."""
    where = {"physicalLocation": {"artifactLocation": {"uri": quote(f"{view.base}{cause.file}")}}}
    return {
        "ruleId": cause.rule,
        "level": _LEVELS[cause.severity],
        "message": {"text": of_cause(cause)},
        **({"ruleIndex": index[cause.rule]} if cause.rule in index else {}),
        "locations": [where],
        "properties": {"cause": True, "explains": dict(cause.explained)},
    }


def _result(view: View, finding: Finding, index: dict[str, int]) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{sentence(finding)} 直し方: {remedy(finding.rule)}"},
    }
    if finding.fingerprint:
        entry["partialFingerprints"] = {"chukan/v1": finding.fingerprint}
    if finding.waived:
        entry["suppressions"] = [{"kind": "external", "status": "accepted"}]
    if finding.rule in index:
        entry["ruleIndex"] = index[finding.rule]
    if path := view.path(finding):
        where: dict[str, Any] = {"artifactLocation": {"uri": quote(path)}}
        if finding.line:
            where["region"] = {"startLine": finding.line}
        entry["locations"] = [{"physicalLocation": where}]
    return entry
