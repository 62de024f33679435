from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pyarrow as pa
import pytest
from tests.sample.deliveries.conftest import AS_OF, Delivery

from chukan.layouts.library import Library
from chukan.sample.deliveries.linked import delivery, generate_delivery, in_order
from chukan.sample.records.typed import parsed
from chukan.sample.solver.constraints import Evaluator

Findings = Callable[..., set[tuple[int, str, str]]]


def test_every_file_is_there_and_without_a_finding(made: Delivery, findings: Findings) -> None:
    layouts, tables = made

    assert set(tables) == set(layouts)
    assert tables["resident_register/person"].num_rows == 600
    assert {n: f for n, layout in layouts.items() if (f := findings(layout, tables[n]))} == {}


def test_every_reference_holds(made: Delivery) -> None:
    layouts, tables = made
    asked = 0
    for name, layout in layouts.items():
        for reference in layout.body.references:
            if any(layout.target(to) not in tables for to in reference.to):
                continue
            rows = tables[name]
            if reference.when:
                typed = {i.name: parsed(i, rows.column(i.name).combine_chunks(), "yyyymmdd") for i in layout.items}
                rows = rows.filter(pa.array(Evaluator(layout, AS_OF).holds(typed, reference.when)))
            parents = {
                key
                for to in reference.to
                for key in zip(
                    *(tables[layout.target(to)].column(k).to_pylist() for k in reference.parent_key), strict=True
                )
            }
            children = {c for c in zip(*(rows.column(i).to_pylist() for i in reference.items), strict=True) if all(c)}
            assert children, (name, reference.items)
            assert children <= parents, (name, reference.items)
            asked += 1
    assert asked > 30


def test_households_and_persons_name_each_other(made: Delivery) -> None:
    _, tables = made
    households = {r["世帯番号"]: r for r in tables["resident_register/household"].to_pylist()}
    persons = tables["resident_register/person"].to_pylist()
    heads = {
        r["世帯番号"]: r for r in persons if r["住民状態"] == "1" and r["最新フラグ"] == "1" and r["続柄_1"] == "02"
    }

    assert set(households) == {r["世帯番号"] for r in persons}
    for number, household in households.items():
        assert (household["世帯状態"] == "1") == (number in heads)
        if number in heads:
            assert household["世帯主_宛名番号"] == heads[number]["宛名番号"]


def test_the_registers_share_no_number(made: Delivery) -> None:
    _, tables = made
    residents = set(tables["resident_register/person"].column("宛名番号").to_pylist())

    assert not residents & set(tables["non_resident_addressee/addressee"].column("宛名番号").to_pylist())


def test_unique_references_are_not_repeated(made: Delivery) -> None:
    _, tables = made
    active = [
        r
        for r in tables["child_allowance/recipient"].to_pylist()
        if r["最新フラグ"] == "1" and r["認定区分"] == "1" and not r["消滅年月日"]
    ]
    claims = Counter(r["宛名番号"] for r in active)

    assert set(claims.values()) == {1}


def test_by_address_with_rows_of_one_s_own(library: Library) -> None:
    addresses = ["mic@2.7/non_resident_addressee/addressee", "mic@2.7/non_resident_addressee/bank_account"]
    tables = generate_delivery(library, "131016", addresses, 100, as_of=AS_OF, rows={addresses[1]: 33})

    assert list(tables) == addresses
    assert tables[addresses[1]].num_rows == 33
    owners = set(tables[addresses[0]].column("宛名番号").to_pylist())
    assert set(tables[addresses[1]].column("宛名番号").to_pylist()) <= owners


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_a_sum_has_settled_is_split_anew(library: Library, findings: Findings, seed: int) -> None:
    """A loan is the sum of its plan: what was repaid and what is left follow, also where both were larger."""
    loan, plan = (f"mic@2.7/financial_accounting/{slug}" for slug in ("bond", "bond_repayment"))
    tables = generate_delivery(library, "131016", [loan, plan], 100, seed=seed, as_of=AS_OF)

    planned = Counter[str]()
    for number, amount in zip(*(tables[plan].column(n).to_pylist() for n in ("起債番号", "元金額")), strict=True):
        planned[number] += int(amount)
    borrowed = dict(zip(*(tables[loan].column(n).to_pylist() for n in ("起債番号", "借入額")), strict=True))
    assert {n: int(amount) for n, amount in borrowed.items()} == {n: planned[n] for n in borrowed}
    assert findings(library.layout(loan), tables[loan]) == set()


def test_what_a_value_asks_for_is_filled_with_it(library: Library, findings: Findings) -> None:
    """Of twenty people none is a foreigner to copy from: status, period and card come together, or not at all."""
    addresses = ["mic@2.7/resident_register/household", "mic@2.7/resident_register/person"]
    addresses += ["mic@2.7/non_resident_addressee/addressee"]
    tables = generate_delivery(library, "139998", addresses, 20, seed=18, as_of=AS_OF)

    assert findings(library.layout(addresses[1]), tables[addresses[1]]) == set()


def test_the_order_of_the_layouts_changes_nothing(library: Library) -> None:
    pack = library.pack("mic")
    layouts = [pack.layout("child_allowance", s) for b, s in pack.layouts() if b == "child_allowance"]
    there, back = (
        {x.path: b for x, b in delivery(order, "131016", 80, as_of=AS_OF)} for order in (layouts, layouts[::-1])
    )

    assert there.keys() == back.keys()
    assert all(there[n].equals(back[n]) for n in there)


def test_parents_come_before_children(library: Library) -> None:
    pack = library.pack("mic")
    layouts = [pack.layout(b, s) for b, s in pack.layouts()]
    names = [x.path for x in in_order(layouts)]

    assert sorted(names) == sorted(x.path for x in layouts)
    assert names.index("resident_register/person") < names.index("resident_register/household")
    for layout in layouts:
        for reference in layout.body.references:
            for to in reference.to:
                parent = layout.target(to)
                if parent not in (layout.path, "resident_register/household") and parent in names:
                    assert names.index(parent) < names.index(layout.path), (layout.path, parent)
