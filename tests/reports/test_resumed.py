"""What was taken over, in words."""

from __future__ import annotations

from dataclasses import replace

from chukan.reports.coverage import coverage
from chukan.reports.resumed import taken_over
from chukan.reports.summary import summarise
from chukan.verification.result import TakenOver, Verification

FIRST = TakenOver("2026-11-27T23:00:00+09:00", "2026-11-27T23:59:59+09:00")
SECOND = TakenOver("2026-11-28T10:00:00+09:00", "2026-11-28T10:00:01+09:00")


def test_nothing_is_said_where_nothing_was(clean: Verification) -> None:
    assert taken_over(clean) == ""
    assert "前の検査からの引継ぎ" not in [fact.label for fact in coverage(summarise(clean, []))]


def test_how_many_and_when(clean: Verification) -> None:
    files = (
        replace(clean.files[0], taken_over=FIRST),
        replace(clean.files[0], taken_over=SECOND),
        clean.files[0],
    )
    some = replace(clean, files=files)
    whole = replace(some, files=files[:1], across_taken_over=FIRST)

    assert taken_over(some) == (
        "3 ファイルのうち 2 ファイルは、内容も検査の条件も前の検査（2026-11-27 23:59:59 〜 2026-11-28 10:00:01）のときと同じため、"
        "その結果を引き継ぎました"
    )
    assert taken_over(whole).endswith(
        "（2026-11-27 23:59:59）のときと同じため、その結果を引き継ぎました。ファイル間の検査の結果も引き継ぎました"
    )
    assert taken_over(whole) in [fact.text for fact in coverage(summarise(whole, []))]
