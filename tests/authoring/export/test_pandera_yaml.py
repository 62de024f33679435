"""pandera's YAML: read by pandera, and honest about what it leaves out."""

from __future__ import annotations

import pandera.errors
import pytest
from tests.authoring.export.conftest import BAD, GOOD, frame, from_yaml

from chukan.authoring.export.pandera_yaml import pandera_yaml
from chukan.layouts.model import Layout


def test_pandera_reads_the_yaml_and_judges(layout: Layout) -> None:
    schema = from_yaml(pandera_yaml(layout))

    schema.validate(frame(GOOD, GOOD | {"宛名番号": "124"}))
    for change in BAD:
        with pytest.raises((pandera.errors.SchemaError, pandera.errors.SchemaErrors)):
            schema.validate(frame(GOOD | change))
    with pytest.raises((pandera.errors.SchemaError, pandera.errors.SchemaErrors)):
        schema.validate(frame(GOOD, GOOD))


def test_pandera_yaml_says_what_it_leaves_out(some: tuple[Layout, ...]) -> None:
    person = next(y for y in some if y.slug == "person")

    comments = [line for line in pandera_yaml(person).splitlines() if line.startswith("#")]

    for word in ("V07", "V01", "K02", "K03", "K04", "K05", "R01", person.digest, "参考定義"):
        assert any(word in c for c in comments), word


def test_pandera_reads_them_all(some: tuple[Layout, ...]) -> None:
    for layout in some[:12]:
        assert list(from_yaml(pandera_yaml(layout)).columns) == list(layout.names)
