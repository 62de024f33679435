"""The values that an item may hold."""

from __future__ import annotations

from chukan.layouts.codes import ANY, MORE, CodeList, CodeValue

MALE = CodeValue(code="1", name="男", basis="statute")
FEMALE = CodeValue(code="2", name="女", basis="public-standard")


def test_rows_that_are_no_codes_say_what_else_there_may_be() -> None:
    closed = CodeList(id="g", name="性別", values=(MALE, FEMALE))
    free = CodeList(id="g", name="性別", values=(MALE, CodeValue(code=ANY, name="団体が定める")))
    more = CodeList(id="g", name="性別", values=(MALE, CodeValue(code=MORE, name="ほか")))

    assert [(c.any_value, c.is_open) for c in (closed, free, more)] == [(False, False), (True, False), (False, True)]
    assert [dict(c.codes) for c in (closed, free, more)] == [{"1": "男", "2": "女"}, {"1": "男"}, {"1": "男"}]


def test_a_list_rests_on_the_weakest_of_its_codes() -> None:
    guess = CodeValue(code="9", name="不明")

    assert CodeList(id="g", name="性別", values=(MALE, FEMALE)).basis == "public-standard"
    assert CodeList(id="g", name="性別", values=(MALE, FEMALE, guess)).basis == "estimate"
    assert CodeList(id="g", name="性別", values=(MALE, CodeValue(code=ANY, name="任意"))).basis == "statute"
