"""Checks of a compiled layout asked of columns and frames of pandas: what `validate` runs in a notebook."""

from __future__ import annotations

from functools import partial
from typing import Any, Self
from weakref import WeakKeyDictionary

import pandas as pd
import pandera.pandas as pandera
import pyarrow as pa
from pandera.api.base.checks import CheckResult
from pandera.backends.pandas.checks import PandasCheckBackend

from chukan.layouts.model import Item
from chukan.rules.catalogue_check import CatalogueCheck
from chukan.rules.checks import FieldCheck
from chukan.rules.columns import ColumnCache, FrameCache, holds_strings
from chukan.rules.distinct import DistinctValues
from chukan.rules.record_query import RecordQuery
from chukan.rules.records import ConditionalBlanksCheck, RecordCheck
from chukan.values.kernels import boolean
from chukan.values.masking import without_my_numbers

#: What the checks of one item, or of all records, look at in turn is converted once.
_columns: WeakKeyDictionary[DistinctValues, ColumnCache] = WeakKeyDictionary()
_frames: WeakKeyDictionary[RecordQuery, FrameCache] = WeakKeyDictionary()


class _Result(CheckResult):
    """A result whose failure cases are made when somebody reads them."""

    @property
    def failure_cases(self) -> Any:
        make = self[3]
        return make() if callable(make) else make


class PandasBackend(PandasCheckBackend):
    """Pandera's own, without what costs time for each check: the mask is exact, failure cases are made only when read.

    Args:
        check: The check.
    """

    check: CatalogueCheck

    def __init__(self, check: CatalogueCheck) -> None:
        super().__init__(check)
        self.check_fn = partial(self._holds)

    def postprocess(self, check_obj: Any, check_output: Any) -> CheckResult:
        """Return the mask; True alone where the rule holds everywhere."""
        if isinstance(check_output, bool):
            return CheckResult(check_output, check_output, check_obj, None)
        passed = bool(check_output.all())
        return _Result(check_output, passed, check_obj, lambda: _failure_cases(self.check, check_obj, check_output))

    def _holds(self, checked: Any) -> pd.Series[bool] | bool:
        """Return where the check holds; True = everywhere."""
        values = _as_arrow(self.check, checked)
        failing = None if values is None else self.check.failing(values)
        return True if failing is None else pd.Series(~boolean(failing), index=checked.index)


def _as_arrow(check: CatalogueCheck, checked: Any) -> pa.Array | pa.RecordBatch | None:
    """Return what the check looks at; None where something else reports that it can't be looked at."""
    if isinstance(check, RecordCheck):
        if not set(check.reads) <= set(checked.columns):
            return None  # the missing column is reported by itself
        return _frames.setdefault(check.query, FrameCache(check.query.looked_at)).of(checked)
    assert isinstance(check, FieldCheck)  # noqa: S101 - there are no others
    if not check.item.is_number and not holds_strings(checked):
        return None  # `StringsCheck` reports the column as a whole
    return _columns.setdefault(check.distinct, ColumnCache()).of(checked)


def _failure_cases(check: CatalogueCheck, checked: Any, holds: pd.Series[bool]) -> Any:
    """Return what `validate` lists of the failures; None when nothing of it may be seen.

    Of a column the failing values, of a frame the failing records with the value of the item that the finding names; none
    of 個人番号, of which only is said that some failed.
    """
    if isinstance(check, FieldCheck):
        return None if check.item.is_secret else checked[~holds].map(_shown)
    shown = check.shown if isinstance(check, RecordCheck) else None
    if shown is None or shown not in checked.columns:
        return None
    failing = (~holds).to_numpy()
    values = [_shown(value) for value in checked[shown][failing]]
    return pd.DataFrame({"column": shown, "index": list(checked.index[failing]), "failure_case": values})


def _shown(value: Any) -> Any:
    """Return a value without 個人番号, which may stand in any column."""
    return without_my_numbers(value) if isinstance(value, str) else value


class StringsCheck(pandera.Check):
    """Whether a column still holds what was written: pandas may have taken it for numbers or dates."""

    def __init__(self, item: Item) -> None:
        error = (
            f"「{item.name}」が文字列の列ではありません（先頭の0や元の書き方が失われています）。"
            "pd.read_csv(..., dtype=str) か chukan.read で読み直してください"
        )
        super().__init__(holds_strings, name="dtype", error=error, ignore_na=False, title="文字列の列")

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Return the check itself, as `CatalogueCheck` does."""
        return self


for _kind in (pd.Series, pd.DataFrame):  # pandera hands a column's checks the frame and the column's name
    StringsCheck.register_backend(_kind, PandasCheckBackend)
    for _check in (FieldCheck, RecordCheck, ConditionalBlanksCheck):
        _check.register_backend(_kind, PandasBackend)
