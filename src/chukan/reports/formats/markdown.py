"""Markdown: a summary for a mail, a ticket or the summary page of a CI job."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chukan.output.text import number, visible
from chukan.reports.coverage import coverage
from chukan.reports.formats.view import View
from chukan.reports.labels import VERDICT_SIGN, verdict_means
from chukan.reports.steps import left_out, next_steps
from chukan.reports.summary import Summary, summarise
from chukan.verification.verdict import VERDICT_JA

#: Rows of the table of counts; how many more there are is said.
ROWS = 30
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~#])")


def to_markdown(view: View) -> str:
    """Return the verdict, what it covers, what to do next and the counts."""
    return "\n".join(_lines(summarise(view.verification, view.findings))) + "\n"


def _lines(s: Summary) -> Iterator[str]:
    v, n = s.verification, s.numbers
    yield f"# {VERDICT_SIGN[v.verdict]} {VERDICT_JA[v.verdict]}{f'（{_text(v.group)}）' if v.group else ''}"
    yield ""
    yield f"{verdict_means(v)} エラー {number(n.errors)} 件、警告 {number(n.warnings)} 件、情報 {number(n.infos)} 件、了承 {number(n.waived)} 件"
    yield ""
    if s.general:
        yield "## ファイルに属さない指摘"
        yield ""
        yield from (f"- {f.severity.ja} {f.rule} {_text(f.message)}" for f in s.general)
        yield ""
    yield "## この判定の範囲と拠りどころ"
    yield ""
    yield from (f"- {_text(fact.label)}: {_text(fact.text)}" for fact in coverage(s))
    yield ""
    yield "## 次にすること"
    yield ""
    steps = next_steps(s)
    yield from (
        f"{i}. **{_text(step.what)}** {_text(step.where)} {_text(step.advice)}" for i, step in enumerate(steps, 1)
    )
    yield from () if steps else ("ありません。",)
    yield from ("", _text(rest)) if (rest := left_out(s)) else ()
    yield ""
    if s.counts:
        yield "## 件数"
        yield ""
        yield "| 重大度 | 検査項目 | 業務 | 定義 | 項目 | 件数 | うち了承 |"
        yield "|---|---|---|---|---|---:|---:|"
        for c in s.counts[:ROWS]:
            cells = (c.severity.ja, f"{c.rule} {c.title}", c.business_name, c.layout_name, c.item or "（全体）")
            yield f"| {' | '.join(map(_text, cells))} | {number(c.count)} | {number(c.waived)} |"
        if len(s.counts) > ROWS:
            yield ""
            yield f"ほか {number(len(s.counts) - ROWS)} 行は report.xlsx の「検査項目別」にあります。"


def _text(text: str) -> str:
    """Return a text that Markdown takes for nothing but text."""
    return _SPECIAL.sub(r"\\\1", visible(text).replace("\n", " "))
