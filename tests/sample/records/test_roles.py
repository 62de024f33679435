"""Who decides the values of an item."""

from __future__ import annotations

import datetime as dt

from chukan.agreement import Agreement
from chukan.layouts.model import Layout
from chukan.sample.records.block import Setting
from chukan.sample.records.generate import CHIYODA
from chukan.sample.records.maker import BlockMaker


def test_items_of_a_register(register: Layout) -> None:
    roles = BlockMaker(Setting(register, Agreement(), dt.date(2026, 11, 23), CHIYODA, 0), 10).roles

    assert {"宛名番号", "履歴番号", "最新フラグ", "異動年月日"} <= roles.structural
    assert {"氏名", "生年月日", "個人番号"} <= roles.decided
    assert "個人番号" in roles.unique
    assert "備考" not in roles.settled
    assert roles.settled == roles.structural | roles.decided
    assert not roles.exchangeable & roles.unique
    assert roles.ordered is None
