"""What was decided, in words: one wording for the screen, the page, the workbook and the papers."""

from __future__ import annotations

from chukan.output.text import number
from chukan.verification.decisions.use import WaiverUse
from chukan.verification.result import Verification


def compared_with_sheets(v: Verification) -> str:
    """Return the findings beside those of the earlier sheets; "" where none was read."""
    d = v.decisions
    if d is None:
        return ""
    names = "・".join(source.name for source in d.sources)
    cut = "。前の表に載りきらなかった指摘も「新しく」に入ります" if d.cut else ""
    return f"引き続き {number(d.continuing)} 件、新しく {number(d.new)} 件、解消 {number(d.solved)} 件（{names} と比べて{cut}）"


def kind(w: WaiverUse) -> str:
    """Return whether a waiver covers the whole or single findings."""
    return "まとめて" if w.bulk else "1件ずつ"


def limit(w: WaiverUse) -> str:
    """Return how many findings were accepted: 上限 5 件, or 3 件."""
    return f"{'上限 ' if w.bulk else ''}{number(w.limit)} 件"


def remark(w: WaiverUse) -> str:
    """Return what is to be known of a waiver: why it has no effect, what it covers, what is solved, when it ends."""
    said = [w.note or w.remark]
    if w.bulk and not w.note and w.used:
        said.append("新しく出た指摘にも上限まで及びます")
    if w.solved:
        said.append(f"了承した指摘のうち {number(w.solved)} 件は解消")
    if w.until:
        said.append(f"期限 {w.until}")
    return "。".join(s.rstrip("。") for s in said if s)
