"""`reconciliation.json` says what its schema says, and comes back as it was."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from tests.reconciliation.conftest import Bench, person

from chukan.errors import InputError
from chukan.reconciliation.document import (
    SCHEMA_FILE,
    from_json,
    is_as_written,
    json_schema,
    load_reconciliation,
    to_json,
)

PEOPLE = [person(n) for n in range(1, 9)]


def test_a_document_fits_its_schema_and_comes_back(bench: Bench) -> None:
    bench.rule("dates", items=["異動日"])
    r = bench.compare(PEOPLE, [*PEOPLE[2:], {**PEOPLE[0], "異動日": "2023-04-01"}, person(55)]).reconciliation

    text = to_json(r)

    jsonschema.Draft202012Validator(json_schema()).validate(json.loads(text))
    assert from_json(text) == r
    assert is_as_written(text, beside="")
    assert not is_as_written(text.replace('"different": 0', '"different": 1'), beside="")


def test_the_package_carries_the_schema() -> None:
    assert json.loads(SCHEMA_FILE.read_text(encoding="utf-8")) == json_schema()


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"schema_version": "1.0"}'])
def test_what_is_no_document_is_a_clear_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "reconciliation.json").write_text(text, encoding="utf-8")

    with pytest.raises(InputError):
        load_reconciliation(tmp_path)
