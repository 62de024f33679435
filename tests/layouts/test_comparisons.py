"""What sums and same values compare, as SQL over one record and as pairs of items."""

from __future__ import annotations

from chukan.layouts.comparisons import Parts, SameValues, Sum


def test_what_a_sum_states_and_adds_depends_on_its_conditions() -> None:
    parts = (Parts(of="x", amount="n", when="m = '1'"), Parts(of="y", key=("k",)))
    total = Sum(total="t", items=("a",), parts=parts, when="b = '1'")

    assert total.amounts == {"total": "t"}
    assert "".join(total.stated.split()) == "CASEWHEN(b='1')THEN(t)END"
    assert "".join(parts[0].added.split()) == "CASEWHEN(m='1')THEN(n)ELSE0END"
    assert (parts[1].added, parts[1].counted) == ("1", True)


def test_values_may_be_a_list_of_items_that_both_call_alike() -> None:
    alike = SameValues.model_validate({"items": "a", "to": "x", "values": ["n", "m"]})
    named = SameValues.model_validate({"items": "a", "to": "x", "values": {"n": "n", "m": ["o", "p"]}})

    assert alike.values == {"n": ("n",), "m": ("m",)}
    assert named.values == {"n": ("n",), "m": ("o", "p")}
    assert named.compared == ("n", "m")
