"""`verification.json`: the verification as a document, and its JSON Schema."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json as to_json_text
from pydantic_core import to_jsonable_python

from chukan.errors import InputError, reason
from chukan.verification.result import SCHEMA_VERSION, Verification

FILE_NAME = "verification.json"
_DIGEST = "digest"
SCHEMA_FILE = Path(__file__).with_name("verification.schema.json")


@cache
def _adapter() -> TypeAdapter[Verification]:
    """Return what reads a document; to write one needs no model, which takes its time to make."""
    return TypeAdapter(Verification)


def to_json(verification: Verification, *, findings: str = "") -> str:
    """Return the document's text: UTF-8, indented, keys in the order of the contract; the last is the digest of it all.

    Args:
        verification: what is written.
        findings: SHA-256 of the ``findings.parquet`` that is left beside it; "" = none is.
    """
    document = to_jsonable_python(verification)
    document[_DIGEST] = _digest(document, findings)
    return to_json_text(document, indent=1).decode() + "\n"


def is_as_written(text: str, *, findings: str) -> bool:
    """Return whether a document, and the findings beside it, are those that `to_json` wrote together.

    It finds out edits and mixed folders, not forgers: whoever knows how can compute the digest anew.

    Args:
        text: a document that `from_json` can read.
        findings: SHA-256 of the ``findings.parquet`` beside it.
    """
    document = json.loads(text)
    return bool(document.pop(_DIGEST, None) == _digest(document, findings))


def _digest(document: dict[str, Any], findings: str) -> str:
    canonical = json.dumps([document, findings], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def from_json(text: str, *, place: str = FILE_NAME) -> Verification:
    """Return the verification in a document.

    Raises:
        InputError: it is no such document, or one of another schema version.
    """
    try:
        data = json.loads(text)
    except ValueError as e:
        raise InputError(
            f"JSON として読めません（{getattr(e, 'lineno', 1):,} 行目。途中で切れているか、書き換えられています）",
            place=place,
            hint="chukan verify をやり直してください。",
        ) from None
    found = data.get("schema_version") if isinstance(data, dict) else None
    if found != SCHEMA_VERSION:
        raise InputError(
            f"検証結果の版が違います（{found}、読める版は {SCHEMA_VERSION}）",
            place=place,
            hint="同じ版の chukan で verify をやり直してください。",
        )
    try:
        return _adapter().validate_python(data)
    except ValidationError as e:
        first = e.errors()[0]
        where = ".".join(str(p) for p in first["loc"])
        raise InputError(f"検証結果の形が正しくありません（{where}: {first['msg']}）", place=place) from None


def load_verification(folder: Path) -> Verification:
    """Return the verification that `verify` left in `folder` (or in the file itself)."""
    path = folder / FILE_NAME if folder.is_dir() else folder
    try:
        return from_json(path.read_text(encoding="utf-8"), place=str(path))
    except FileNotFoundError:
        raise InputError(
            "検証結果がありません", place=str(path), hint="先に chukan verify を実行してください。"
        ) from None
    except OSError as e:
        raise InputError(f"検証結果を読めません: {reason(e)}", place=str(path)) from None


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the document. The package carries it as a file."""
    schema = _adapter().json_schema()
    schema["properties"][_DIGEST] = {
        "description": "SHA-256 over everything else here and findings.parquet",
        "pattern": "^[0-9a-f]{64}$",
        "title": "Digest",
        "type": "string",
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:chukan:verification:{SCHEMA_VERSION}",
        "title": "chukan verification",
        **{k: v for k, v in schema.items() if k != "title"},
    }
