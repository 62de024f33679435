"""What was decided, in words."""

from __future__ import annotations

from dataclasses import replace

from chukan.reports.decided import kind, limit, remark
from chukan.verification.decisions.use import WaiverUse

USE = WaiverUse("V01", "氏名", "", 5, "照会中", "課長", "2026-11-20", 3)


def test_the_whole_says_that_it_covers_new_ones_too() -> None:
    assert (kind(USE), limit(USE)) == ("まとめて", "上限 5 件")
    assert remark(USE) == "新しく出た指摘にも上限まで及びます"


def test_single_ones_say_what_is_solved_and_when_they_end() -> None:
    singly = replace(USE, bulk=False, limit=5, solved=2, until="2026-12-31")

    assert (kind(singly), limit(singly)) == ("1件ずつ", "5 件")
    assert remark(singly) == "了承した指摘のうち 2 件は解消。期限 2026-12-31"


def test_what_has_no_effect_says_why() -> None:
    assert (
        remark(replace(USE, used=0, note="理由がありません。記入してください。"))
        == "理由がありません。記入してください"
    )
