"""A header with a name too few or too many."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.intake.opening.conftest import AGREED

Reading = Callable[..., Any]


def test_a_name_too_few_the_clear_columns_are_checked(read: Reading, layout_of: Any) -> None:
    layout = layout_of(
        *[(name, kind, 8) for name, kind in (("番号", "9"), ("氏名", "N"), ("生年月日", "DATE"), ("名称", "N"))]
    )
    records = "".join(f"{n},山田太郎,19800101,abc,x,市役所\r\n" for n in range(9))

    found = read("番号,氏名,生年月日,不明な列,名称\r\n" + records, layout, **AGREED)

    (anomaly,) = found.of("F06")
    assert "明らかな" in anomaly.message
    assert found.columns == ("番号", "氏名", "生年月日", "名称")
    assert found.rows[0] == ("0", "山田太郎", "19800101", "市役所")
    assert found.account.rejected_records == 0
