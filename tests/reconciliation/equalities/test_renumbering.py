"""Numbers that the new system gave anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError
from tests.reconciliation.conftest import LAYOUT, WHO, Bench, found, only, person

from chukan.reconciliation.equalities.base import EVERY
from chukan.reconciliation.equalities.renumbering import Renumbering

PEOPLE = [person(n) for n in range(1, 31)]


def test_numbers_are_given_anew_to_named_items() -> None:
    with pytest.raises(ValidationError, match="名前で書いてください"):
        Renumbering.model_validate({"id": "番号", "items": [EVERY], "table": "t.csv", **WHO})


def test_only_what_may_be_a_number_is_renumbered() -> None:
    fitting = {item.name for item in LAYOUT.items if Renumbering.may_name(item)}

    assert {"番号", "枝番", "カナ"} <= fitting
    assert not fitting & {"氏名", "生年月日", "異動年月"}


def test_a_number_that_the_table_has_otherwise_is_another_record(bench: Bench, tmp_path: Path) -> None:
    rows = "".join(f"{n:06d},N{n}\n" for n in range(1, 31))
    (tmp_path / "numbers.csv").write_text(f"旧,新\n{rows}", encoding="utf-8")
    loaded = [{**row, "番号": f"N{n}"} for n, row in enumerate(PEOPLE, 1)]
    bench.rule("renumbering", items=["番号"], table="numbers.csv")

    assert bench.compare(PEOPLE, loaded).verdict == "pass"

    exchanged = [{**loaded[0], "番号": "N99"}, *loaded[1:]]
    outcome = bench.compare(PEOPLE, exchanged)

    assert found(outcome) == {("M01", None): 1, ("M02", None): 1}
    assert only(outcome).records.different == 0
