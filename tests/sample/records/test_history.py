"""The columns that a history decides."""

from __future__ import annotations

from tests.sample.records.conftest import table

from chukan.layouts.model import Layout


def test_histories_run_from_one_with_one_latest_and_dates_in_order(register: Layout) -> None:
    histories: dict[str, list[dict[str, str]]] = {}
    for row in table(register, 2000).to_pylist():
        histories.setdefault(row["宛名番号"], []).append(row)

    assert max(len(h) for h in histories.values()) >= 3
    for rows in histories.values():
        assert [r["履歴番号"] for r in rows] == [str(n) for n in range(1, len(rows) + 1)]
        assert [r["最新フラグ"] for r in rows] == ["0"] * (len(rows) - 1) + ["1"]
        assert [r["異動年月日"] for r in rows] == sorted(r["異動年月日"] for r in rows)
        assert len({(r["氏名"], r["生年月日"], r["性別"]) for r in rows}) == 1
        assert rows[0]["生年月日"] <= rows[0]["異動年月日"] <= "20261123"
