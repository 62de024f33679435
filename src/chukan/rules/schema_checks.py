"""Checks of a compiled layout as pandera checks: what a schema holds and a notebook validates with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

import pandas as pd
import pandera.pandas as pandera
from pandera.api.base.checks import CheckResult
from pandera.backends.pandas.checks import PandasCheckBackend

from chukan.layouts.model import Item
from chukan.rules.checks import FieldCheck
from chukan.rules.columns import ColumnCache, FrameCache, holds_strings
from chukan.rules.records import RecordCheck
from chukan.values.kernels import boolean
from chukan.values.masking import without_my_numbers


class CatalogueCheck(pandera.Check):
    """A rule of the catalogue: its mask is exact, its failure cases are made only when read.

    Attributes:
        asked: What the stream runs.
    """

    asked: FieldCheck | RecordCheck

    def __init__(self, asked: FieldCheck | RecordCheck, holds: Callable[[Any], pd.Series[bool] | bool]) -> None:
        super().__init__(holds, name=asked.rule, error=asked.error, ignore_na=False, title=asked.entry.title)
        self.asked = asked

    @classmethod
    def get_backend(cls, check_obj: Any) -> type[RuleBackend]:  # noqa: ARG003 - one backend, whatever is checked
        """Return the one backend: pandera's own search costs more than most of the rules."""
        return RuleBackend

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Return the check itself: it never changes, and pandera copies every column of a schema that it makes."""
        return self

    def failure_cases(self, checked: Any, holds: pd.Series[bool]) -> Any:
        """Return what `validate` lists of the failures; None when nothing of it may be seen."""
        raise NotImplementedError


class _Result(CheckResult):
    """A result whose failure cases are made when somebody reads them."""

    @property
    def failure_cases(self) -> Any:
        make = self[3]
        return make() if callable(make) else make


class RuleBackend(PandasCheckBackend):
    """Pandera's own, without what costs time for each check."""

    check: CatalogueCheck

    def postprocess(self, check_obj: Any, check_output: Any) -> CheckResult:
        """Return the mask; True alone where the rule holds everywhere."""
        if isinstance(check_output, bool):
            return CheckResult(check_output, check_output, check_obj, None)
        passed = bool(check_output.all())
        return _Result(check_output, passed, check_obj, lambda: self.check.failure_cases(check_obj, check_output))


class ColumnCheck(CatalogueCheck):
    """One field rule of one item.

    Args:
        asked: The check.
        column: Shared by the checks of the item.
    """

    asked: FieldCheck

    def __init__(self, asked: FieldCheck, column: ColumnCache) -> None:
        super().__init__(asked, self._holds)
        self.column = column

    def failure_cases(self, checked: pd.Series[Any], holds: pd.Series[bool]) -> pd.Series[Any] | None:
        """Return the failing values; None for 個人番号, of which only is said that some failed."""
        return None if self.asked.item.is_secret else checked[~holds].map(_shown)

    def _holds(self, series: pd.Series[Any]) -> pd.Series[bool] | bool:
        if not self.asked.item.is_number and not holds_strings(series):
            return True  # `StringsCheck` reports the column as a whole
        failing = self.asked.failing(self.column.of(series))
        return True if failing is None else pd.Series(~boolean(failing), index=series.index)


class FrameCheck(CatalogueCheck):
    """One rule over the items of one record.

    Args:
        asked: The check.
        frames: Shared by the record checks of the schema.
    """

    asked: RecordCheck

    def __init__(self, asked: RecordCheck, frames: FrameCache) -> None:
        super().__init__(asked, self._holds)
        self.frames = frames

    def failure_cases(self, checked: pd.DataFrame, holds: pd.Series[bool]) -> pd.DataFrame | None:
        """Return the failing records with the value of the item that the finding names."""
        shown = self.asked.shown
        if shown is None or shown not in checked.columns:
            return None
        failing = (~holds).to_numpy()
        values = [_shown(value) for value in checked[shown][failing]]
        return pd.DataFrame({"column": shown, "index": list(checked.index[failing]), "failure_case": values})

    def _holds(self, frame: pd.DataFrame) -> pd.Series[bool] | bool:
        if not set(self.asked.reads) <= set(frame.columns):
            return True  # the missing column is reported by itself
        failing = self.asked.failing(self.frames.of(frame))
        return True if failing is None else pd.Series(~boolean(failing), index=frame.index)


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
