"""Rules as pandera checks: what a schema holds, the stream runs and a notebook validates with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

import pandas as pd
import pandera.pandas as pandera
import pyarrow as pa
import pyarrow.compute as pc
from pandera.api.base.checks import CheckResult
from pandera.backends.pandas.checks import PandasCheckBackend

from chukan.layouts.model import Item
from chukan.rules.columns import ColumnCache, holds_strings
from chukan.rules.fields.base import FieldRule
from chukan.rules.rule import Rule
from chukan.severity import Severity
from chukan.values.kernels import Bools, boolean
from chukan.values.masking import without_my_numbers


class RuleCheck(pandera.Check):
    """A rule of the catalogue as a pandera check: its mask is exact, its failure cases are made only when read."""

    def __init__(
        self, holds: Callable[[Any], pd.Series[bool] | bool], entry: Rule, severity: Severity, error: str, ground: str
    ) -> None:
        super().__init__(holds, name=entry.id, error=error, ignore_na=False, title=entry.title)
        self.rule = entry.id
        self.severity = severity
        """What a finding weighs, after the project's own severities."""
        self.ground = ground
        """The basis of what it asks for; "" = it rests on the file itself, the agreement or the project."""

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
    """A result whose failure cases are made when somebody reads them: the stream never does."""

    @property
    def failure_cases(self) -> Any:
        make = self[3]
        return make() if callable(make) else make


class RuleBackend(PandasCheckBackend):
    """Pandera's own, without what costs time for each check of each block."""

    check: RuleCheck

    def postprocess(self, check_obj: Any, check_output: Any) -> CheckResult:
        """Return the mask; True alone where the rule holds everywhere."""
        if isinstance(check_output, bool):
            return CheckResult(check_output, check_output, check_obj, None)
        passed = bool(check_output.all())
        return _Result(check_output, passed, check_obj, lambda: self.check.failure_cases(check_obj, check_output))


class FieldCheck(RuleCheck):
    """One field rule of one item."""

    def __init__(self, declared: FieldRule, severity: Severity, column: ColumnCache, ground: str = "") -> None:
        """Make the check.

        Args:
            declared: the rule for the item.
            severity: what its findings weigh.
            column: shared by the checks of the item.
            ground: the basis of what it asks for.
        """
        entry = declared.entry
        super().__init__(self._holds, entry, severity, f"{entry.id}「{declared.item.name}」{entry.title}", ground)
        self.declared = declared
        self.column = column

    @property
    def item(self) -> Item:
        """The item that it looks at."""
        return self.declared.item

    def failing(self, values: pa.Array) -> pa.Array | None:
        """Return where values break the rule: see `FieldRule.failing`."""
        return self.declared.failing(values)

    def message(self, value: str, *, show: bool) -> str:
        """Return why a value breaks the rule: see `FieldRule.message`."""
        return self.declared.message(value, show=show)

    def failure_cases(self, checked: pd.Series[Any], holds: pd.Series[bool]) -> pd.Series[Any] | None:
        """Return the failing values; None for 個人番号, of which only is said that some failed."""
        return None if self.item.is_secret else checked[~holds].map(_shown)

    def _holds(self, series: pd.Series[Any]) -> pd.Series[bool] | bool:
        if not self.item.is_number and not holds_strings(series):
            return True  # `StringsCheck` reports the column as a whole
        failing = self._failing(series)
        return True if failing is None else pd.Series(~failing, index=series.index)

    def _failing(self, series: pd.Series[Any]) -> Bools | None:
        if not self.declared.repeats:
            found = self.declared.failing(self.column.of(series).array)
            return None if found is None else boolean(found)
        distinct = self.column.distinct(series)
        found = self.declared.failing(self.column.of(series).array if distinct is None else distinct.dictionary)
        if found is None:
            return None
        return boolean(found if distinct is None else pc.take(found, distinct.indices))


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
        """Return the check itself, as `RuleCheck` does."""
        return self


for _kind in (pd.Series, pd.DataFrame):  # pandera hands a column's checks the frame and the column's name
    StringsCheck.register_backend(_kind, PandasCheckBackend)
