"""Which rules could not look at all that they are for."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.intake.conftest import make_layout

from chukan.agreement import Agreement
from chukan.intake.reader import open_file
from chukan.layouts.model import Item
from chukan.rules.compile import compile_rules
from chukan.rules.settings import Settings
from chukan.verification.unexamined import unexamined

LAYOUT = make_layout(
    *(
        Item.model_validate({"no": no, "item": name, "type": kind, "length": 8})
        for no, (name, kind) in enumerate((("番号", "X"), ("氏名", "N"), ("届出日", "DATE")), 1)
    )
)


def _told(tmp_path: Path, header: str) -> dict[str, str]:
    path = tmp_path / "a.csv"
    path.write_bytes(f"{header}\r\n{','.join('1' * len(header.split(',')))}\r\n".encode("cp932"))
    agreement = Agreement.model_validate({"format": "csv", "encoding": "cp932", "header": True, "dates": "yyyymmdd"})
    settings = Settings(agreement=agreement, dates="yyyymmdd", encoding="cp932", as_of=dt.date(2026, 11, 23))
    return unexamined(compile_rules(LAYOUT, settings), open_file(path, LAYOUT, agreement).facts)


def test_a_whole_header_leaves_nothing_out(tmp_path: Path) -> None:
    assert _told(tmp_path, "番号,氏名,届出日") == {}


def test_a_rule_whose_only_item_is_lacking_did_not_run(tmp_path: Path) -> None:
    told = _told(tmp_path, "番号,氏名")
    assert told["V05"] == "見出しが定義に合わず、この検査が見る項目（「届出日」）がファイルにありません"
    assert told["V09"] == "見出しが定義に合わず、検査する項目の一部（「届出日」）がファイルにありません"
    assert "V02" not in told
