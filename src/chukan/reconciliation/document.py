"""`reconciliation.json`: the reconciliation as a document, and its JSON Schema."""

from __future__ import annotations

from pathlib import Path

from chukan.reconciliation.result import SCHEMA_VERSION, Reconciliation
from chukan.verification.result_document import ResultDocument

DOCUMENT = ResultDocument(
    kind=Reconciliation,
    name="reconciliation",
    ja="突合結果",
    version=SCHEMA_VERSION,
    beside="differences.parquet",
    again="chukan reconcile",
)
FILE_NAME = "reconciliation.json"
SCHEMA_FILE = Path(__file__).with_name("reconciliation.schema.json")
to_json, from_json, is_as_written = DOCUMENT.to_json, DOCUMENT.from_json, DOCUMENT.is_as_written
json_schema = DOCUMENT.json_schema
load_reconciliation = DOCUMENT.load
