"""`reconciliation.json`: the reconciliation as a document, and its JSON Schema."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from chukan.errors import InputError, reason
from chukan.reconciliation.result import SCHEMA_VERSION, Reconciliation

_ADAPTER: TypeAdapter[Reconciliation] = TypeAdapter(Reconciliation)
FILE_NAME = "reconciliation.json"
SCHEMA_FILE = Path(__file__).with_name("reconciliation.schema.json")
_DIGEST = "digest"
_AGAIN = "chukan reconcile をやり直してください。"


def to_json(reconciliation: Reconciliation, *, differences: str = "") -> str:
    """Return the document's text: UTF-8, indented; the last key is the digest of it all.

    Args:
        reconciliation: what is written.
        differences: SHA-256 of the ``differences.parquet`` that is left beside it; "" = none is.
    """
    document = _ADAPTER.dump_python(reconciliation, mode="json")
    document[_DIGEST] = _digest(document, differences)
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def is_as_written(text: str, *, differences: str) -> bool:
    """Return whether a document, and the differences beside it, are those that `to_json` wrote together.

    Args:
        text: a document that `from_json` can read.
        differences: SHA-256 of the ``differences.parquet`` beside it.
    """
    document = json.loads(text)
    return bool(document.pop(_DIGEST, None) == _digest(document, differences))


def from_json(text: str, *, place: str = FILE_NAME) -> Reconciliation:
    """Return the reconciliation in a document.

    Args:
        text: the document.
        place: its name, for messages.

    Raises:
        InputError: it is no such document, or one of another schema version.
    """
    try:
        data = json.loads(text)
    except ValueError as e:
        raise InputError(
            f"JSON として読めません（{getattr(e, 'lineno', 1):,} 行目。途中で切れているか、書き換えられています）",
            place=place,
            hint=_AGAIN,
        ) from None
    found = data.get("schema_version") if isinstance(data, dict) else None
    if found != SCHEMA_VERSION:
        raise InputError(
            f"突合結果の版が違います（{found}、読める版は {SCHEMA_VERSION}）", place=place, hint=f"同じ版で {_AGAIN}"
        )
    try:
        return _ADAPTER.validate_python(data)
    except ValidationError as e:
        where = ".".join(str(p) for p in e.errors()[0]["loc"])
        raise InputError(f"突合結果の形が正しくありません（{where}）", place=place, hint=_AGAIN) from None


def load_reconciliation(folder: Path) -> Reconciliation:
    """Return the reconciliation that `reconcile` left in a folder (or in the file itself).

    Args:
        folder: the folder, or its ``reconciliation.json``.

    Raises:
        InputError: it is missing, or no such document.
    """
    path = folder / FILE_NAME if folder.is_dir() else folder
    try:
        return from_json(path.read_text(encoding="utf-8"), place=str(path))
    except FileNotFoundError:
        raise InputError("突合結果がありません", place=str(path), hint=_AGAIN) from None
    except OSError as e:
        raise InputError(f"突合結果を読めません: {reason(e)}", place=str(path), hint=_AGAIN) from None


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the document. The package carries it as a file."""
    schema = _ADAPTER.json_schema()
    schema["properties"][_DIGEST] = {
        "description": "SHA-256 over everything else here and differences.parquet",
        "pattern": "^[0-9a-f]{64}$",
        "title": "Digest",
        "type": "string",
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:chukan:reconciliation:{SCHEMA_VERSION}",
        "title": "chukan reconciliation",
        **{k: v for k, v in schema.items() if k != "title"},
    }


def _digest(document: dict[str, Any], differences: str) -> str:
    canonical = json.dumps([document, differences], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
