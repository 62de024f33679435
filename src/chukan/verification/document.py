"""`verification.json`: the verification as a document, and its JSON Schema."""

from __future__ import annotations

from pathlib import Path

from chukan.verification.result import SCHEMA_VERSION, Verification
from chukan.verification.result_document import ResultDocument

DOCUMENT = ResultDocument(
    kind=Verification,
    name="verification",
    ja="検証結果",
    version=SCHEMA_VERSION,
    beside="findings.parquet",
    again="chukan verify",
)
FILE_NAME = "verification.json"
SCHEMA_FILE = Path(__file__).with_name("verification.schema.json")
to_json, from_json, is_as_written = DOCUMENT.to_json, DOCUMENT.from_json, DOCUMENT.is_as_written
json_schema = DOCUMENT.json_schema
load_verification = DOCUMENT.load
