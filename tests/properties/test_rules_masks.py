"""A mask says of each value what would be said of it alone, however the column is cut."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chukan.agreement import Agreement
from chukan.layouts.body import LayoutBody
from chukan.layouts.codes import CodeList, CodeValue
from chukan.layouts.model import Item, Layout
from chukan.layouts.origin import Origin
from chukan.rules.compile import compile_rules
from chukan.rules.fields.check_digits import wrong_check_digits
from chukan.rules.settings import Settings
from chukan.values.calendar import BROKEN, FINE, UNKNOWN, verdicts
from chukan.values.formats import NUMBER_FORMATS, NumberFormat
from chukan.values.masking import masked

ITEMS = [
    {"item": "半角", "type": "X", "length": 4},
    {"item": "全角", "type": "N", "length": 4, "format": "person_name", "required": "required"},
    {"item": "カナ", "type": "N", "length": 4, "format": "kana"},
    {"item": "両方", "type": "XN", "length": 4},
    {"item": "番号", "type": "X", "format": "insurer_number"},
    {"item": "在留", "type": "X", "format": "residence_card"},
    {"item": "区分", "type": "X", "code": "c"},
    {"item": "日", "type": "DATE", "format": "unknown_date"},
    {"item": "年月", "type": "YM"},
    {"item": "年", "type": "YEAR", "format": "1900..2100"},
    {"item": "数", "type": "9", "length": 3, "format": "0..500"},
    {"item": "小数", "type": "9V", "length": 2, "scale": 1},
    {"item": "固定", "type": "9", "length": 3, "format": "fixed"},
]
LAYOUT = Layout(
    origin=Origin(pack="t", pack_name="t", authority="imported"),
    edition="1",
    business="b",
    business_name="b",
    slug="s",
    body=LayoutBody(name="s"),
    items=tuple(Item(no=n, **i) for n, i in enumerate(ITEMS, 1)),  # type: ignore[arg-type]
    codes={"c": CodeList(id="c", name="区分", values=(CodeValue(code="1", name="甲"),))},
)
RULES = compile_rules(LAYOUT, Settings(agreement=Agreement(repertoire="cp932", length_unit="bytes"), encoding="cp932"))

values = st.one_of(
    st.none(),
    st.text(st.sampled_from(" 　a1-.0９山ア ｱ髙〜\ue000\U000e0100\uf8f0𠮷\t\nA"), max_size=6),
    st.sampled_from(
        ["131016", "138016", "AB12345678CD", "20240229", "00000000", "202402", "2024", "12", "-5", "1.5", "007", "1"]
    ),
    st.text(st.sampled_from("0123456789"), max_size=9),
)
columns = st.lists(values, max_size=8)


@pytest.mark.parametrize("name", LAYOUT.names)
@given(column=columns, at=st.integers(0, 8))
@settings(max_examples=60, deadline=None)
def test_a_mask_is_made_of_single_answers(name: str, column: list[str | None], at: int) -> None:
    whole = pa.array(column, pa.string())
    for check in RULES.fields[name]:
        alone = [_mask(check.failing(pa.array([v], pa.string())), 1)[0] for v in column]

        assert _mask(check.failing(whole), len(column)) == alone
        cut = _mask(check.failing(whole.slice(0, at)), min(at, len(column))) + _mask(
            check.failing(whole.slice(at)), max(len(column) - at, 0)
        )
        assert cut == alone


def _mask(failing: pa.Array | None, length: int) -> list[bool]:
    return [False] * length if failing is None else [bool(x) for x in failing.to_pylist()]


@given(column=st.lists(values.filter(bool), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_every_failing_value_has_a_message(column: list[str]) -> None:
    whole = pa.array(column, pa.string())
    for checks in RULES.fields.values():
        for check in checks:
            for value, wrong in zip(column, _mask(check.failing(whole), len(column)), strict=True):
                if wrong:
                    assert check.message(value, show=True).endswith("。")
                    assert check.message(value, show=False).endswith("。")


@given(number=st.integers(0, 99_999_999))
@example(99_991_231)
@example(20_240_229)
@settings(max_examples=300)
def test_the_calendar_is_python_s(number: int) -> None:
    text = f"{number:08d}"
    verdict = verdicts(pa.array([text]), Item(no=1, item="日", type="DATE"), "yyyymmdd", ())[0]

    try:
        dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
        assert verdict == (UNKNOWN if text == "99991231" else FINE)
    except ValueError:
        assert verdict in (BROKEN, UNKNOWN)
        assert (verdict == UNKNOWN) <= (text in ("00000000", "99999999") or "00" in (text[4:6], text[6:]))


@pytest.mark.parametrize("number", [n for n in NUMBER_FORMATS.values() if n.check], ids=lambda n: n.name)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_one_check_digit_fits_each_body(number: NumberFormat, data: st.DataObject) -> None:
    assert number.check
    width = data.draw(st.sampled_from(number.widths))
    body = data.draw(st.text(st.sampled_from("0123456789"), min_size=width - 1, max_size=width - 1))
    candidates = [c + body if number.check.leading else body + c for c in "0123456789"]

    wrong = wrong_check_digits(pa.array(candidates), number)
    fitting = [value for value, bad in zip(candidates, wrong, strict=True) if not bad]

    assert fitting == [number.check.complete(body)]
    assert [number.check.fits(value) for value in candidates] == [not bad for bad in wrong]
    assert {number.check.expected(value) for value in candidates} == {
        int(fitting[0][0 if number.check.leading else -1])
    }


@given(st.text(max_size=20))
def test_a_mask_of_a_value_tells_its_kinds_only(value: str) -> None:
    assert set(masked(value)) <= set("漢あアｱA9 □外＊×0123456789")
