"""A summary in Markdown."""

from __future__ import annotations

from dataclasses import replace

from chukan.reports.formats.markdown import ROWS, to_markdown
from chukan.reports.formats.view import View
from chukan.rules.catalogue import RULES
from chukan.verification.result import Finding, Verification

Made = tuple[Verification, list[Finding]]


def test_markdown_has_the_exact_counts(made: Made) -> None:
    text = to_markdown(View(*made))

    assert text.startswith("# × 不合格（白青地域クラウド協議会）")
    assert f"| エラー | V08 {RULES['V08'].title} | 個人住民税 | 賦課 | 所得割額 | 52,310 | 0 |" in text


def test_a_text_of_the_data_is_never_markup(made: Made) -> None:
    v = replace(made[0], group="<b>*町*|村</b>")

    text = to_markdown(View(v, made[1]))

    assert r"（\<b\>\*町\*\|村\</b\>）" in text


def test_rows_that_are_left_out_are_counted(made: Made) -> None:
    file = made[0].files[0]
    many = replace(file, counts=tuple(replace(file.counts[0], item=f"項目{i}") for i in range(ROWS + 5)))

    text = to_markdown(View(replace(made[0], files=(many,), general=()), []))

    assert "ほか 5 行は" in text
