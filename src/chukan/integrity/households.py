"""K05: who heads a household: nobody, two persons, someone who lives elsewhere, someone who is gone.

The register of members is checked by itself; where the delivery has a register of households that names a head,
that is checked too: the two must agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from chukan.expressions.names import literal
from chukan.integrity.context import FileViolations, IntegrityContext
from chukan.integrity.keys import form_of
from chukan.integrity.model import LINE, RECORD, SpilledFile, Weight
from chukan.integrity.views import FILE, Column, Flag, Table, comparable
from chukan.layouts.declarations import Household, Reference

_CURRENT, _WHEN = "__current", "__when"
_NOTES = {
    "gone": "（世帯主の続柄を持つ人の記録が、今の住民のものではありません。死亡・転出の後の世帯主の変更を確かめてください）",
    "elsewhere": "（世帯主の続柄を持つ人は、今は別の世帯にいます）",
}


def check_households(context: IntegrityContext, table: Table) -> None:
    """Check the heads of a register's households (K05).

    Args:
        context: The session, and where violations go.
        table: The files of one municipality and layout; without a household nothing is done.
    """
    household = table.layout.body.household
    if household is None:
        return
    current = context.flag("K05", table, _CURRENT, household.current, "household の current")
    if current is None:
        return
    layout = table.layout
    ground = layout.ground(context.ground(table, household, current), *layout.code_bases([household.relation]))
    weight = context.weight("K05", table=table, ground=ground)
    if weight is None:
        return
    current = replace(current, doubtful=True)  # who may be present is no missing head
    needs = (household.number, household.person, household.relation, *current.reads)
    checkable = context.checkable("K05", table, needs, "世帯主", whole=True)
    if not checkable.filled:
        return
    headless = context.weight("K05", household.headless, table=table, ground=ground) or weight
    members = _Members(
        context=context, table=checkable, household=household, current=current, weight=weight, headless=headless
    )
    members.heads()
    if context.across:
        _check_register(members)


@dataclass(frozen=True)
class _Members:
    """A register of members, and its view."""

    context: IntegrityContext
    table: Table
    household: Household
    current: Flag
    weight: Weight
    headless: Weight
    """Of a household without a head."""

    def view(self, *more: Column) -> str:
        """Return a query with `__household`, `__person`, `__head`, `__current` (both boolean), `__value` (the relation)."""
        h, by_name = self.household, self.table.layout.by_name
        columns = [
            Column("__household", h.number, form_of(by_name[h.number])),
            Column("__person", h.person, form_of(by_name[h.person])),
            Column("__value", h.relation, "raw"),
        ]
        heads = ", ".join(literal(code) for code in h.heads)
        view = self.context.view(self.table, [*columns, *more], [self.current])
        return f"SELECT *, __value IN ({heads}) AS __head FROM ({view})"

    def heads(self) -> None:
        """Report households whose present members have no head, or more than one."""
        session = self.context.session
        there = f"{_CURRENT} AND __household IS NOT NULL"
        if session.keep(
            "odd",
            f"SELECT __household, count_if(__head) AS __heads, row_number() OVER () AS __group FROM ({self.view()}) "
            f"WHERE {there} GROUP BY __household HAVING count_if(__head) <> 1",
        ):
            session.keep("members", f"SELECT * FROM ({self.view()}) JOIN odd USING (__household)")
            self._two_heads()
            self._no_head()
            session.forget("members", "former", "why")
        session.forget("odd")

    def _two_heads(self) -> None:
        person = f"coalesce(__person, concat_ws(' ', '', {FILE}, {RECORD}))"  # one without a number is somebody, too
        several = f"SELECT __group FROM members WHERE {_CURRENT} AND __head GROUP BY __group HAVING min({person}) <> max({person})"
        rows = f"SELECT * FROM members SEMI JOIN ({several}) USING (__group) WHERE {_CURRENT} AND __head"

        def message(found: FileViolations) -> str:
            return f"世帯主が二人以上いる世帯です{found.where(f'{found.more[0]:,}世帯')}。続柄と{self.household.number}を移行元で確かめてください。"

        self._report(rows, message, check="two heads")

    def _no_head(self) -> None:
        """Report the present members of households without a head; why, where a record of a former head shows it."""
        session = self.context.session
        session.keep(
            "former",
            f"SELECT DISTINCT __group, __person FROM members WHERE __heads = 0 AND __head AND NOT {_CURRENT} AND __person IS NOT NULL",
        )
        present = f"SELECT DISTINCT __person, TRUE AS __present FROM ({self.view()}) SEMI JOIN former USING (__person) WHERE {_CURRENT}"
        session.keep(
            "why",
            f"SELECT __group, CASE WHEN bool_or(coalesce(__present, FALSE)) THEN 'elsewhere' ELSE 'gone' END AS __why "
            f"FROM former LEFT JOIN ({present}) USING (__person) GROUP BY __group",
        )
        rows = f"SELECT * FROM members LEFT JOIN why USING (__group) WHERE __heads = 0 AND {_CURRENT}"

        def message(found: FileViolations) -> str:
            return f"世帯員がいるのに世帯主がいない世帯です{found.where(f'{found.more[0]:,}世帯')}。続柄と{self.household.number}を移行元で確かめてください。"

        self._report(rows, message, check="no head", headless=True)

    def _report(self, rows: str, message: Any, *, check: str, headless: bool = False) -> None:
        def note(row: Mapping[str, Any], _: SpilledFile) -> str:
            return _NOTES.get(row["__why"] or "", "") if headless else ""

        item = self.table.layout.by_name[self.household.relation]
        weight = self.headless if headless else self.weight
        self.context.report(
            "K05", weight, item, rows, message, numbers=["count(DISTINCT __group)"], note=note, check=check
        )


def _check_register(members: _Members) -> None:
    """Check the heads that a register of households names."""
    context, table = members.context, members.table
    for reference in table.layout.body.references:
        if reference.items != (members.household.number,):
            continue
        for to in reference.to:
            for register in context.tables_of(table.municipality, table.layout.target(to)):
                back = _names_head(register, table, members.household)
                if back is not None and reference.parent_key[0] in register.layout.by_name:
                    _check_named_heads(members, register, reference.parent_key[0], back)


def _names_head(register: Table, members: Table, household: Household) -> Reference | None:
    """Return the one reference by which a register of households names a member; None for none, or several."""
    me = members.layout.path
    found = [
        r
        for r in register.layout.body.references
        if len(r.items) == 1 and r.parent_key == (household.person,) and me in {register.layout.target(t) for t in r.to}
    ]
    return found[0] if len(found) == 1 else None


def _check_named_heads(members: _Members, register: Table, number: str, back: Reference) -> None:
    """Report heads of the register who are not the present head there; K02 reports those whom no record names."""
    context, session = members.context, members.context.session
    when = context.flag("K05", register, _WHEN, back.when, "references の when")
    if when is None:
        return
    item = register.layout.by_name[back.items[0]]
    checkable = context.checkable("K05", register, (number, item.name, *when.reads), "世帯主")
    ours, theirs = members.table.layout.by_name, register.layout.by_name
    columns = [
        Column("__household", number, comparable(theirs[number], ours[members.household.number])),
        Column("__person", item.name, comparable(item, ours[members.household.person])),
        Column("__value", item.name, "raw"),
    ]
    if not checkable.filled or columns[0].form != form_of(theirs[number]) or columns[1].form != form_of(item):
        return  # numbers of two kinds cannot be compared
    flags = [when] if when.reads else []
    there = " AND ".join(["__household IS NOT NULL", "__person IS NOT NULL", *(f.alias for f in flags)])
    heads = f"SELECT __household, __person FROM ({members.view()}) WHERE {_CURRENT} AND __head"
    if session.keep(
        "named",
        f"SELECT {FILE}, {RECORD}, {LINE}, __value, __household, __person FROM ({context.view(checkable, columns, flags)}) "
        f"ANTI JOIN ({heads}) USING (__household, __person) WHERE {there}",
    ):
        _report_named_heads(members, item.name, checkable)
        session.forget("persons", "led")
    session.forget("named")


def _report_named_heads(members: _Members, item: str, register: Table) -> None:
    context, session = members.context, members.context.session
    session.keep(
        "persons",
        f"SELECT __person, __household AS __home, {_CURRENT} AS __here FROM ({members.view()}) SEMI JOIN named USING (__person)",
    )
    session.keep(
        "led",
        f"SELECT DISTINCT __household FROM ({members.view()}) SEMI JOIN named USING (__household) WHERE {_CURRENT} AND __head",
    )
    known = "EXISTS (SELECT 1 FROM persons WHERE persons.__person = named.__person)"
    here = "EXISTS (SELECT 1 FROM persons WHERE persons.__person = named.__person AND __here)"
    home = "EXISTS (SELECT 1 FROM persons WHERE persons.__person = named.__person AND __here AND __home = named.__household)"
    led = "EXISTS (SELECT 1 FROM led WHERE led.__household = named.__household)"
    gone = "{item}の人の記録が、今の住民のものではありません{where}。死亡・転出の後の世帯主の変更を移行元で確かめてください。"
    elsewhere = "{item}の人が、今は別の世帯にいます{where}。世帯主の変更を移行元で確かめてください。"
    other = "{item}の人が、その世帯の世帯主ではありません（世帯主の続柄を持つのは別の人です）{where}。どちらが正しいかを移行元で確かめてください。"
    kinds = [
        # between two heads nobody leads the household, and the register still names the last one
        (f"{known} AND NOT {here} AND NOT {led}", gone, members.headless, "head gone"),
        (f"{known} AND NOT {here} AND {led}", gone, members.weight, "head gone"),
        (f"{here} AND NOT {home} AND NOT {led}", elsewhere, members.headless, "head elsewhere"),
        (f"{here} AND NOT {home} AND {led}", elsewhere, members.weight, "head elsewhere"),
        (f"{home} AND {led}", other, members.weight, "another head"),
    ]
    for condition, text, weight, check in kinds:

        def message(found: FileViolations, text: str = text) -> str:
            return text.format(item=item, where=found.where())

        rows = f"SELECT * FROM named WHERE {condition}"
        context.report("K05", weight, register.layout.by_name[item], rows, message, check=check)
