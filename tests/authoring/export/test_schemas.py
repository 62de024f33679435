"""The schemas that other tools read: valid by their own rules, true to the layout, honest about what they leave out."""

from __future__ import annotations

import datetime as dt

from jsonschema import Draft202012Validator
from tests.authoring.export.conftest import frame, from_yaml

from chukan.authoring.export.json_schema import json_schema
from chukan.authoring.export.pandera_yaml import pandera_yaml
from chukan.layouts.model import Layout
from chukan.sample.records.generate import generate


def test_good_records_pass_the_schemas(some: tuple[Layout, ...]) -> None:
    """No schema is stricter than the layout: synthetic records that satisfy every rule satisfy it."""
    for layout in some[:20]:
        validator = Draft202012Validator(json_schema(layout))
        for batch in generate(layout, 15, as_of=dt.date(2026, 11, 23)):
            for record in batch.to_pylist():
                if layout.origin.pack == "mic":  # the other one's dates are longer: an agreement's affair
                    assert [e.message for e in validator.iter_errors(record)] == []
    person = some[0]
    (batch,) = generate(person, 50, as_of=dt.date(2026, 11, 23))
    from_yaml(pandera_yaml(person)).validate(frame(*batch.to_pylist()))
