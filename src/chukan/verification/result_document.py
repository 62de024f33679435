"""A result as a JSON document with a digest over all of it: how runs leave what they found, and how it is read again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json as to_json_text
from pydantic_core import to_jsonable_python

from chukan.errors import InputError, reason

Result = TypeVar("Result")
_DIGEST = "digest"


@dataclass(frozen=True)
class ResultDocument(Generic[Result]):
    """How results of one kind are written and read.

    Attributes:
        kind: the class of the results, a frozen dataclass.
        name: of the kind in English; the file is NAME.json.
        ja: what messages call the results.
        version: of the schema that can be read.
        beside: the Parquet file with the sample that is left beside it.
        again: the command that makes such a result, for hints.
    """

    kind: type[Result]
    name: str
    ja: str
    version: str
    beside: str
    again: str

    @cached_property
    def _adapter(self) -> TypeAdapter[Result]:
        """What reads a document; to write one needs no model, which takes its time to make."""
        return TypeAdapter(self.kind)

    def to_json(self, result: Result, *, beside: str = "") -> str:
        """Return the document's text: UTF-8, indented, keys in the order of the contract; the last is the digest of it all.

        Args:
            result: what is written.
            beside: SHA-256 of the Parquet file that is left beside it; "" = none is.
        """
        document = to_jsonable_python(result)
        document[_DIGEST] = _digest(document, beside)
        return to_json_text(document, indent=1).decode() + "\n"

    def is_as_written(self, text: str, *, beside: str) -> bool:
        """Return whether a document, and the sample beside it, are those that `to_json` wrote together.

        It finds out edits and mixed folders, not forgers: whoever knows how can compute the digest anew.

        Args:
            text: a document that `from_json` can read.
            beside: SHA-256 of the Parquet file beside it.
        """
        document = json.loads(text)
        return bool(document.pop(_DIGEST, None) == _digest(document, beside))

    def from_json(self, text: str, *, place: str = "") -> Result:
        """Return the result in a document.

        Args:
            text: the document.
            place: its name, for messages; "" = the usual one.

        Raises:
            InputError: it is no such document, or one of another schema version.
        """
        place = place or f"{self.name}.json"
        try:
            data = json.loads(text)
        except ValueError as e:
            raise InputError(
                f"JSON として読めません（{getattr(e, 'lineno', 1):,} 行目。途中で切れているか、書き換えられています）",
                place=place,
                hint=f"{self.again} をやり直してください。",
            ) from None
        found = data.get("schema_version") if isinstance(data, dict) else None
        if found != self.version:
            raise InputError(
                f"{self.ja}の版が違います（{found}、読める版は {self.version}）",
                place=place,
                hint=f"同じ版で {self.again} をやり直してください。",
            )
        try:
            return self._adapter.validate_python(data)
        except ValidationError as e:
            first = e.errors()[0]
            where = ".".join(str(p) for p in first["loc"])
            raise InputError(
                f"{self.ja}の形が正しくありません（{where}: {first['msg']}）",
                place=place,
                hint=f"{self.again} をやり直してください。",
            ) from None

    def load(self, folder: Path) -> Result:
        """Return the result that a run left in a folder.

        Args:
            folder: the folder, or the document itself.

        Raises:
            InputError: it is missing, or no such document.
        """
        path = folder / f"{self.name}.json" if folder.is_dir() else folder
        try:
            return self.from_json(path.read_text(encoding="utf-8"), place=str(path))
        except FileNotFoundError:
            raise InputError(
                f"{self.ja}がありません", place=str(path), hint=f"先に {self.again} を実行してください。"
            ) from None
        except OSError as e:
            raise InputError(f"{self.ja}を読めません: {reason(e)}", place=str(path)) from None

    def json_schema(self) -> dict[str, Any]:
        """Return the JSON Schema (draft 2020-12) of the document. The package carries it as a file."""
        schema = self._adapter.json_schema()
        schema["properties"][_DIGEST] = {
            "description": f"SHA-256 over everything else here and {self.beside}",
            "pattern": "^[0-9a-f]{64}$",
            "title": "Digest",
            "type": "string",
        }
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": f"urn:chukan:{self.name}:{self.version}",
            "title": f"chukan {self.name}",
            **{k: v for k, v in schema.items() if k != "title"},
        }


def _digest(document: dict[str, Any], beside: str) -> str:
    canonical = json.dumps([document, beside], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
