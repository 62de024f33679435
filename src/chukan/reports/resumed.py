"""What was taken over from earlier runs, in words: one wording for the screen, the page and the workbook."""

from __future__ import annotations

from chukan.output.text import moment, number
from chukan.verification.result import Verification


def taken_over(v: Verification) -> str:
    """Return how many results were taken over, and when they were worked out; "" where none was."""
    origins = [f.taken_over for f in v.files if f.taken_over is not None]
    if not origins:
        return ""
    across = "。ファイル間の検査の結果も引き継ぎました" if v.across_taken_over else ""
    first, last = moment(min(o.checked for o in origins)), moment(max(o.checked for o in origins))
    when = first if first == last else f"{first} 〜 {last}"
    return (
        f"{number(len(v.files))} ファイルのうち {number(len(origins))} ファイルは、内容も検査の条件も前の検査（{when}）のときと同じため、"
        f"その結果を引き継ぎました{across}"
    )
