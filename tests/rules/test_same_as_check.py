"""`schema.validate` and `check` find the same, whatever a blank is written as: one compiled form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pandera.errors
import pyarrow as pa
import pytest

from chukan.agreement import Agreement
from chukan.intake.batch import Batch
from chukan.layouts.declarations import RecordRule
from chukan.rules.compile import compile_rules
from chukan.rules.schema import LayoutSchema
from chukan.rules.settings import Settings
from chukan.verification.batch import BatchChecker
from chukan.verification.tally import Tally

from .conftest import make_layout

BLANK = ""
#: Rule -> the item that breaks it, and its value.
BROKEN = {
    "V01": ("世帯番号", BLANK),
    "V02": ("氏名", "山田ab"),
    "V03": ("世帯番号", "12345678901"),
    "V04": ("性別", "9"),
    "V05": ("生年月日", "20230231"),
    "V06": ("生年月日", "99999999"),
    "V07": ("法人番号", "1234567890123"),
    "V08": ("人数", "007"),
    "V09": ("住所", "　中央"),
    "V10": ("氏名", "山\ue000"),
    "V11": ("氏名", "髙橋"),
    "V12": ("氏名", "𠮷田"),
}
ITEMS: Sequence[dict[str, Any]] = (
    {"item": "世帯番号", "type": "X", "length": 10, "required": "required"},
    {"item": "氏名", "type": "N", "length": 20},
    {"item": "住所", "type": "N", "length": 20},
    {"item": "性別", "type": "X", "code": "gender"},
    {"item": "生年月日", "type": "DATE"},
    {"item": "法人番号", "type": "X", "format": "corporate_number"},
    {"item": "人数", "type": "9", "length": 3},
    {"item": "在留資格", "type": "X", "length": 3, "required": "conditional"},
    {"item": "開始日", "type": "DATE"},
    {"item": "終了日", "type": "DATE"},
)
GOOD = dict.fromkeys((str(i["item"]) for i in ITEMS), BLANK) | {"世帯番号": "1", "性別": "1", "開始日": "20240101"}
RULES = (
    RecordRule.model_validate({"id": "adults", "assert": "人数 > 1", "message": "二人以上です。"}),
    RecordRule.model_validate({"id": "order", "rule": "R02", "assert": "開始日 <= 終了日", "message": "逆です。"}),
)
BLANKS: dict[str, Any] = {"empty": "", "None": None, "NaN": float("nan"), "NA": pd.NA}


@pytest.fixture(scope="module")
def schema() -> LayoutSchema:
    layout = make_layout(ITEMS, rules=RULES, required_when={"在留資格": "性別 = '2'"})
    settings = Settings(agreement=Agreement(repertoire="cp932"), as_of=dt.date(2026, 11, 23))
    return LayoutSchema(compile_rules(layout, settings))


def records() -> list[dict[str, str]]:
    rows = [GOOD | {item: value} for item, value in BROKEN.values()]
    rows.append(GOOD | {"性別": "2"})  # V01 by condition
    rows.append(GOOD | {"人数": "1"})
    rows.append(GOOD | {"終了日": "20231231"})
    return [*rows, GOOD]


def streamed(schema: LayoutSchema) -> set[tuple[str, str, int]]:
    rows = records()
    table = pa.RecordBatch.from_pylist(rows, pa.schema([(name, pa.string()) for name in GOOD]))
    batch = Batch(table=table, records=pa.array(range(len(rows))), lines=pa.array(range(len(rows))))
    tally = Tally(1000)
    BatchChecker(schema.rules).check(batch, tally)
    return {(f.rule, f.item, f.record) for f in tally}


def validated(schema: LayoutSchema, frame: pd.DataFrame) -> set[tuple[str, str, int]]:
    with pytest.raises(pandera.errors.SchemaErrors) as caught:
        schema.validate(frame, lazy=True)
    cases = caught.value.failure_cases
    return {
        (check.split("「")[0], item, int(index))
        for check, item, index in zip(cases["check"], cases["column"], cases["index"], strict=True)
    }


def test_every_rule_is_broken(schema: LayoutSchema) -> None:
    assert {rule for rule, _, _ in streamed(schema)} == {*BROKEN, "R01", "R02"}


@pytest.mark.parametrize("dtype", ["object", "str", "string", "arrow"])
@pytest.mark.parametrize("blank", BLANKS)
def test_validate_finds_what_the_stream_finds(schema: LayoutSchema, blank: str, dtype: str) -> None:
    frame = pd.DataFrame(records(), dtype=object).replace({"": np.nan}).astype(object)
    frame = frame.where(frame.notna(), BLANKS[blank])
    kinds: dict[str, Any] = {"arrow": pd.ArrowDtype(pa.string())}
    frame = frame.astype(kinds.get(dtype, dtype))

    assert validated(schema, frame) == streamed(schema)


def test_a_frame_that_was_mended_in_place_is_looked_at_anew(schema: LayoutSchema) -> None:
    dtypes: tuple[Any, ...] = (object, pd.ArrowDtype(pa.string()))
    for dtype in dtypes:
        frame = pd.DataFrame([GOOD | {"人数": "1"}, GOOD]).astype(dtype)
        assert validated(schema, frame) == {("R01", "人数", 0)}

        frame.loc[0, "人数"] = "2"

        assert schema.validate(frame, lazy=True, inplace=True) is frame
