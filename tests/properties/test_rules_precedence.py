"""One defect is one finding: a good value, one defect, exactly the rule that should speak."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chukan.agreement import Agreement
from chukan.layouts.body import LayoutBody
from chukan.layouts.codes import CodeList, CodeValue
from chukan.layouts.model import Item, Layout
from chukan.layouts.origin import Origin
from chukan.rules.checks import FieldCheck
from chukan.rules.compile import compile_rules
from chukan.rules.settings import Settings

CODES = CodeList(
    id="kind", name="種別", values=tuple(CodeValue(code=c, name=n) for c, n in (("1", "日本人"), ("2", "外国人")))
)


def _in_jis(character: str) -> bool:
    try:
        return len(character.encode("shift_jis")) == 2
    except UnicodeEncodeError:
        return False


kanji = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA0).filter(_in_jis), min_size=1, max_size=4)
katakana = st.text(st.sampled_from("アイウエオカキクケコガギグゲゴヴー"), min_size=1, max_size=4)
ascii_letters = st.text(st.sampled_from("abcXYZ019-_#"), min_size=1, max_size=6)
digits = st.text(st.sampled_from("0123456789"), min_size=7, max_size=7)
dates = st.dates(min_value=dt.date(1900, 1, 1)).map(lambda d: f"{d:%Y%m%d}".zfill(8)).filter(lambda v: v != "99991231")


@dataclass(frozen=True)
class Kind:
    """An item and its good values."""

    item: dict[str, Any]
    good: st.SearchStrategy[str]

    def checks(self, agreement: Agreement) -> tuple[FieldCheck, ...]:
        item = Item(no=1, item="項目", **self.item)
        layout = Layout(
            origin=Origin(pack="t", pack_name="t", authority="imported"),
            edition="1",
            business="b",
            business_name="b",
            slug="s",
            body=LayoutBody(name="s"),
            items=(item,),
            codes={"kind": CODES},
        )
        return compile_rules(layout, Settings(agreement=agreement)).fields["項目"]


KINDS = {
    "X": Kind({"type": "X", "length": 10, "required": "required"}, ascii_letters),
    "N": Kind({"type": "N", "length": 12, "required": "required"}, kanji),
    "XN": Kind({"type": "XN", "length": 12, "required": "required"}, st.one_of(kanji, ascii_letters)),
    "kana": Kind({"type": "N", "length": 12, "format": "kana", "required": "required"}, katakana),
    "name": Kind(
        {"type": "N", "length": 12, "format": "person_name", "required": "required"},
        st.tuples(kanji, kanji).map("　".join),
    ),
    "postal": Kind({"type": "X", "length": 7, "format": "postal_code", "required": "required"}, digits),
    "code": Kind({"type": "X", "length": 1, "code": "kind", "required": "required"}, st.sampled_from("12")),
    "DATE": Kind({"type": "DATE", "length": 8, "required": "required"}, dates),
    "9": Kind({"type": "9", "length": 6, "required": "required"}, st.integers(1, 999_999).map(str)),
    "S9": Kind({"type": "S9", "length": 6, "required": "required"}, st.integers(-999_999, -1).map(str)),
    "9V": Kind(
        {"type": "9V", "length": 3, "scale": 2, "format": "0..500", "required": "required"},
        st.integers(1, 400).map(lambda n: f"{n}.5"),
    ),
    "S9V": Kind(
        {"type": "S9V", "length": 3, "scale": 2, "required": "required"},
        st.integers(-999, -1).map(lambda n: f"{n}.5"),
    ),
    "municipality": Kind(
        {"type": "X", "length": 6, "format": "municipality_code", "required": "required"},
        st.sampled_from(["131016", "011002", "271004", "401307"]),
    ),
}

Defect = Callable[[str], str]
FULL = str.maketrans("0123456789", "０１２３４５６７８９")

#: Kind of item, what is done to a good value, the one rule that speaks; the agreed repertoire is JIS X 0208.
DEFECTS: list[tuple[str, str, Defect, str]] = [
    *[(kind, "nothing there", lambda _: "", "V01") for kind in KINDS],
    *[(kind, "blanks only", lambda _: "   ", "V01") for kind in KINDS],
    ("X", "a kanji", lambda v: v + "山", "V02"),
    ("X", "full-width", lambda v: v.translate(FULL) + "１", "V02"),
    ("X", "too long", lambda v: v + "a" * 10, "V03"),
    ("X", "a blank behind", lambda v: v + " ", "V09"),
    ("X", "many blanks behind", lambda v: v + " " * 20, "V09"),
    ("X", "a full-width blank inside", lambda v: v + "　" + v[0], "V09"),
    ("X", "gaiji", lambda v: v + "\ue000", "V02"),
    ("X", "half-width kana", lambda v: v + "ｱ", "V11"),
    ("N", "a letter", lambda v: v + "a", "V02"),
    ("N", "half-width kana", lambda v: "ﾔﾏﾀﾞ", "V02"),
    ("N", "too long", lambda v: v + "山" * 12, "V03"),
    ("N", "a blank in front", lambda v: " " + v, "V09"),
    ("N", "a half-width blank inside", lambda v: v + " " + v, "V09"),
    ("N", "gaiji", lambda v: "\ue123" + v, "V10"),
    ("N", "a twin code point", lambda v: v + "〜", "V11"),
    ("N", "a lost byte", lambda v: v + "\uf8f0", "V11"),
    ("N", "outside the repertoire", lambda v: v + "髙", "V12"),
    ("N", "a variation selector", lambda v: v + "\U000e0100", "V12"),
    ("XN", "half-width kana", lambda v: v + "ｱ", "V11"),
    ("XN", "outside the repertoire", lambda v: v + "①", "V12"),
    ("kana", "half-width", lambda v: "ﾔﾏﾀﾞ ﾀﾛｳ", "V02"),
    ("kana", "hiragana", lambda v: v + "あ", "V02"),
    ("kana", "a kanji outside the repertoire", lambda v: v + "髙", "V02"),
    ("kana", "a half-width blank", lambda v: v + " " + v, "V09"),
    ("kana", "gaiji", lambda v: v + "\ue000", "V02"),
    ("name", "a half-width blank", lambda v: v.replace("　", " "), "V09"),
    ("name", "no blank", lambda v: v.replace("　", ""), "V09"),
    ("name", "two blanks", lambda v: v.replace("　", "　　"), "V09"),
    ("name", "a half-width letter", lambda v: v + "A", "V02"),
    ("name", "half-width kana", lambda v: "ﾔﾏﾀﾞ ﾀﾛｳ", "V02"),
    ("postal", "a hyphen", lambda v: v[:3] + "-" + v[3:], "V02"),
    ("postal", "full-width", lambda v: v.translate(FULL), "V02"),
    ("postal", "a digit short", lambda v: v[:-1], "V03"),
    ("postal", "a blank behind", lambda v: v + " ", "V09"),
    ("code", "unknown", lambda v: "7", "V04"),
    ("code", "too long", lambda v: v + "00", "V04"),
    ("code", "full-width", lambda v: v.translate(FULL), "V04"),
    ("code", "a name", lambda v: "日本人", "V04"),
    ("code", "gaiji", lambda v: "\ue000", "V04"),
    ("code", "a blank behind", lambda v: v + " ", "V04"),
    ("DATE", "no such day", lambda v: v[:4] + "0230", "V05"),
    ("DATE", "Japanese era", lambda v: "R5.4.1", "V05"),
    ("DATE", "Japanese era in kanji", lambda v: "令和5年4月1日", "V05"),
    ("DATE", "separators", lambda v: f"{v[:4]}/{v[4:6]}/{v[6:]}", "V05"),
    ("DATE", "full-width", lambda v: v.translate(FULL), "V05"),
    ("DATE", "too long", lambda v: v + "0", "V05"),
    ("DATE", "a blank in front", lambda v: " " + v, "V05"),
    ("DATE", "day unknown", lambda v: v[:6] + "00", "V06"),
    ("DATE", "all unknown", lambda v: "00000000", "V06"),
    ("DATE", "still open", lambda v: "99991231", "V06"),
    ("9", "a letter", lambda v: v[:-1] + "O", "V02"),
    ("9", "a comma", lambda v: v + ",000", "V02"),
    ("9", "too many digits", lambda v: v + "000000", "V03"),
    ("9", "full-width", lambda v: v.translate(FULL), "V08"),
    ("9", "a sign", lambda v: "-" + v, "V08"),
    ("9", "decimals", lambda v: v + ".5", "V08"),
    ("9", "zeros in front", lambda v: "00" + v, "V08"),
    ("9", "a blank behind", lambda v: v + " ", "V09"),
    ("S9", "the sign behind", lambda v: v[1:] + "-", "V08"),
    ("S9", "a triangle for a sign", lambda v: "▲" + v[1:], "V08"),
    ("S9", "too many digits", lambda v: v + "000000", "V03"),
    ("S9", "zeros in front", lambda v: v.replace("-", "-0"), "V08"),
    ("9V", "too many decimals", lambda v: v + "55", "V08"),
    ("9V", "out of range", lambda v: "999.5", "V08"),
    ("9V", "too many digits", lambda v: "9" + v.zfill(5), "V03"),
    ("9V", "a letter", lambda v: v + "%", "V02"),
    ("S9V", "the sign behind", lambda v: v[1:] + "-", "V08"),
    ("S9V", "too many decimals", lambda v: v + "55", "V08"),
    ("municipality", "another check digit", lambda v: v[:-1] + str((int(v[-1]) + 1) % 10), "V07"),
    ("municipality", "its check digit missing", lambda v: v[:-1], "V03"),
    ("municipality", "a letter", lambda v: "A" + v[1:], "V02"),
]

AGREEMENT = Agreement(repertoire="jis_x_0208")


def spoken(checks: tuple[FieldCheck, ...], value: str) -> list[str]:
    column = pa.array(["", value, value], pa.string())
    return [
        c.rule for c in checks if (failing := c.failing(column)) is not None and failing.to_pylist()[1:] == [True, True]
    ]


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_a_good_value_has_no_finding(kind: str, data: st.DataObject) -> None:
    value = data.draw(KINDS[kind].good)

    assert spoken(KINDS[kind].checks(AGREEMENT), value) == []


@pytest.mark.parametrize(("kind", "name", "defect", "rule"), DEFECTS, ids=[f"{k}: {n}" for k, n, _, _ in DEFECTS])
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_one_defect_is_one_finding(kind: str, name: str, defect: Defect, rule: str, data: st.DataObject) -> None:
    value = defect(data.draw(KINDS[kind].good))

    assert spoken(KINDS[kind].checks(AGREEMENT), value) == [rule]


@pytest.mark.parametrize(("kind", "name", "defect", "rule"), DEFECTS, ids=[f"{k}: {n}" for k, n, _, _ in DEFECTS])
@given(data=st.data())
@settings(max_examples=5, deadline=None)
def test_a_message_says_something_and_leaks_nothing(
    kind: str, name: str, defect: Defect, rule: str, data: st.DataObject
) -> None:
    good = data.draw(KINDS[kind].good)
    value = defect(good)
    check = next(c for c in KINDS[kind].checks(AGREEMENT) if c.rule == rule)

    hidden = check.message(value, show=False)

    assert "「項目」" in hidden
    assert hidden.endswith("。")
    assert check.message(value, show=True).endswith("。")
    if len(good) > 4 and rule not in ("V01", "V06"):
        assert value not in hidden
        assert good not in hidden
