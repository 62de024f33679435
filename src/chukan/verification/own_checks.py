"""U01: running checks that a user added to a schema over one block, as pandera runs them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pandera.pandas as pandera
import pyarrow as pa
from pandas.arrays import ArrowExtensionArray

from chukan.errors import ChukanError, UsageError
from chukan.layouts.model import Item
from chukan.rules.added import own_failing, own_message, own_severity
from chukan.rules.compile import CompiledRules
from chukan.rules.own import OWN
from chukan.verification.display import display, truncate
from chukan.verification.records import Records, damaged_rows
from chukan.verification.tally import Key, SampledFinding, Tally


def run_own_checks(rules: CompiledRules, records: Records, tally: Tally, *, show: bool) -> None:
    """Add what a user's checks find in a block to a tally.

    Args:
        rules: the compiled layout, with the checks.
        records: of the block.
        tally: takes the findings.
        show: values may be shown.

    Raises:
        UsageError: a check cannot be run, or does not answer record by record.
    """
    frame = frame_of(records.batch.table)
    for name, checks in rules.own.columns.items():
        for check in checks if name in frame.columns else ():
            _run(rules, records, frame[name], check, name, tally, show=show)
    for check in rules.own.records:
        _run(rules, records, frame, check, "", tally, show=show)


def frame_of(table: pa.RecordBatch) -> pd.DataFrame:
    """Return the batch as pandas sees it, without a copy."""
    columns = {name: ArrowExtensionArray(table.column(n)) for n, name in enumerate(table.schema.names)}
    return pd.DataFrame(columns, index=pd.RangeIndex(table.num_rows), copy=False)


def _run(
    rules: CompiledRules,
    records: Records,
    checked: Any,
    check: pandera.Check,
    name: str,
    tally: Tally,
    *,
    show: bool,
) -> None:
    """Run a check over a column, or over the frame (`name` is "")."""
    severity = rules.settings.severities.of(OWN.id, own_severity(check))
    if severity is None or len(checked) == 0:
        return
    try:
        broken = own_failing(check, checked, check(checked).check_output)
    except ChukanError:
        raise
    except Exception as e:
        raise UsageError(
            f"検査「{own_message(check)}」を実行できません（{type(e).__name__}）",
            hint="schema.validate(chukan.read(...)) で確かめてください。",
        ) from e
    batch, said = records.batch, own_message(check)
    damaged = damaged_rows(batch, [name] if name else batch.damaged)
    for column, failing in broken.items():
        item = rules.layout.by_name.get(name or column)
        key = (OWN.id, name or column, severity, "")
        values = batch.table.column(item.name) if item else None
        rows = failing.to_numpy(dtype=bool)

        def finding(row: int, key: Key = key, values: Any = values, item: Item | None = item) -> SampledFinding:
            value = "" if values is None else display(values[row].as_py() or "", item, show=show)
            return records.finding(row, key, value=value, message=truncate(said), check=said)

        records.report(rows if damaged is None else rows & ~damaged, key, finding, tally, said)
