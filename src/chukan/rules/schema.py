"""The checks of a layout as a pandera schema, for notebooks and pipelines.

The checks are the very ones that `chukan check` runs, each over a whole column. Any DataFrame of strings will do
(object, str, Arrow-backed); None, NaN and "" are blank. Read a file with ``dtype=str`` so that zeros in front stay:
a column that pandas took for numbers or dates, where the item is none, fails as a whole and says so.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pandas as pd
import pandera.pandas as pandera
import pyarrow as pa

from chukan.layouts.model import Item, Layout
from chukan.rules.catalogue import RULES
from chukan.rules.check import FieldCheck, RuleSet
from chukan.severity import Severity
from chukan.values.kernels import strings

if TYPE_CHECKING:
    from chukan.rules.records import RecordCheck


def to_schema(ruleset: RuleSet, *, at_least: Severity = Severity.INFO) -> pandera.DataFrameSchema:
    """A schema with one column an item and one check a rule.

    Args:
        ruleset: what `compile_rules` made of a layout.
        at_least: leave out the checks whose findings weigh less; ``error`` for those that a delivery fails by.

    Returns:
        A schema that neither coerces nor minds extra columns. Validate with ``lazy=True``: a check's ``error`` begins
        with the rule's id, ``failure_cases`` has the value and the index of each finding. 個人番号 is never
        in it: checks of such an item say only that they failed.
    """
    layout = ruleset.layout
    columns = {
        item.name: pandera.Column(
            None,
            checks=[
                *([] if item.is_number else [_strings(item)]),
                *(
                    _field(check)
                    for check in ruleset.fields.get(item.name, ())
                    if check.severity.weight >= at_least.weight
                ),
            ],
            nullable=True,
            required=True,
            title=item.name,
            description=item.note or None,
        )
        for item in layout.items
    }
    records = [_record(check, layout) for check in ruleset.records if check.severity.weight >= at_least.weight]
    return pandera.DataFrameSchema(
        columns,
        checks=records,
        strict=False,
        coerce=False,
        name=layout.address,
        title=layout.name,
        description=layout.origin.statement,
    )


def column(series: pd.Series[Any]) -> pa.Array:
    """A pandas column as one Arrow array of strings without nulls; None and NaN become ""."""
    if isinstance(series.dtype, pd.CategoricalDtype):
        series = series.astype(object)
    if pd.api.types.is_float_dtype(series.dtype):  # whole numbers beside blanks: 3.0 was written 3
        series = series.astype(object).map(lambda v: int(v) if pd.notna(v) and float(v).is_integer() else v)
    try:
        return strings(pa.array(series, from_pandas=True))
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
        return strings(pa.array(["" if pd.isna(v) else str(v) for v in series], pa.string()))


def _as_strings(series: pd.Series[Any]) -> bool:
    """False for a column that pandas took for numbers, dates or truth values: what was written is lost."""
    kinds = pd.api.types
    dtype = series.dtype.categories.dtype if isinstance(series.dtype, pd.CategoricalDtype) else series.dtype
    taken = kinds.is_numeric_dtype(dtype) or kinds.is_datetime64_any_dtype(dtype)
    return not taken or bool(series.isna().all())


def _strings(item: Item) -> pandera.Check:
    error = (
        f"「{item.name}」が文字列の列ではありません（先頭の0や元の書き方が失われています）。"
        "pd.read_csv(..., dtype=str) か chukan.read で読み直してください"
    )
    return pandera.Check(_as_strings, name="dtype", error=error, ignore_na=False, title="文字列の列")


def _field(check: FieldCheck) -> pandera.Check:
    def holds(series: pd.Series[Any]) -> pd.Series[bool] | bool:
        if not check.item.is_number and not _as_strings(series):
            return True  # said once, for the whole column
        failing = check.failing(column(series))
        if failing is None or check.item.is_secret:
            return failing is None
        return pd.Series(~failing.to_numpy(zero_copy_only=False), index=series.index)

    return _check(holds, check.rule, f"{check.rule}「{check.item.name}」{RULES[check.rule].title}")


def _record(check: RecordCheck, layout: Layout) -> pandera.Check:
    shown = [name for name in check.items if not _secret(layout, name)][:1]

    def holds(frame: pd.DataFrame) -> pd.DataFrame | bool:
        if not set(check.reads) <= set(frame.columns):
            return True  # the missing column is reported by itself
        failing = check.failing(pa.RecordBatch.from_pydict({name: column(frame[name]) for name in check.reads}))
        if failing is None or not shown or shown[0] not in frame.columns:
            return failing is None
        answer = pd.DataFrame(True, index=frame.index, columns=frame.columns)
        answer[shown[0]] = ~failing.to_numpy(zero_copy_only=False)
        return answer

    return _check(holds, check.rule, f"{check.rule}「{check.id}」{check.text}")


def _check(holds: Callable[[Any], Any], rule: str, error: str) -> pandera.Check:
    return pandera.Check(holds, name=rule, error=error, ignore_na=False, title=RULES[rule].title)


def _secret(layout: Layout, name: str) -> bool:
    item: Item | None = layout.by_name.get(name)
    return item is not None and item.is_secret
