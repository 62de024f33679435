"""`report.html`: one self-contained page, in Japanese, that opens quickly however bad the data is."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from chukan.output.charts import Chart
from chukan.output.html import page_environment, svg
from chukan.reports import decided, pictures
from chukan.reports import labels as words
from chukan.reports.coverage import SHORT, agreement_words, basis, coverage
from chukan.reports.examples import examples
from chukan.reports.matrix import matrix
from chukan.reports.steps import left_out, next_steps
from chukan.reports.summary import Summary, address, file_name, summarise
from chukan.reports.totals import compared
from chukan.severity import Severity
from chukan.verification.result import FileResult, Finding, Verification
from chukan.verification.verdict import VERDICT_JA

_HERE = Path(__file__).parent
DOCS = "CHUKAN_DOCS"
"""The environment variable that names the site of the documents, to which rules are then linked."""
#: Rows beyond these are in report.xlsx only: a page with all of them would open slowly.
FILES, COUNTS, GAIJI, PROFILES = 200, 500, 300, 8
#: Businesses side by side in one table of the matrix, so that it fits A4 portrait.
_ABREAST = 8
#: Keys of the agreement with a column of their own.
AGREEMENT_COLUMNS = (
    "format",
    "encoding",
    "newline",
    "delimiter",
    "quoting",
    "header",
    "length_unit",
    "dates",
)


def to_html(verification: Verification, findings: Sequence[Finding]) -> str:
    """Return the page.

    Args:
        verification: everything that is counted comes from it.
        findings: the samples, of which at most 50 a rule are shown as examples.
    """
    summary = summarise(verification, findings)
    context = _context(summary, findings) | {"docs": docs_site()}
    return _environment().get_template("report.html.j2").render(context)


def docs_site() -> str:
    """Return where the site of the documents is, as the variable `CHUKAN_DOCS` names it; "" = nowhere, or no URL."""
    site = os.environ.get(DOCS, "").strip().rstrip("/")
    return site if site.startswith(("https://", "http://", "file://")) else ""


def _context(s: Summary, findings: Sequence[Finding]) -> dict[str, Any]:
    v = s.verification
    files = s.worst_files
    return {
        "v": v,
        "s": s,
        "title": _title(s),
        "version": v.tool["version"],
        "steps": next_steps(s),
        "decisions_stand": decided.compared_with_sheets(v),
        "steps_left": left_out(s),
        "facts": coverage(s),
        "basis": basis(s),
        "charts": _charts(pictures.overview(s), *([pictures.by_file_and_severity(s)] if len(files) > 1 else [])),
        "matrices": list(matrix(v).parts(_ABREAST)) if any(f.municipality for f in s.files) or v.deliveries else [],
        "files": files[:FILES],
        "files_left": max(len(files) - FILES, 0),
        "counts": s.counts[:COUNTS],
        "counts_left": max(len(s.counts) - COUNTS, 0),
        **_account(files[:FILES]),
        "examples": examples(s, findings),
        "explained": [rule.entry for rule in s.rules if rule.entry],
        "gaiji": _gaiji(s)[:GAIJI],
        "gaiji_left": max(len(_gaiji(s)) - GAIJI, 0),
        "totals": [t for t in compared(files[:FILES]) if t.expected is not None],
        "unnoted": [t for t in compared(files[:FILES]) if t.expected is None][:COUNTS],
        "profiles": [f for f in files if f.profile][:PROFILES],
        "profiles_left": max(sum(bool(f.profile) for f in files) - PROFILES, 0),
    }


def _account(files: Sequence[FileResult]) -> dict[str, Any]:
    """Return the parts of the account that any file has, for columns, and the names of the others."""
    keys = [key for key in words.ACCOUNT_JA if any(f.account.get(key) for f in files)]
    return {
        "account_keys": keys,
        "account_columns": [[words.ACCOUNT_JA[key], "n"] for key in keys],
        "account_blank": [name for key, name in words.ACCOUNT_JA.items() if key not in keys] if files else [],
    }


def _charts(*charts: Chart) -> list[tuple[str, Markup]]:
    """Title and picture of those with something to draw."""
    drawn = ((chart.title, svg(chart, f"chart{i}")) for i, chart in enumerate(charts, 1))
    return [(title, picture) for title, picture in drawn if picture]


def _title(s: Summary) -> str:
    if s.verification.group:
        return s.verification.group
    return file_name(s.files[0]) if len(s.files) == 1 else "データ移行ファイル"


def _gaiji(s: Summary) -> list[tuple[FileResult, Any]]:
    """Each gaiji of each file, the most frequent first."""
    return sorted(
        ((f, g) for f in s.files for g in f.gaiji), key=lambda fg: (-fg[1].count, fg[1].code_point, fg[0].path)
    )


@cache
def _environment() -> Environment:
    environment = page_environment(_HERE / "templates")
    environment.filters |= {"file_name": file_name, "address": address}
    environment.globals |= {
        "VERDICT_JA": VERDICT_JA,
        "verdict_means": words.verdict_means,
        "VERDICT_SIGN": words.VERDICT_SIGN,
        "SEVERITY_JA": {s: s.ja for s in Severity},
        "SEVERITY_SIGN": words.SEVERITY_SIGN,
        "state_word": words.state_word,
        "METHOD_JA": words.METHOD_JA,
        "AGREEMENT_JA": words.AGREEMENT_JA,
        "AGREEMENT_COLUMNS": AGREEMENT_COLUMNS,
        "AGREEMENT_NAMES": [words.AGREEMENT_JA[key] for key in AGREEMENT_COLUMNS],
        "SHORT": SHORT,
        "GROUND_JA": words.GROUND_JA,
        "TOGGLES": [(s.value, words.SEVERITY_SIGN[s], s.ja) for s in Severity],
        "agreement_words": agreement_words,
        "agreed": words.agreed,
        "waiver_kind": decided.kind,
        "waiver_limit": decided.limit,
        "waiver_remark": decided.remark,
    }
    return environment
