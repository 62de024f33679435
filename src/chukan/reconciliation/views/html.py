"""`reconciliation.html`: one self-contained page in the look of the report."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment

from chukan.output.html import page_environment
from chukan.reconciliation.result import Difference
from chukan.reconciliation.run import ReconcileResult
from chukan.reconciliation.views import lines
from chukan.reports.html import docs_site
from chukan.reports.labels import SEVERITY_SIGN, VERDICT_SIGN
from chukan.rules.catalogue import RULES
from chukan.rules.rule import RECONCILIATION_FAMILY, Rule
from chukan.severity import Severity
from chukan.verification.verdict import VERDICT_JA

#: More are in the workbook only: a page with all of them would open slowly.
SHOWN, A_KIND, ROWS = 300, 20, 500
#: Numbers that are shown though they are all 0.
_ALWAYS = ("delivered", "loaded", "same", "explained", "different", "only_delivered", "only_loaded")


def to_html(result: ReconcileResult) -> str:
    """Return the page.

    Args:
        result: every number on it comes from its reconciliation.
    """
    r = result.reconciliation
    shown = _shown(result.differences)
    counted = [name for name in lines.NUMBERS if name in _ALWAYS or any(getattr(f.records, name) for f in r.files)]
    return (
        _environment()
        .get_template("reconciliation.html.j2")
        .render(
            r=r,
            counted=counted,
            heads=[[lines.NUMBERS[name], "n"] for name in counted],
            omitted=[word for name, word in lines.NUMBERS.items() if name not in counted],
            version=r.tool.get("version", ""),
            differences=shown,
            left=len(result.differences) - len(shown),
            items=[(f, i) for f in r.files for i in f.items][:ROWS],
            columns=[(f, c) for f in r.files for c in f.columns if not c.same][:ROWS],
            codes=[(f, c) for f in r.files for c in f.codes][:ROWS],
            explained=_explained(result),
            docs=docs_site(),
        )
    )


def _explained(result: ReconcileResult) -> list[Rule]:
    """Return the rules of reconciliations, and those of what was found besides."""
    found = {f.rule for f in (*result.reconciliation.general, *(d.finding for d in result.differences))}
    return [rule for rule in RULES.values() if rule.family == RECONCILIATION_FAMILY or rule.id in found]


def _shown(differences: list[Difference]) -> list[Difference]:
    """Return the first differences of each rule and item of a file."""
    seen: dict[tuple[str, str, str | None], int] = {}
    found = []
    for one in differences:
        kind = (one.finding.file, one.finding.rule, one.finding.item)
        seen[kind] = seen.get(kind, 0) + 1
        if seen[kind] <= A_KIND:
            found.append(one)
    return found[:SHOWN]


@cache
def _environment() -> Environment:
    environment = page_environment(Path(__file__).parent / "templates")
    environment.globals |= {
        "words": lines,
        "VERDICT_JA": VERDICT_JA,
        "VERDICT_SIGN": VERDICT_SIGN,
        "SEVERITY_SIGN": SEVERITY_SIGN,
        "TOGGLES": [(s.value, SEVERITY_SIGN[s], s.ja) for s in Severity],
    }
    return environment
