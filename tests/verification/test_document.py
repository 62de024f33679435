"""The document says all of a verification, and nothing else is taken for one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from pydantic import TypeAdapter

from chukan.errors import InputError
from chukan.verification.document import SCHEMA_FILE, from_json, json_schema, load_verification, to_json
from chukan.verification.result import Verification

from .conftest import Check


@pytest.fixture
def verification(check: Check, file: Callable[..., Path]) -> Verification:
    return check(file("0001,山田,9,,1"), options={"profile": True}).verification


def test_there_and_back(verification: Verification) -> None:
    assert from_json(to_json(verification)) == verification


def test_it_is_written_as_the_model_that_reads_it_would(verification: Verification) -> None:
    written = json.loads(to_json(verification))
    del written["digest"]

    assert written == json.loads(TypeAdapter(Verification).dump_json(verification))


def test_it_fits_its_schema_and_the_package_carries_that(verification: Verification) -> None:
    jsonschema.validate(json.loads(to_json(verification)), json_schema())
    assert json.loads(SCHEMA_FILE.read_text(encoding="utf-8")) == json_schema()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "JSON として"),
        ("[]", "版が違います"),
        ('{"schema_version": "0.1"}', "版が違います"),
        ('{"schema_version": "1.0"}', "形が正しく"),
    ],
)
def test_something_else_is_refused(text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        from_json(text)


def test_a_field_of_the_wrong_kind_is_named(verification: Verification) -> None:
    data = json.loads(to_json(verification))
    data["totals"]["errors"] = "many"

    with pytest.raises(InputError, match=r"totals\.errors"):
        from_json(json.dumps(data))


def test_from_a_folder_or_the_file(verification: Verification, tmp_path: Path) -> None:
    (tmp_path / "verification.json").write_text(to_json(verification), encoding="utf-8")

    assert load_verification(tmp_path) == load_verification(tmp_path / "verification.json") == verification
    with pytest.raises(InputError, match="検証結果がありません"):
        load_verification(tmp_path / "nowhere")
