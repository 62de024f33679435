"""Write the pages and files that are made from the code. `--check` only reports what is out of date.

python scripts/generate_docs.py [--check]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from api_page import page as api_page
from layouts_page import generated as layouts_pages
from pydantic import BaseModel, TypeAdapter

from chukan.agreement import Agreement
from chukan.documents import SCHEMAS
from chukan.project.project_file import ProjectFile
from chukan.project.waiver_file import WaiverFile
from chukan.reconciliation import document as reconciliation
from chukan.reconciliation.equalities import AnyEquality
from chukan.reconciliation.rules_file import RulesDocument
from chukan.rules.markdown import page
from chukan.verification.document import SCHEMA_FILE, json_schema

ROOT = Path(__file__).resolve().parents[1]


#: The documents that people write, each with its model and its title.
DOCUMENTS: dict[str, tuple[type[BaseModel], str]] = {
    "project": (ProjectFile, "chukan の移行プロジェクト（project.yaml）"),
    "agreement": (Agreement, "chukan の移行条件（agreement.yaml）"),
    "waivers": (WaiverFile, "chukan の了承シート（waivers.yaml）"),
    "reconciliation": (RulesDocument, "chukan の突合の規則（reconciliation.yaml）"),
}


def of_document(name: str) -> dict[str, Any]:
    """Return the JSON Schema of a document, for editors: keys, values, and what is no key."""
    model, title = DOCUMENTS[name]
    schema = model.model_json_schema(by_alias=True)
    if name == "reconciliation":  # a rule is checked by the model of its kind later
        rule = TypeAdapter(AnyEquality).json_schema(by_alias=True)
        schema["$defs"] = {**rule.pop("$defs"), "Rule": rule}
        schema["properties"]["rules"]["items"] = {"$ref": "#/$defs/Rule"}
    if name == "project":  # an agreement inside of a project is checked by its own model later
        agreement = Agreement.model_json_schema(by_alias=True)
        schema["$defs"] |= {**agreement.pop("$defs"), "Agreement": agreement}
        for part in (schema, *(schema["$defs"][part] for part in ("BusinessPlan", "DeliveredFile", "Loaded"))):
            _inline_agreement(part["properties"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:chukan:{name}",
        **schema,
        "title": title,
    }


def _inline_agreement(properties: dict[str, Any]) -> None:
    reference = {"$ref": "#/$defs/Agreement"}
    given = properties["agreement"]
    if "anyOf" in given:
        given["anyOf"] = [reference if one.get("type") == "object" else one for one in given["anyOf"]]
    else:
        properties["agreement"] = reference


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def generated() -> dict[Path, str]:
    """Return what each generated file should hold."""
    schema = _text(json_schema())
    return {
        SCHEMA_FILE: schema,
        ROOT / "docs" / "verification.schema.json": schema,
        reconciliation.SCHEMA_FILE: _text(reconciliation.json_schema()),
        ROOT / "docs" / "reconciliation.schema.json": _text(reconciliation.json_schema()),
        **{SCHEMAS / f"{name}.schema.json": _text(of_document(name)) for name in DOCUMENTS},
        ROOT / "docs" / "rules.md": page(),
        ROOT / "docs" / "api.md": api_page(),
        **layouts_pages(),
    }


def main() -> int:
    """0 when all is up to date (or was written)."""
    made = generated()
    stale = [p for p, text in made.items() if not p.exists() or p.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv:
        for path in stale:
            print(f"out of date: {path.name}; run python scripts/generate_docs.py")
        return 1 if stale else 0
    for path in stale:
        path.write_text(made[path], encoding="utf-8", newline="\n")
        print(f"written: {path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
