"""Integrity as a whole: within a memory limit, and the same whatever spares it a look."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from chukan.errors import OutputError
from chukan.expressions.session import Session
from chukan.integrity import context


def test_too_little_memory_is_told_and_leaves_nothing(delivery: Any, layout: Any) -> None:
    delivery.add(layout("person", "番号::1"), [{"番号": f"{n:040d}"} for n in range(60_000)])
    with pytest.raises(OutputError) as told:
        delivery.ask(memory_limit=2 << 20)
    assert "ファイル間の検査に使うメモリが足りません（上限 2 MB）" in str(told.value)
    assert "自治体や業務を分けて" in str(told.value.hint)


HISTORY = {"of": ["宛名番号"], "number": "履歴番号", "start_at": 1, "date": "処理日", "latest": {"item": "最新"}}
VALUES = {
    "宛名番号": [
        "1",
        "2",
        "3",
        "03",
        "1 ",
        " 1",
        "1\u3000",
        "\u30002",
        "",
        " ",
        "\n",
        "\u3000\r\n",
        "龍",
        "x" * 200,
        "1\0",
    ],
    "履歴番号": ["1", "2", "3", "4", "02", "0 ", "70", "900000000000000000000", "x", "", " ", "-1"],
    "最新": ["1", "0", "", " 1"],
    "処理日": ["20200101", "20200102", "20230230", "00000000", "", "\u3000"],
    "標識": ["A", "B", "A ", "\u3000A", "", "C", "D", "E"],
    "氏名": ["山田太郎", "山田\u3000太郎", "山田 太郎", "川田", "", "\u3000", "\n"],
}


@pytest.mark.parametrize("seed", range(8))
def test_what_spares_a_look_changes_no_finding(
    delivery: Any, layout: Any, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Bounds of columns say that there is nothing to find, hashes that keys differ: without either the same is found."""
    chosen = random.Random(seed)
    unique = [{"items": ["標識"], "of": ["宛名番号"]}, {"items": ["標識", "最新"], "when": "履歴番号 > 1"}]
    items = "宛名番号::1 履歴番号:9:2 最新 処理日:DATE 標識 氏名:N"
    person = layout("person", items, history=HISTORY, unique=unique)
    same = {"items": ["宛名番号"], "to": "register/person", "values": {"氏名": ["氏名", "標識"], "処理日": "処理日"}}
    refers = {"items": ["宛名番号"], "to": "register/person", "when": "最新 = '1'", "reverse": True}
    link = layout(
        "link", "宛名番号 最新 処理日:DATE 氏名:N", references=[refers], same=[{**same, "to_when": "最新 = '1'"}]
    )
    # few values a file: many columns hold one value only, or none with a blank
    for made, names in ((person, VALUES), (person, VALUES), (link, ["宛名番号", "最新", "処理日", "氏名"])):
        few = {name: chosen.sample(VALUES[name], chosen.randint(1, 4)) for name in names}
        rows = [{name: chosen.choice(values) for name, values in few.items()} for _ in range(chosen.randint(4, 12))]
        delivery.add(made, rows)

    def nothing_known(_: Path) -> dict[str, Any]:
        return {}

    found = delivery.ask()
    with monkeypatch.context() as patched:
        patched.setattr(context, "bounds_of", nothing_known)
        without_bounds = delivery.ask()
    keep = Session.keep

    def colliding(session: Session, table: str, sql: str) -> int:
        return keep(session, table, sql.replace("hash(", "0 * hash("))

    with monkeypatch.context() as patched:
        patched.setattr(Session, "keep", colliding)
        without_hashes = delivery.ask()

    assert found.violations
    assert found == without_bounds == without_hashes
