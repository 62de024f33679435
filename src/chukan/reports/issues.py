"""指摘一覧: the sheet of findings, on which people also decide (課題管理表)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from chukan.output.excel import Book, Column
from chukan.output.text import visible
from chukan.reports.issue_rows import LONGEST, NUMBERS, IssueRow, listed_rows, most_urgent, past_rows
from chukan.reports.labels import SEVERITY_MARKS
from chukan.reports.summary import Summary
from chukan.verification.decisions import sheet as form
from chukan.verification.decisions.carry import carry
from chukan.verification.decisions.ledger import Ledger
from chukan.verification.decisions.model import ACCEPT, ACTIONS
from chukan.verification.result import Finding

_A3 = 8
#: Width of each column of `form.FIXED`, `form.TYPED` and `form.HIDDEN`.
_WIDTHS = dict(
    zip(
        (*form.FIXED, *form.TYPED, *form.HIDDEN),
        (7, 9, 12, 9, 9, 19, 11, 14, 11, 25, 11, 9, 26, 15, 13, 46, 8, 24, 12, 12, 13, 12, 8, 8, 8),
        strict=True,
    )
)
#: No decision is older.
_FIRST_DAY = dt.date(2000, 1, 1)
_GUIDE = (
    "指摘一覧は課題管理表です。右側の色の付いた欄（対応・理由・担当・期限・了承者・了承日）に記入してください。ほかの欄は直せません。",
    "対応は「直す」「了承」「保留」から選びます。空欄は未決です。了承するのは、直さずに移行してよいと団体が判断した指摘だけです。",
    "了承には理由・了承者・了承日が要ります。どれかが空欄の了承は効力がなく、次の検証で W01（エラー）としてセルの場所が示されます。",
    "期限は、直す期日、または了承の効力がある最後の日です。期限を過ぎた了承は効力を失い、W01（エラー）になります。",
    "了承は、その行の指摘だけに及びます。次の検証で新しく出た指摘には及びません。キーで見分けられない指摘は1件ずつ了承できません。",
    "記入したら保存し、chukan {command} プロジェクト --decisions このブック --out 新しいフォルダ を実行してください。新しい表に記入が引き継がれます。",
    "二人以上で記入したときは、chukan review merge A.xlsx B.xlsx --out C.xlsx で一つにできます。",
    "行を消したり、ほかの表から行を貼り付けたりしないでください。直された表、ほかのプロジェクトの表、古い表は読み込まれません。",
    "このブックに個人の氏名・番号などの値は書かないでください（了承者・担当の職・氏名を除きます）。理由は証跡の書類にそのまま載ります。",
)


def issue_sheets(
    book: Book, s: Summary, findings: Sequence[Finding], ledger: Ledger, *, command: str = "verify"
) -> None:
    """Write the sheet of findings; where there is a secret, one to decide in, with what was typed so far and a guide.

    Args:
        book: the workbook.
        s: the verification.
        findings: the samples that it kept.
        ledger: what was decided on earlier findings, and the secret.
        command: takes the sheet in again.
    """
    v = s.verification
    carried = carry(ledger.decisions, findings, v)
    order = most_urgent(findings, carried)
    rows = listed_rows(s, findings, carried, order, ledger)
    write_issues(book, rows, keys=v.keys_shown, decided=bool(ledger.secret), compared=bool(ledger.decisions))
    if not ledger.secret:
        return
    if carried.past:
        write_past(book, [*past_rows(carried, v, ledger)])
    about = {
        form.LABEL_VERSION: form.VERSION,
        form.LABEL_KEY: v.fingerprint_key,
        form.LABEL_RUN: v.started,
        form.LABEL_ROWS: str(len(order)),
        form.LABEL_TOTAL: str(sum(f.number(waived=True) for f in v.files) + len(v.general)),
    }
    about[form.LABEL_SEAL] = form.about_check(ledger.secret, list(about.values()))
    actions = Counter(row.action for row in carried.rows if row is not None)
    write_about(book, about, v.group, last=len(order) + 1, actions=actions, command=command)


def write_issues(book: Book, rows: Iterable[IssueRow], *, keys: bool, decided: bool, compared: bool) -> None:
    """Write 指摘一覧.

    Args:
        book: the workbook.
        rows: its rows.
        keys: whether the findings have keys.
        decided: whether people may decide in it.
        compared: whether it was compared with an earlier sheet.
    """
    columns = _columns(keys=keys, decided=decided, compared=compared)
    values = (row.values if decided else row.shown for row in rows)
    sheet, end = book.table_sheet(form.SHEET, columns, values, fixed=2, empty="指摘はありません。")
    if decided:
        sheet.set_paper(_A3)  # on A4 nobody could write in it
        _protect(sheet)
        _validate(sheet, columns, max(end - 1, 1))
        _colour_what_lacks(book, sheet, columns, max(end - 1, 1))


def write_about(
    book: Book, about: dict[str, str], group: str, *, last: int, actions: Mapping[str, int], command: str = "verify"
) -> None:
    """Write 課題管理表について: how it is filled in, how far people are, and what it is of.

    Args:
        book: the workbook.
        about: the values of `form.ABOUT_LABELS`.
        group: the project's name.
        last: the last row of the sheet of findings, from 1.
        actions: how often each action is chosen now; formulas keep count from then on.
        command: takes the sheet in again.
    """
    sheet = book.sheet(form.ABOUT)
    sheet.set_portrait()
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 76)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    head, cell = book.boxed(bold=True), book.boxed()
    title = book.style(bold=True, font_size=14, text_wrap=False)
    sheet.write_string(0, 0, visible(f"{group}　課題管理表" if group else "課題管理表"), title)
    row = 2
    for index, sentence in enumerate(_GUIDE, 1):
        sheet.write_number(row, 0, index, book.boxed(align="left"))
        sheet.write_string(row, 1, sentence.format(command=command), cell)
        sheet.set_row(row, 34)
        row += 1
    row += 1
    sheet.write_string(row, 0, "進み具合", book.style(bold=True, font_size=12, text_wrap=False))
    letter = _letter(form.ACTION)
    area = f"'{form.SHEET}'!${letter}$2:${letter}${max(last, 2)}"
    for word in ACTIONS:
        row += 1
        sheet.write_string(row, 0, word, head)
        counted = book.boxed(align="left", num_format="#,##0")
        sheet.write_formula(row, 1, f'=COUNTIF({area},"{word}")', counted, actions.get(word, 0))
    row += 2
    sheet.write_string(
        row, 0, "この表の由来（直さないでください）", book.style(bold=True, font_size=12, text_wrap=False)
    )
    for label, value in about.items():
        row += 1
        sheet.write_string(row, 0, label, head)
        sheet.write_string(row, 1, value, cell)


def _columns(*, keys: bool, decided: bool, compared: bool) -> tuple[Column, ...]:
    unseen = {"キー": not keys, form.STATE: not decided, form.SINCE: not compared}
    fixed: tuple[Column, ...] = tuple(
        Column(
            name,
            _WIDTHS[name],
            "number" if name in NUMBERS else "text",
            marks=SEVERITY_MARKS if name == form.SEVERITY else {},
            hidden=unseen.get(name, False),
            longest=LONGEST,
        )
        for name in form.FIXED
    )
    fixed = (*fixed, Column(form.ACTOR, 11))
    if not decided:
        return fixed
    typed = (
        Column(name, _WIDTHS[name], "day" if name in (form.UNTIL, form.WHEN) else "text", entry=True, longest=LONGEST)
        for name in form.TYPED
    )
    return *fixed, *typed, *(Column(name, _WIDTHS[name], hidden=True) for name in form.HIDDEN)


def write_past(book: Book, rows: Sequence[IssueRow]) -> None:
    """Write これまでの記入: what was typed on findings that are not in the list."""
    columns = tuple(
        replace(c, hidden=False) if c.title == form.SINCE else replace(c, entry=False)
        for c in _columns(keys=True, decided=True, compared=True)
    )
    sheet, _ = book.table_sheet(form.PAST, columns, (row.values for row in rows), fixed=2)
    sheet.set_paper(_A3)
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})


def _protect(sheet: Any) -> None:
    """Keep people from changing by mistake what only chukan writes; no password, as the seals tell a change."""
    sheet.protect(
        "", {"format_cells": True, "format_columns": True, "format_rows": True, "autofilter": True, "sort": True}
    )


def _validate(sheet: Any, columns: Sequence[Column], last: int) -> None:
    at = {c.title: index for index, c in enumerate(columns)}
    sheet.data_validation(
        1,
        at[form.ACTION],
        last,
        at[form.ACTION],
        {
            "validate": "list",
            "source": list(ACTIONS),
            "input_title": "対応",
            "input_message": "直す・了承・保留から選びます。未決のものは空欄のままにします。",
            "error_title": "対応",
            "error_message": "直す・了承・保留のどれかを選んでください。",
        },
    )
    for name, words in ((form.UNTIL, "直す期日、または了承の効力がある最後の日"), (form.WHEN, "了承した日")):
        sheet.data_validation(
            1,
            at[name],
            last,
            at[name],
            {
                "validate": "date",
                "criteria": ">=",
                "value": _FIRST_DAY,
                "input_title": name,
                "input_message": f"{words}。例: 2026/11/28、令和8年11月28日",
                "error_type": "warning",
                "error_title": name,
                "error_message": "日付として読めません。例: 2026/11/28",
            },
        )


def _colour_what_lacks(book: Book, sheet: Any, columns: Sequence[Column], last: int) -> None:
    """Show in red what an acceptance still lacks."""
    at = {c.title: index for index, c in enumerate(columns)}
    letter = _letter(form.ACTION)
    for name in (form.REASON, form.WHO, form.WHEN):
        own = _letter(name)
        sheet.conditional_format(
            1,
            at[name],
            last,
            at[name],
            {
                "type": "formula",
                "criteria": f'=AND(${letter}2="{ACCEPT}",LEN(TRIM(${own}2))=0)',
                "format": book.bare(bg_color="#f8d0cc"),
            },
        )


def _letter(heading: str) -> str:
    """Return the letter of a column of the sheet to decide in."""
    from xlsxwriter.utility import xl_col_to_name

    letter: str = xl_col_to_name((*form.FIXED, form.ACTOR, *form.TYPED).index(heading))
    return letter
