from __future__ import annotations

from collections.abc import Callable

import pytest

from chukan.rules.checks import FieldCheck

Verdicts = Callable[..., dict[str, list[str]]]


def test_empty_null_and_blanks_alone_are_blank(verdicts: Callable[..., dict[str, list[str]]]) -> None:
    found = verdicts(["", None, " ", "　 ", "\t", "0", "山"], type="XN", required="required")

    assert [v for v, rules in found.items() if "V01" in rules] == ["", " ", "　 "]


def test_only_v01_speaks_of_a_blank_whatever_the_type(verdicts: Callable[..., dict[str, list[str]]]) -> None:
    for kind in (
        {"type": "X", "code": "gender"},
        {"type": "DATE"},
        {"type": "9", "length": 3},
        {"type": "N", "length": 1},
    ):
        found = verdicts(["", "   "], required="required", **kind)

        assert found == {"": ["V01"], "   ": ["V01"]}


def test_an_optional_blank_is_nothing(verdicts: Callable[..., dict[str, list[str]]]) -> None:
    for kind in ({"type": "X", "format": "my_number"}, {"type": "DATE"}, {"type": "9V", "length": 3}, {"type": "BLOB"}):
        assert verdicts(["", None], **kind) == {"": []}


def test_the_message_tells_blanks_from_nothing(one_check: Callable[..., FieldCheck]) -> None:
    check = one_check("V01", type="N", required="required")

    assert "空白だけ" in check.message("  ", show=False)
    assert "空白だけ" not in check.message("", show=False)


@pytest.mark.parametrize("value", ["\n", "\r\n", " \n", "\u3000\r\n\u3000"])
@pytest.mark.parametrize(
    "kind",
    [{"type": "X"}, {"type": "N"}, {"type": "X", "format": "my_number", "length": 12}, {"type": "N", "format": "kana"}],
)
def test_newlines_alone_are_no_value(verdicts: Verdicts, kind: dict[str, str], value: str) -> None:
    assert verdicts([value], required="required", **kind) == {value: ["V01"]}
