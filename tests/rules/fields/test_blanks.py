from __future__ import annotations

from collections.abc import Callable

import pytest

from chukan.rules.checks import FieldCheck
from chukan.rules.compile import CompiledRules

Verdicts = Callable[..., dict[str, list[str]]]


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ({"type": "N"}, ["山田　太郎", "山田"], [" 山田", "山田　", "山 田", "　", "  "]),
        ({"type": "X"}, ["a b", "a"], [" a", "a ", "a　b", "　a", " "]),
        ({"type": "XN"}, ["a b", "山　a"], [" a", "山　"]),
        (
            {"type": "N", "format": "person_name"},
            ["山田　太郎", "ジョン　ポール　スミス"],
            ["山田太郎", "山田　　太郎", "山田 太郎"],
        ),
        ({"type": "XN", "format": "person_name"}, ["山田　太郎", "JOHN SMITH"], ["山田 太郎", "JOHN  SMITH", "JOHN"]),
        ({"type": "9", "length": 5}, ["12"], [" 12", "12 ", "  "]),
        ({"type": "DATE"}, ["20240101"], ["        ", "　"]),
        ({"type": "X", "code": "gender"}, ["1"], [" "]),
    ],
)
def test_blanks(verdicts: Verdicts, kind: dict[str, str], good: list[str], bad: list[str]) -> None:
    found = verdicts(good + bad, **kind)

    assert {v: found[v] for v in good} == {v: [] for v in good}
    assert {v: found[v] for v in bad} == {v: ["V09"] for v in bad}


def test_half_width_text_with_its_blank_is_one_defect(verdicts: Verdicts) -> None:
    assert verdicts(["ﾔﾏﾀﾞ ﾀﾛｳ"], type="N", format="kana person_name") == {"ﾔﾏﾀﾞ ﾀﾛｳ": ["V02"]}


def test_blanks_alone_in_a_conditional_item_are_the_condition_s(compiled: Callable[..., CompiledRules]) -> None:
    rules = compiled({"item": "種別", "type": "X"}, {"item": "資格", "type": "X"}, required_when={"資格": "種別 = '2'"})
    check = next(c for c in rules.fields["資格"] if c.rule == "V09")

    import pyarrow as pa

    assert check.failing(pa.array(["  "])) is None
    failing = rules.records[0].failing(pa.RecordBatch.from_pydict({"種別": ["2", "1"], "資格": ["  ", "  "]}))
    assert failing is not None
    assert failing.to_pylist() == [True, False]


@pytest.mark.parametrize(
    ("kind", "value", "says"),
    [
        ({"type": "N"}, " 山田　", "先頭と末尾"),
        ({"type": "N"}, "山 田", "2文字目に半角空白"),
        ({"type": "X"}, "a　b", "全角空白"),
        ({"type": "X"}, "   ", "空白だけが入っています（3文字）"),
        ({"type": "N", "format": "person_name"}, "山田太郎", "全角空白がありません"),
        ({"type": "N", "format": "person_name"}, "山田　　太郎", "続いています"),
    ],
)
def test_messages(one_check: Callable[..., FieldCheck], kind: dict[str, str], value: str, says: str) -> None:
    assert says in one_check("V09", **kind).message(value, show=False)


@pytest.mark.parametrize("blank", ["\u00a0", "\u2003", "\u202f"])
def test_unicode_s_other_blanks_are_one_defect(verdicts: Verdicts, blank: str) -> None:
    name = f"山田{blank}太郎"

    assert verdicts([name, "山田太郎"], type="N", format="person_name") == {name: ["V11"], "山田太郎": ["V09"]}
