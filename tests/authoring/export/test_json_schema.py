"""JSON Schema: valid by its own rules, true to the layout."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from jsonschema import Draft202012Validator
from tests.authoring.export.conftest import BAD, GOOD

from chukan.authoring.export.json_schema import json_schema
from chukan.layouts.library import Library
from chukan.layouts.model import Layout

MakePack = Callable[..., Path]


def test_json_schemas_are_valid(some: tuple[Layout, ...]) -> None:
    for layout in some:
        schema = json_schema(layout)
        Draft202012Validator.check_schema(schema)
        assert list(schema["properties"]) == list(layout.names)
        json.dumps(schema)


def test_a_json_schema_judges_records(layout: Layout) -> None:
    validator = Draft202012Validator(json_schema(layout))

    assert list(validator.iter_errors(GOOD)) == []
    for change in BAD:
        assert not validator.is_valid(GOOD | change), change
    assert not validator.is_valid(GOOD | {"余計": "x"})
    assert not validator.is_valid({k: v for k, v in GOOD.items() if k != "氏名"})
    assert not validator.is_valid(GOOD | {"性別": "2\n"})
    assert not validator.is_valid(GOOD | {"宛名番号": "123\n"})
    assert "条件付き必須" in json_schema(layout)["$comment"]


def test_any_value_of_a_list_with_a_star() -> None:
    layout = Library().layout("kihon/non_resident_addressee_number/addressee_basic")

    own = json_schema(layout)["properties"]["独自施策システム等ID"]
    assert "enum" not in own
    assert own["maxLength"] == 3
