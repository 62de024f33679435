"""Checks of one's own: which can run over parts of a file, and what they say."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pandera.pandas as pandera
import pytest

from chukan.errors import UsageError
from chukan.rules.added import own_checks, own_failing, own_message, own_severity
from chukan.rules.own import OwnChecks
from chukan.rules.schema import LayoutSchema
from chukan.severity import Severity

Compile = Callable[..., LayoutSchema]


def not_one(values: pd.Series[str]) -> pd.Series[bool]:
    return values != "1"


@pytest.fixture
def schema(schema_of: Compile) -> LayoutSchema:
    return schema_of({"item": "性別", "type": "X", "code": "gender"}, {"item": "数", "type": "9", "length": 3})


def test_nothing_is_added_to_a_schema_as_it_comes(schema: LayoutSchema) -> None:
    assert not own_checks(schema, schema.rules.layout)


def test_what_was_added_is_found_wherever_pandera_puts_it(schema: LayoutSchema) -> None:
    check = pandera.Check(not_one, error="1です")
    schema.columns["数"].checks.append(check)
    schema.checks.append(check)
    more = schema.update_column("性別", checks=[*schema.columns["性別"].checks, check])

    assert isinstance(more, LayoutSchema)
    assert own_checks(more, schema.rules.layout) == OwnChecks({"性別": (check,), "数": (check,)}, (check,))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda s: setattr(s.columns["数"], "unique", True), "unique"),
        (lambda s: setattr(s.columns["数"], "nullable", False), "nullable"),
        (lambda s: setattr(s, "unique", ["数"]), "unique"),
        (lambda s: s.columns.update({"備考": pandera.Column()}), "備考"),
        (lambda s: s.columns["数"].checks.append(pandera.Check(not_one, groupby="性別", error="組")), "組"),
    ],
)
def test_what_needs_the_whole_file_is_refused(
    schema: LayoutSchema, change: Callable[[LayoutSchema], object], said: str
) -> None:
    change(schema)

    with pytest.raises(UsageError, match=said):
        own_checks(schema, schema.rules.layout)


def test_severity_and_message() -> None:
    assert own_severity(pandera.Check(not_one)) == Severity.ERROR
    assert own_severity(pandera.Check(not_one, raise_warning=True)) == Severity.WARNING
    assert own_message(pandera.Check(not_one, error="1です", description="説明")) == "1です"
    assert own_message(pandera.Check(not_one, description="説明")) == "説明"
    assert own_message(pandera.Check(not_one)) == "not_one"


def test_blanks_left_out_do_not_fail() -> None:
    values = pd.Series(["1", None, "2"], dtype="str")
    check = pandera.Check(not_one)

    (rows,) = own_failing(check, values, check(values).check_output).values()

    assert rows.tolist() == [True, False, False]


def test_one_answer_for_a_column_is_refused() -> None:
    values = pd.Series(["1", "2"])
    check = pandera.Check(lambda v: v.nunique() > 5, error="種類が少ない")

    with pytest.raises(UsageError, match="種類が少ない"):
        own_failing(check, values, check(values).check_output)
