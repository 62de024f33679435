"""What a user added to a layout's schema (U01): found, and made sure that it can run block by block."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pandera.pandas as pandera

from chukan.errors import UsageError
from chukan.layouts.model import Layout
from chukan.rules.catalogue_check import CatalogueCheck
from chukan.rules.own import OwnChecks
from chukan.rules.schema_checks import StringsCheck
from chukan.severity import Severity


def own_checks(schema: pandera.DataFrameSchema, layout: Layout) -> OwnChecks:
    """Return the checks that a user added to the schema of a layout.

    Raises:
        UsageError: the schema asks for what can't be checked block by block, or names a column that is no item.
    """
    _must_stream(schema, schema.name)
    strange = [name for name in schema.columns if name not in layout.by_name]
    if strange:
        raise UsageError(f"スキーマの列「{strange[0]}」は定義 {layout.address} の項目ではありません")
    columns = {}
    for name, column in schema.columns.items():
        _must_stream(column, name)
        if own := _own(column.checks):
            columns[name] = own
    return OwnChecks(columns, _own(schema.checks))


def _own(checks: list[pandera.Check]) -> tuple[pandera.Check, ...]:
    own = tuple(c for c in checks if not isinstance(c, (CatalogueCheck, StringsCheck)))
    for check in own:
        if not isinstance(check, pandera.Check) or check.groupby is not None:
            raise UsageError(
                f"検査「{own_message(check)}」は、ファイルを分けて読みながら実行できません",
                hint="groupby のない pandera.Check にしてください。",
            )
    return own


def _must_stream(part: Any, name: str) -> None:
    """Uniqueness, coercion and the like are no checks of one value or record."""
    asked = [key for key in ("unique", "coerce", "parsers", "drop_invalid_rows") if getattr(part, key, None)]
    asked += ["nullable=False"] if not getattr(part, "nullable", True) else []
    asked += ["dtype"] if getattr(part, "dtype", None) is not None else []
    if asked:
        raise UsageError(
            f"「{name}」の {'・'.join(asked)} は、ファイルの検査では実行できません",
            hint="1件ずつ答える pandera.Check に書き直すか、schema.validate を使ってください。",
        )


def own_severity(check: pandera.Check) -> Severity:
    """Return what a finding of a user's check weighs when the project says nothing."""
    return Severity.WARNING if check.raise_warning else Severity.ERROR


def own_message(check: pandera.Check) -> str:
    """Return what a user's check says of its findings."""
    return str(check.error or check.description or check.title or check.name)


def own_failing(check: pandera.Check, checked: Any, output: Any) -> Mapping[str, pd.Series[bool]]:
    """Return the rows that break a user's check.

    Args:
        check: the check.
        checked: the column or frame that it looked at.
        output: its `check_output`.

    Returns:
        By column ("" = the record as a whole), a mask over all rows.

    Raises:
        UsageError: the check answers for the column as a whole, which depends on how the file is cut.
    """
    if isinstance(output, pd.DataFrame):
        return {str(name): _rows(output[name], checked) for name in output.columns}
    if isinstance(output, pd.Series):
        return {"": _rows(output, checked)}
    raise UsageError(
        f"検査「{own_message(check)}」は、列全体に1つの答えを返します",
        hint="ファイルは分けて読むので、1件ずつ答える検査（真偽の列を返す関数）にしてください。",
    )


def _rows(holds: pd.Series[Any], checked: Any) -> pd.Series[bool]:
    # pandera leaves blanks out before it asks (ignore_na), and takes NA for an answer that does not fail
    return ~holds.reindex(checked.index).fillna(True).astype(bool)
