"""The schemas that other tools read: valid by their own rules, true to the layout, honest about what they leave out."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.errors
import pytest
from jsonschema import Draft202012Validator
from pandera.io import pandas_io

from chukan.authoring.export import FORMATS, export
from chukan.authoring.export.json_schema import json_schema
from chukan.authoring.export.pandera_yaml import pandera_yaml
from chukan.authoring.export.patterns import pattern
from chukan.authoring.export.table_schema import table_schema
from chukan.errors import UsageError
from chukan.layouts.library import Library
from chukan.layouts.model import Item, Layout
from chukan.layouts.pack import Pack
from chukan.layouts.select import of_business, of_pack
from chukan.sample.records.generate import generate

MakePack = Callable[..., Path]
from_yaml: Any = pandas_io.from_yaml  # untyped
GOOD = {"宛名番号": "000000000000123", "氏名": "山田　花子", "性別": "2", "生年月日": "19640701", "旧氏": ""}
BAD = [
    {"宛名番号": ""},
    {"宛名番号": "0000000000001234"},
    {"宛名番号": "ABC"},
    {"宛名番号": "１２３"},
    {"氏名": "Yamada"},
    {"性別": "3"},
    {"生年月日": "1964-07-01"},
    {"生年月日": "196407"},
    {"氏名": "山" * 51},
]


@pytest.fixture
def layout(make_pack: MakePack) -> Layout:
    return Pack(make_pack()).layout("town", "person")


@pytest.fixture(scope="module")
def some() -> tuple[Layout, ...]:
    library = Library()
    return (
        *of_business(library.pack("mic"), "resident_register", None),
        *of_business(library.pack("mic"), "fixed_asset_tax", None),
        *of_business(library.pack("mic"), "long_term_care_insurance", None),
        *of_pack(library.pack("kihon"), None),
    )


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


def test_any_value_of_a_list_with_a_star() -> None:
    layout = Library().layout("kihon/non_resident_addressee_number/addressee_basic")

    own = json_schema(layout)["properties"]["独自施策システム等ID"]
    assert "enum" not in own
    assert own["maxLength"] == 3


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


def frame(*rows: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, dtype="string").replace("", pd.NA)


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


@pytest.mark.parametrize(
    ("fields", "good", "bad"),
    [
        ({"type": "9", "length": 3}, ["1", "012", "999"], ["", "1234", "-1", "1.0", "１", "1\n"]),
        ({"type": "S9", "length": 3}, ["-1", "999"], ["+1", "--1", "-"]),
        ({"type": "9V", "length": 3, "scale": 2}, ["1", "1.5", "999.99"], ["1.", "1.555", "-1", ".5"]),
        ({"type": "9V", "length": 3, "scale": 1, "format": "-5..5"}, ["-1.5"], ["--1"]),
        ({"type": "S9V", "length": 3, "scale": 2}, ["-1.5", "999.99", "-999.99"], ["1.", "-1.555", "+1", "1.5-"]),
        ({"type": "DATE", "length": 8}, ["20200229"], ["20201301", "2020-02-29", "00000000"]),
        ({"type": "DATE", "length": 10}, ["2020-02-29", "9999-12-31"], ["20200229", "2020-2-29"]),
        ({"type": "DATE", "length": 8, "format": "unknown_date"}, ["00000000", "19640000"], ["1964"]),
        ({"type": "YM", "length": 6}, ["202002"], ["202013", "2020-02"]),
        ({"type": "YEAR", "length": 4}, ["2020"], ["20", "令和2年"]),
        ({"type": "TIME", "length": 6}, ["235959"], ["240000", "2359", "23:59:59"]),
        ({"type": "TIME", "length": 8}, ["23:59:59", "23:59"], ["235959"]),
        ({"type": "X", "length": 5}, ["abc", "ｱｲｳ"], ["あ", "Ａ"]),
        ({"type": "N", "length": 5}, ["あＡ　"], ["a", "ｱ"]),
        ({"type": "X", "length": 5, "format": "fixed digits"}, ["01234"], ["1234", "012345", "abcde"]),
        ({"type": "XN", "length": 2, "format": "fixed"}, ["あa"], ["あ", "あaa"]),
        ({"type": "X", "length": 12, "format": "residence_card"}, ["AB12345678CD"], ["ab12345678cd", "AB1234567CD"]),
        ({"type": "N", "length": 9, "format": "kana"}, ["ヤマダ　ハナコー"], ["やまだ", "ﾔﾏﾀﾞ"]),
        ({"type": "X", "length": 4, "format": "month_day"}, ["0229"], ["1301", "0132"]),
    ],
)
def test_patterns(fields: dict[str, Any], good: list[str], bad: list[str]) -> None:
    form = pattern(Item.model_validate({"no": 1, "item": "甲", "required": "required", **fields}))

    assert form is not None
    assert [v for v in good if not re.fullmatch(form, v)] == []
    assert [v for v in bad if re.fullmatch(form, v)] == []


@pytest.mark.parametrize("form", FORMATS)
def test_files(form: str, tmp_path: Path, some: tuple[Layout, ...]) -> None:
    few = some[:3]

    one = export(few[:1], form, tmp_path / f"one{FORMATS[form].suffix}")
    many = export(few, form, tmp_path / "many")

    assert [p.name for p in one] == [f"one{FORMATS[form].suffix}"]
    assert len(many) == (1 if FORMATS[form].many else 3)
    assert all(p.stat().st_size > 100 for p in (*one, *many))
    assert sorted(p for p in tmp_path.rglob("*") if p.is_file()) == sorted((*one, *many))


def test_many_layouts_do_not_fit_one_schema(tmp_path: Path, some: tuple[Layout, ...]) -> None:
    with pytest.raises(UsageError, match="1 ファイルに 1 定義"):
        export(some, "json-schema", tmp_path / "all.json")
    with pytest.raises(UsageError) as caught:
        export(some, "jsonschema", tmp_path)
    assert "json-schema" in (caught.value.hint or "")


def test_nothing_to_write(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="書き出す定義がありません"):
        export((), "excel", tmp_path / "none.xlsx")
    assert list(tmp_path.iterdir()) == []
