"""The agreement: aliases, refusals, what is undecided."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from chukan.agreement import Agreement, load_agreement
from chukan.documents import parse
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


WRONG = [
    *(
        "-1",
        "0",
        "1.5",
        "9" * 30,
        "abc",
        "日本語",
        "true",
        '""',
        '" "',
        "[]",
        "[1, 2]",
        "{}",
        "{a: 1}",
        "{first: -1}",
        '"a\\nb"',
    ),
    *(
        "2026-11-23",
        ".nan",
        ".inf",
        "[[1]]",
        "{a: {b: 1}}",
        "utf-7",
        "'１'",
        "0x10",
        "1e400",
        "no",
        "!!binary aGk=",
        "!!set {a}",
    ),
]
PLACES = [
    *(f"{key}: %s" for key in Agreement.model_fields),
    *(f"padding: {{{key}: %s}}" for key in ("text", "number", "nmber")),
    *(f"skip: {{{key}: %s}}" for key in ("first", "last", "frst")),
    *(f"record_types: {{{key}: %s}}" for key in ("column", "length", "types", "header", "hedder")),
    *(
        f"record_types: {{types: {{A: {place}}}}}"
        for place in ("%s", "{times: %s}", "{first: %s}", "{value: %s}", "{x: %s}")
    ),
    *(f"record_types: {{types: {{A: {place}}}}}" for place in ("{count: %s}", "{count: {件数: %s}}", "{layout: %s}")),
    *(
        f"record_types: {{types: {{A: {{sum: {place}}}}}}}"
        for place in ("%s", "{計: %s}", "{計: {item: 額, types: %s}}")
    ),
    *(
        "dates: {era: %s}",
        "dates: {era: {生年月日: %s}}",
        "dates: {digits: %s}",
        "unknown_dates: [%s]",
        "columns: {氏名: %s}",
    ),
    *(
        "positions: {氏名: %s}",
        "positions: {氏名: {start: %s, length: 1}}",
        "positions: {氏名: {start: 1, length: %s}}",
    ),
]


@pytest.mark.parametrize("place", PLACES)
def test_every_wrong_value_of_every_key_says_where_what_and_how(place: str) -> None:
    refused = {wrong: e for wrong in WRONG if (e := refusal_of(place % wrong)) is not None}

    for wrong, e in refused.items():
        what, hint = str(e).split("\n")[0], e.hint or ""
        assert e.place == "移行条件:2", (wrong, str(e))
        assert place.partition(":")[0] in what, (wrong, what)
        assert hint, (wrong, what)
        assert "その行の値を直して" not in hint, (wrong, what)
        assert not re.search("[Ii]nput|should|valid|None|True|False|str\\b", what + hint), (wrong, what, hint)


def refusal_of(line: str) -> AgreementError | None:
    """Return how an agreement with one more line is refused."""
    try:
        parse(f"gaiji: allow\n{line}\n", Agreement, AgreementError, place="移行条件")
    except AgreementError as e:
        return e
    return None


@pytest.mark.parametrize(
    ("text", "what", "hint"),
    [
        (
            "skip: -1",
            "「skip」の値「-1」は使えません。キーと値の組を書くところです",
            "skip: {first: 1, last: 0} のように",
        ),
        ("skip: {first: -1}", "「skip.first」の値「-1」は使えません。0 以上の数を書くところです", "skip: {first: 1"),
        ("skip: {last: true}", "「skip.last」の値「true」は使えません。整数を書くところです", "skip: {first: 1"),
        ("record_length: 9999999999", "1,000,000,000 以下の数", "record_length: 120"),
        ("delimiter: [',']", "文字列を書くところです", 'delimiter: ","'),
        ("delimiter: x", "文字や数字は使えません", 'delimiter: ","'),
        ("quote: ' '", "引用符は、文字でも数字でも空白でもない1文字です", "quote:"),
        ("positions: {}", "1 つ以上書いてください", "positions: {宛名番号: {start: 1"),
        ("record_types: {}", "レコードの種別がありません", "record_types: {column: 1"),
        ("record_types: {types: {A: []}}", "キーと値の組を書くところです", "types: {"),
        ("record_types: {types: {no: {}}}", "種別の値「false」は使えません。引用符で", "types: {"),
        (
            "{format: csv, positions: {氏名: {start: 1, length: 1}}}",
            "「positions」: positions は固定長",
            "positions: {",
        ),
        ("{format: csv, record_length: 9}", "「record_length」: record_length は固定長", "record_length: 120"),
        ("unknown_dates: [0]", "「0」は使えません", '"00000000"'),
        ("unknown_dates: [[1]]", "「[1]」は使えません", '"00000000"'),
        ("encoding: utf-7", "「encoding」の値「utf-7」は使えません", "「utf-8」ではありませんか。使える値: cp932"),
        ("encoding: 16", "「encoding」の値「16」は使えません", "使える値: cp932"),
    ],
)
def test_a_wrong_value_is_told_as_what_it_is(text: str, what: str, hint: str) -> None:
    with pytest.raises(AgreementError) as e:
        parse(text, Agreement, AgreementError, place="移行条件")

    assert what in str(e.value)
    assert hint in (e.value.hint or "")


def test_codes_that_begin_with_zeros_stay_as_they_are_written() -> None:
    """YAML 1.1 takes 02 for a number, and 010 for eight."""
    text = "unknown_dates: [00000000, 99999999]\nrecord_types: {types: {01: {times: 1}, 02: {}}}\nskip: {first: 010}"

    agreed = parse(text, Agreement, AgreementError, place="移行条件")

    assert agreed.unknown_dates == ("00000000", "99999999")
    assert [one.value for one in agreed.record_types.listed] == ["01", "02"]  # type: ignore[union-attr]
    assert agreed.skip.first == 10


@pytest.mark.parametrize("quoting", ["all", "minimal"])
def test_quoting_needs_a_quote(quoting: str) -> None:
    with pytest.raises(AgreementError, match=f"quoting: {quoting} には quote が要ります"):
        Agreement().merged({"quote": "none", "quoting": quoting})


@pytest.mark.parametrize("key", ["first", "last"])
def test_what_is_skipped_is_held_in_memory_and_so_it_is_limited(key: str) -> None:
    assert Agreement.model_validate({"skip": {key: 100_000}}).undecided
    with pytest.raises(AgreementError, match="100,000 以下の数"):
        Agreement().merged({"skip": {key: 100_001}})
