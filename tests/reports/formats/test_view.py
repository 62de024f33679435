"""How a finding reads in one line."""

from __future__ import annotations

from dataclasses import replace

from chukan.reports.formats.view import View, most, place, remedy, sentence
from chukan.rules.catalogue import RULES
from chukan.severity import Severity
from chukan.verification.result import Finding, Verification

Made = tuple[Verification, list[Finding]]


def test_a_sentence_names_place_item_and_message(made: Made) -> None:
    finding = replace(made[1][-1], record=1234, line=1235, item="氏名", message="空です。")

    assert sentence(finding) == "1,234 件目（1,235 行目）: 氏名: 空です。"
    assert place(replace(finding, record=None)) == "1,235 行目"
    assert place(replace(finding, record=None, line=None)) == ""


def test_what_belongs_to_no_file_has_no_path(made: Made) -> None:
    view = View(*made, base="in/")

    assert view.path(made[1][0]) == ""
    assert view.path(made[1][-1]).startswith("in/990027/")


def test_the_gravest_are_quoted(made: Made) -> None:
    one = made[1][-1]
    rows = [replace(one, record=1, severity=Severity.INFO), replace(one, record=9, severity=Severity.ERROR)]

    assert [f.record for f in most(rows, 1)] == [9]
    assert [f.record for f in most([rows[0], replace(rows[1], waived=True)], 1)] == [1]


def test_a_rule_of_another_version_has_no_remedy() -> None:
    assert remedy("V01") == f"【移行元・団体】{RULES['V01'].remedy}"
    assert remedy("Z99") == ""
