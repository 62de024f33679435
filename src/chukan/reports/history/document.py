"""`summary.json`: many verifications as a document."""

from __future__ import annotations

import json
from typing import Any

from chukan.reports.compare.document import of_row
from chukan.reports.history.history import Run, RunHistory, RunSeries

FILE_NAME = "summary.json"
SCHEMA_VERSION = "1.0"


def to_json(history: RunHistory) -> str:
    """Return the document."""
    document = {
        "schema_version": SCHEMA_VERSION,
        "tool": history.tool,
        "verdicts": dict(history.verdicts),
        "series": [_series(s) for s in history.series],
        "failed": [{"name": f.name, "message": f.message} for f in history.failed],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _series(series: RunSeries) -> dict[str, Any]:
    return {
        "name": series.name,
        "verdict": series.latest.verification.verdict,
        "runs": [_run(run) for run in series.runs],
        "since_last": None if series.since is None else of_row(series.since.total()),
    }


def _run(run: Run) -> dict[str, Any]:
    v = run.verification
    t = v.totals
    return {
        "place": run.place,
        "started": v.started,
        "as_of": v.as_of,
        "verdict": v.verdict,
        "files": t.files,
        "records": t.records.total,
        "errors": t.errors,
        "warnings": t.warnings,
        "infos": t.infos,
        "waived": t.waived,
    }
