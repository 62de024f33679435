from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pytest

from chukan.agreement import Agreement
from chukan.rules.checks import FieldCheck
from chukan.rules.fields.length import encoded_widths
from chukan.rules.settings import Settings

Verdicts = Callable[..., dict[str, list[str]]]
VALUES = ["", "abc", "ｱｲｳ", "山田", "髙﨑①", "山a", "\ue000", "~\\", "𠮷", "か゚", "é", "辻\U000e0100", "丂"]


@pytest.mark.parametrize("encoding", ["cp932", "shift_jis", "utf-8", "utf-16le", "euc_jp", "shift_jis_2004"])
def test_bytes_are_those_of_the_encoding(encoding: str) -> None:
    can = [v for v in VALUES if _encodes(v, encoding)]

    found = encoded_widths(pa.array(can, pa.string()), encoding).tolist()

    assert len(can) >= 4
    assert found == [len(v.encode(encoding)) for v in can]


def _encodes(value: str, encoding: str) -> bool:
    try:
        value.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def test_characters_are_code_points() -> None:
    assert encoded_widths(pa.array(["山田a", "辻\U000e0100", "𠮷", ""]), None).tolist() == [3, 2, 1, 0]


def test_the_limit_counts_in_the_agreed_unit(verdicts: Verdicts) -> None:
    in_bytes = Settings(agreement=Agreement(length_unit="bytes"))
    values = ["山田太", "山田太郎", "山田　"]

    assert verdicts(values, type="N", length=3) == {"山田太": [], "山田太郎": ["V03"], "山田　": ["V09"]}
    assert verdicts(values, in_bytes, type="N", length=6)["山田太郎"] == ["V03"]
    assert verdicts(values, in_bytes, type="N", length=8)["山田太郎"] == []
    assert verdicts(
        ["あ"], Settings(agreement=Agreement(length_unit="bytes"), encoding="utf-16le"), type="N", length=2
    ) == {"あ": []}
    assert verdicts(
        ["abc"], Settings(agreement=Agreement(length_unit="bytes"), encoding="utf-16le"), type="X", length=5
    ) == {"abc": ["V03"]}


def test_fixed_means_exactly(verdicts: Verdicts) -> None:
    found = verdicts(["", "ABCDE", "ABCD", "ABCDEF", "ABC  ", "ABCDE "], type="X", length=5, format="fixed")

    assert found == {"": [], "ABCDE": [], "ABCD": ["V03"], "ABCDEF": ["V03"], "ABC  ": ["V09"], "ABCDE ": ["V09"]}


def test_numbers_have_the_lengths_of_their_scheme(verdicts: Verdicts) -> None:
    assert verdicts(["12345", "1234567", "123456789"], type="X", length=8, format="insurer_number") == {
        "12345": ["V03"],
        "1234567": ["V03"],
        "123456789": ["V03"],
    }
    assert verdicts(["100892", "1008926"], type="X", length=7, format="postal_code") == {
        "100892": ["V03"],
        "1008926": [],
    }


def test_no_limit_no_check(verdicts: Verdicts) -> None:
    assert verdicts(["山" * 5000], type="N") == {"山" * 5000: []}


def test_the_message_has_length_limit_and_unit(one_check: Callable[..., FieldCheck]) -> None:
    assert "6文字までですが、8文字" in one_check("V03", type="N", length=6).message("山" * 8, show=False)
    bytes_ = one_check("V03", Settings(agreement=Agreement(length_unit="bytes")), type="N", length=6)
    assert "6バイト（cp932）までですが、16バイト（cp932）" in bytes_.message("山" * 8, show=False)
    assert "6または8桁" in one_check("V03", type="X", format="insurer_number").message("1", show=False)


@pytest.mark.parametrize("encoding", ["cp932", "utf-16le"])
def test_digits_are_counted_as_digits(verdicts: Verdicts, one_check: Callable[..., FieldCheck], encoding: str) -> None:
    in_bytes = Settings(agreement=Agreement(length_unit="bytes"), encoding=encoding)
    item = {"type": "X", "length": 4, "format": "digits"}

    assert verdicts(["1234", "12345", "123 "], in_bytes, **item) == {"1234": [], "12345": ["V03"], "123 ": ["V09"]}
    assert "4桁までですが、5桁" in one_check("V03", in_bytes, **item).message("12345", show=False)


def test_what_looks_like_one_character_may_be_two(verdicts: Verdicts) -> None:
    values = ["𠮷" * 3, "𠮷" * 4, "辻\U000e0100辻", "辻\U000e0100辻\U000e0100"]

    found = verdicts(values, type="N", length=3)

    assert ["V03" in found[v] for v in values] == [False, True, False, True]


@pytest.mark.parametrize(
    ("format_", "length", "good", "long"),
    [
        ("insurer_number", 6, "123455", "06138051"),
        ("public_expense_number", 7, "1234566", "12345674"),
        ("insurer_number", 8, "06138051", "061380517"),
    ],
)
def test_a_format_s_lengths_end_at_the_item_s(
    verdicts: Verdicts, format_: str, length: int, good: str, long: str
) -> None:
    found = verdicts([good, long], type="X", length=length, format=format_)

    assert "V03" not in found[good]
    assert found[long] == ["V03"]
