"""Which item a column of a table means."""

from __future__ import annotations

import pytest
from tests.reconciliation.conftest import LAYOUT

from chukan.agreement import Agreement
from chukan.errors import AgreementError
from chukan.reconciliation.sides.columns import table_columns


def test_columns_are_found_by_name_or_by_what_was_agreed() -> None:
    agreed = Agreement.model_validate({"columns": {"jumin_no": "番号", "updated_at": None}})

    found = table_columns(["jumin_no", "氏名", "updated_at", "??"], LAYOUT, agreed)

    assert found.places == {"番号": 0, "氏名": 1}
    assert len(found.extra) == 1


@pytest.mark.parametrize(("columns", "names"), [({"a": "番号"}, ["a", "番号"]), ({"a": "番号x"}, ["a"])])
def test_what_can_not_be_told_apart_is_refused(columns: dict[str, str], names: list[str]) -> None:
    with pytest.raises(AgreementError):
        table_columns(names, LAYOUT, Agreement.model_validate({"columns": columns}))
