"""CSV files that a spreadsheet opens as they are meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from chukan.output.csv_file import guarded, write_csv


@pytest.mark.parametrize(
    ("value", "expected"), [("=1", "'=1"), ("@x", "'@x"), ("-", "'-"), ("市", "市"), (-1, -1), ("", "")]
)
def test_a_spreadsheet_is_given_no_formula(value: object, expected: object) -> None:
    assert guarded(value) == expected


def test_excel_recognises_the_encoding_and_runs_nothing(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", ("氏名", "件数"), [("=1+1", 3), (None, -4), ("－", 0)])

    assert (tmp_path / "a.csv").read_bytes() == "\ufeff氏名,件数\r\n'=1+1,3\r\n,-4\r\n－,0\r\n".encode()


@pytest.mark.parametrize(
    "blank", ["", " ", "\u3000", "\t", "\x00", "\x1b", "\u200b", "\ufeff", "\r\n", " \u00a0\u202e"]
)
@pytest.mark.parametrize("sign", list("=+-@＝＋－＠"))
def test_no_formula_hides_behind_what_nobody_sees(blank: str, sign: str) -> None:
    assert guarded(f"{blank}{sign}1+1") == f"'{blank}{sign}1+1"
