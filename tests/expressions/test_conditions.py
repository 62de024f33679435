"""Conditions over columns: one type an item, one evaluation, nothing on stdout."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from chukan import cache
from chukan.errors import PackError
from chukan.expressions import conditions
from chukan.expressions.conditions import Condition, RecordView, bind, check_types, evaluate, type_of
from chukan.expressions.session import Session, batch_connection
from chukan.expressions.types import DateForms, sql_type
from chukan.expressions.vetting import vet
from chukan.layouts.model import Item

KINDS: dict[str, dict[str, Any]] = {
    "面積": {"type": "9", "length": 15},
    "単価": {"type": "9", "length": 15},
    "率": {"type": "9V", "length": 3, "scale": 2},
    "日": {"type": "DATE"},
    "年": {"type": "YEAR"},
    "名": {"type": "N"},
}
ITEMS = {name: Item.model_validate({"no": n, "item": name, **more}) for n, (name, more) in enumerate(KINDS.items())}
BIG = "999999999999999"


def broken(table: pa.RecordBatch, *assertions: str) -> list[list[bool] | None]:
    masks = view().failing(table, [condition(a) for a in assertions])
    return [None if mask is None else mask.to_pylist() for mask in masks]


def view(**more: Any) -> RecordView:
    return RecordView(ITEMS, DateForms(**more), dt.date(2026, 11, 29))


def condition(assertion: str, when: str | None = None) -> Condition:
    parts = [vet(text, ITEMS, PackError, "x") for text in (assertion, when) if text]
    reads = tuple(name for part in parts for name in part.reads)
    return Condition("c", parts[0].sql, parts[1].sql if when else None, reads)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("面積", "HUGEINT"),
        ("率", "DECIMAL(38, 2)"),
        ("日", "DATE"),
        ("年", "INTEGER"),
        ("名", "VARCHAR"),
    ],
)
def test_the_type_of_an_item(name: str, kind: str) -> None:
    assert sql_type(ITEMS[name]) == kind
    assert type_of(f'"{name}"', ITEMS) == kind.replace(", ", ",")


def test_a_product_of_two_long_numbers_does_not_overflow() -> None:
    table = pa.RecordBatch.from_pydict({"面積": [BIG], "単価": [BIG]})

    assert broken(table, "面積 * 単価 >= 0", "面積 * 単価 < 0") == [None, [True]]


def test_an_overflow_in_one_record_leaves_the_others_checked() -> None:
    table = pa.RecordBatch.from_pydict({"面積": [BIG, "1"], "単価": [BIG, "1"]})

    assert broken(table, "面積 * 単価 * 面積 * 単価 < 0") == [[False, True]]


def test_typed_columns_and_strings_give_the_same() -> None:
    strings = {"面積": pa.array(["12", None]), "率": pa.array(["1.25", "0.10"]), "日": pa.array([None, "2024-02-29"])}
    typed = {
        "面積": pa.array([12, None], pa.int64()),
        "率": pa.array(["1.25", "0.10"]).cast(pa.decimal128(18, 2)),
        "日": pa.array([None, dt.date(2024, 2, 29)], pa.date32()),
    }
    parts = ["面積 / 5", "率 * 100 = 125", "日 + INTERVAL 1 YEAR", "as_of"]

    found = [
        evaluate(columns, ITEMS, parts, as_of=dt.date(2026, 1, 1), rows=2).to_pylist() for columns in (strings, typed)
    ]

    assert found[0] == found[1]


def test_a_condition_that_reads_nothing() -> None:
    assert broken(pa.RecordBatch.from_pydict({"名": ["a", "b"]}), "1 = 2") == [[True, True]]


def test_what_does_not_fit_the_types() -> None:
    with pytest.raises(PackError, match="正しくありません"):
        check_types(vet("面積 + 名 > 日", ITEMS, PackError, "x"), ITEMS, PackError, "x")
    with pytest.raises(PackError, match="真偽"):
        check_types(vet("length(名)", ITEMS, PackError, "x"), ITEMS, PackError, "x")


def test_no_progress_bar_reaches_stdout(tmp_path: Path) -> None:
    asked = "SELECT current_setting('enable_progress_bar')"

    assert batch_connection().execute(asked).fetchall() == [(False,)]
    with Session(tmp_path, 128 << 20) as session:
        assert [tuple(row) for row in session.rows(asked)] == [(False,)]


def test_types_are_asked_for_together(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    connection = batch_connection()

    class Counting:
        def execute(self, sql: str) -> object:
            asked.append(sql)
            return connection.execute(sql)

    monkeypatch.setattr(conditions, "batch_connection", Counting)
    monkeypatch.setattr(conditions, "_types", {})
    good = [vet(text, ITEMS, PackError, "x") for text in ("面積 > 4711", "日 > as_of", "名 = '4711'")]
    bind(good, ITEMS)
    bind(good, ITEMS)

    assert [type_of(e.sql, {n: ITEMS[n] for n in e.reads}) for e in good] == ["BOOLEAN"] * 3
    assert len(asked) == 1


@pytest.mark.parametrize("of", ["resident_register/person", ""])
def test_types_are_kept_for_the_next_run_and_nothing_of_a_project_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, of: str
) -> None:
    monkeypatch.setenv(cache.ENVIRONMENT, str(tmp_path / "cache"))
    expressions = [vet(text, ITEMS, PackError, "x") for text in ("面積 + 1", "日 < as_of")]

    def types_of_a_run() -> list[str]:
        monkeypatch.setattr(conditions, "_types", {})
        bind(expressions, ITEMS, of)
        return list(conditions._types.values())

    first = types_of_a_run()
    monkeypatch.setattr(conditions, "_bound", lambda *_: ["asked again"] * 2)

    assert types_of_a_run() == (first if of else ["asked again"] * 2)
    assert (tmp_path / "cache").exists() == bool(of)
    # with an item of another type it is another question
    monkeypatch.setattr(conditions, "sql_type", lambda _: "VARCHAR")
    assert types_of_a_run() == ["asked again"] * 2


def test_one_that_does_not_fit_leaves_the_others_to_be_asked_for_singly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conditions, "_types", {})
    bad, good = (vet(text, ITEMS, PackError, "x") for text in ("面積 + 名 > 日", "面積 > 0"))
    bind([bad, good], ITEMS)

    check_types(good, ITEMS, PackError, "x")
    with pytest.raises(PackError, match="正しくありません"):
        check_types(bad, ITEMS, PackError, "x")
