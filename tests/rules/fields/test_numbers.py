from __future__ import annotations

from collections.abc import Callable

import pytest

from chukan.agreement import Agreement
from chukan.layouts.model import Item
from chukan.rules.checks import FieldCheck
from chukan.rules.fields.numbers import NumberCharacters
from chukan.rules.settings import Settings

Verdicts = Callable[..., dict[str, list[str]]]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (
            {"type": "9", "length": 5},
            {
                "0": [],
                "12345": [],
                "00": ["V08"],
                "007": ["V08"],
                "123456": ["V03"],
                "00123456": ["V03"],
                "12a": ["V02"],
                "1,000": ["V02"],
                "1 2": ["V02"],
                "-5": ["V08"],
                "+5": ["V08"],
                "1.5": ["V08"],
                "１２": ["V08"],
                "1２": ["V08"],
                "1２a": ["V02"],
                " 12": ["V09"],
                "12　": ["V09"],
                "-": ["V08"],
                "１２３４５６７": ["V08"],
                "¥5": ["V02"],
            },
        ),
        (
            {"type": "S9", "length": 4},
            {
                "5": [],
                "-5": [],
                "-1234": [],
                "-12345": ["V03"],
                "-05": ["V08"],
                "5-": ["V08"],
                "▲3": ["V08"],
                "--5": ["V08"],
                "-0": [],
            },
        ),
        (
            {"type": "9V", "length": 2, "scale": 2},
            {
                "1": [],
                "1.5": [],
                "12.34": [],
                "123.4": ["V03"],
                "1.234": ["V08"],
                "1.": ["V08"],
                ".5": ["V08"],
                "-1.5": ["V08"],
                "0.5": [],
                "00.5": ["V08"],
                "1.2.3": ["V08"],
            },
        ),
        (
            {"type": "S9V", "length": 3, "scale": 2},
            {
                "-1.5": [],
                "135.25": [],
                "-135.25": [],
                "-1234.5": ["V03"],
                "-1.234": ["V08"],
                "▲1.5": ["V08"],
                "+1.5": ["V08"],
            },
        ),
        (
            {"type": "9V", "length": 3, "scale": 1, "format": "-90..90"},
            {"-35.5": [], "90": [], "90.1": ["V08"], "-91": ["V08"]},
        ),
        (
            {"type": "9", "length": 3, "format": "0..100"},
            {"0": [], "100": [], "101": ["V08"], "1000": ["V03"], "x": ["V02"], " 101": ["V08", "V09"]},
        ),
        (
            {"type": "9", "length": 4, "format": "fixed"},
            {"0012": [], "1234": [], "12": ["V03"], "12345": ["V03"], "12a4": ["V02"]},
        ),
    ],
)
def test_one_rule_speaks_of_each_defect(
    verdicts: Verdicts, kind: dict[str, object], expected: dict[str, list[str]]
) -> None:
    found = verdicts(list(expected), **kind)

    assert {v: sorted(r) for v, r in found.items()} == expected


def test_zeros_in_front_are_fine_where_padding_is_agreed(verdicts: Verdicts) -> None:
    fixed = Settings(agreement=Agreement(format="fixed"))

    assert verdicts(["00012", "0000123456"], fixed, type="9", length=5) == {"00012": [], "0000123456": ["V03"]}
    unpadded = Settings(agreement=Agreement.model_validate({"format": "fixed", "padding": {"number": "left_space"}}))
    assert verdicts(["00012"], unpadded, type="9", length=5) == {"00012": ["V08"]}


@pytest.mark.parametrize(
    ("kind", "rule", "value", "says"),
    [
        ({"type": "9"}, "V08", "１２", "半角では「12」"),
        ({"type": "9"}, "V08", "007", "「7」に直し"),
        ({"type": "9"}, "V08", "000", "「0」に直し"),
        ({"type": "S9"}, "V08", "-05", "「-5」に直し"),
        ({"type": "9V", "length": 3, "scale": 1}, "V08", "00.5", "「0.5」に直し"),
        ({"type": "9"}, "V08", "5.", "読めません"),
        ({"type": "9V", "length": 3, "scale": 1}, "V08", "1.2.3", "読めません"),
        ({"type": "9"}, "V08", "-5", "負の値"),
        ({"type": "9"}, "V08", "▲5", "符号なしで"),
        ({"type": "S9"}, "V08", "5-", "「-」を前に"),
        ({"type": "9"}, "V08", "1.25", "小数2桁"),
        ({"type": "9V", "length": 3, "scale": 1}, "V08", "1.25", "小数は1桁まで"),
        ({"type": "9V", "length": 3, "scale": 1}, "V08", "1.", "読めません"),
        ({"type": "9", "format": "0..100"}, "V08", "120", "0から100まで"),
        ({"type": "9", "length": 3}, "V03", "1234", "3桁までですが、4桁"),
        ({"type": "9V", "length": 3, "scale": 1}, "V03", "1234.5", "整数部は3桁までですが、4桁"),
        ({"type": "9", "length": 3, "format": "fixed"}, "V03", "12", "3桁の固定長ですが、2桁"),
        ({"type": "9"}, "V02", "1,000", "桁区切り"),
        ({"type": "9"}, "V02", "12a", "3文字目に半角英字"),
        ({"type": "9"}, "V02", "1 2", "2文字目に空白"),
    ],
)
def test_messages(
    one_check: Callable[..., FieldCheck], kind: dict[str, object], rule: str, value: str, says: str
) -> None:
    assert says in one_check(rule, **kind).message(value, show=True)


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (
            {"type": "9", "length": 3},
            ["0", "999"],
            {"1000": "V03", "-0": "V08", "1e3": "V02", "1_0": "V02", "1\n": "V08"},
        ),
        ({"type": "S9", "length": 3}, ["-999", "999", "0"], {"-1000": "V03", "-": "V08", "--5": "V08", "−5": "V08"}),
        (
            {"type": "9V", "length": 3, "scale": 2},
            ["999.99", "0.5", "5.50", "0"],
            {"1000.1": "V03", "5.555": "V08", ".5": "V08", "5.": "V08", "-5.5": "V08", "NaN": "V02"},
        ),
        ({"type": "9V", "length": 3, "scale": 0}, ["5"], {"5.0": "V08"}),
        ({"type": "9", "length": 3, "format": "0..100"}, ["0", "100"], {"101": "V08"}),
        ({"type": "9", "length": 3, "format": "fixed"}, ["005"], {"05": "V03", "0005": "V03"}),
    ],
)
def test_at_the_edges(verdicts: Verdicts, kind: dict[str, object], good: list[str], bad: dict[str, str]) -> None:
    found = verdicts([*good, *bad], **kind)

    assert found == {**{v: [] for v in good}, **{v: [rule] for v, rule in bad.items()}}


@pytest.mark.parametrize(("value", "zoned"), [("12345}", True), ("0012J", True), ("12Z", False), ("A", False)])
def test_a_sign_in_the_last_digit_says_what_to_agree_on(value: str, zoned: bool) -> None:
    rule = NumberCharacters(Item(no=1, item="額", type="S9", length=9))

    assert ("overpunch: true" in rule.message(value, show=False)) == zoned
