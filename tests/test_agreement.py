"""The agreement: aliases, refusals, what is undecided."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from chukan.agreement import Agreement, load_agreement
from chukan.errors import AgreementError


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("Windows-31J", "cp932"),
        ("SJIS", "shift_jis"),
        ("EUC-JP", "euc_jp"),
        ("UTF8", "utf-8"),
        ("UTF-16-LE", "utf-16le"),
    ],
)
def test_encodings_have_more_than_one_name(written: str, means: str) -> None:
    assert Agreement.model_validate({"encoding": written}).encoding == means


def test_what_is_left_out_is_undecided() -> None:
    assert Agreement().undecided[:2] == ("format", "encoding")
    assert (
        Agreement(format="fixed", encoding="cp932", newline="none", length_unit="bytes", dates="yyyymmdd").undecided
        == ()
    )


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("escape: '\\'", "escape"),
        ("encodign: cp932", "encodign"),
        ("delimiter: ab", "1文字"),
        ("{format: csv, newline: none}", "固定長"),
        ("encoding: latin1", "使えません"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, match: str) -> None:
    path = tmp_path / "agreement.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(AgreementError, match=match) as caught:
        load_agreement(path)

    assert str(path) in str(caught.value)


def test_single_keys_may_be_overridden() -> None:
    agreed = Agreement(encoding="cp932", header=True).merged({"encoding": "utf-8"})

    assert (agreed.encoding, agreed.header) == ("utf-8", True)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"delimiter": ",", "quote": ","}, "quote（引用符）と delimiter"),
        ({"delimiter": "|'|", "quote": "'"}, "quote（引用符）と delimiter"),
        ({"comment": "1"}, "記号で始めて"),
        ({"comment": "REM"}, "記号で始めて"),
        ({"comment": ";x", "delimiter": ";"}, "先頭の項目が空のレコード"),
        ({"record_types": {"header": "1", "data": "1"}}, "同じ値「1」"),
    ],
)
def test_keys_that_would_lose_records_in_silence_are_refused(keys: dict[str, Any], said: str) -> None:
    with pytest.raises(AgreementError, match=re.escape(said)):
        Agreement().merged(keys)
