"""Table Schema: only what the specification knows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from chukan.authoring.export.table_schema import table_schema
from chukan.layouts.model import Layout
from chukan.layouts.pack import Pack

MakePack = Callable[..., Path]


TYPES = {"string", "integer", "number", "date", "time", "year"}


CONSTRAINTS = {"required", "maxLength", "enum", "pattern", "minimum", "maximum"}


def test_table_schemas(some: tuple[Layout, ...]) -> None:
    for layout in some:
        schema = table_schema(layout)
        fields = schema["fields"]
        assert [f["name"] for f in fields] == list(layout.names)
        assert {f["type"] for f in fields} <= TYPES
        assert all(set(f.get("constraints", {})) <= CONSTRAINTS for f in fields)
        assert schema.get("primaryKey", []) == list(layout.key)
        for form in (f["constraints"]["pattern"] for f in fields if "pattern" in f.get("constraints", {})):
            re.compile(form)
        for key in schema.get("foreignKeys", []):
            assert set(key["fields"]) <= set(layout.names)
            assert len(key["fields"]) == len(key["reference"]["fields"])
        json.dumps(schema)


def test_a_table_schema_names_parents_of_the_same_business(make_pack: MakePack) -> None:
    body = """business: town
name: 町の業務
layouts:
  person:
    name: 住民
    references:
      - {items: [宛名番号], to: person}
      - {items: [宛名番号], to: town/house, key: [番号]}
      - {items: [宛名番号], to: tax/land}
      - {items: [宛名番号], to: house, when: 性別 = '1'}
"""
    schema = table_schema(Pack(make_pack({"town/business.yaml": body})).layout("town", "person"))

    assert [k["reference"] for k in schema["foreignKeys"]] == [
        {"resource": "", "fields": ["宛名番号"]},
        {"resource": "house", "fields": ["番号"]},
    ]
