"""Edits that may repair a broken condition (or break a whole one): what to set which item to.

An edit sets a few items, each to the value of an SQL expression, to blank, or to another value of its own kind.
Nothing here is sure to work: `repair` tries a proposal and keeps it where fewer conditions are broken afterwards.
`__u` in an expression is a random number in [0, 1) of the record's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from sqlglot import exp

from chukan.layouts.model import Item, Layout
from chukan.sample.records.block import Setting

if TYPE_CHECKING:
    from sqlglot.expressions import Expr

BLANK, REDRAW = "BLANK", "REDRAW"

#: Item -> expression, BLANK or REDRAW.
Edit = dict[str, str]

_OPERATORS: dict[type[Expr], str] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
}
_OPPOSITE = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_TURNED = {"=": "=", "<>": "<>", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


@dataclass(frozen=True)
class EditProposer:
    """Finds edits for conditions of one layout.

    Attributes:
        free: Items that may get any value.
        fillable: Items that may only be blanked, or filled with the value that is theirs.
    """

    setting: Setting
    free: frozenset[str]
    fillable: frozenset[str]
    rng: np.random.Generator

    @property
    def layout(self) -> Layout:
        """The layout whose conditions they are."""
        return self.setting.layout

    def propose(self, node: Expr, *, want: bool, first: bool = False) -> Edit | None:
        """Return an edit that may make a condition TRUE or FALSE.

        Args:
            node: the condition, or a part of it.
            want: TRUE or FALSE.
            first: return the usual edit, not one of several by chance.

        Returns:
            The edit; None when none is known.
        """
        node = node.unnest()
        if isinstance(node, exp.Not):
            return self.propose(node.this, want=not want, first=first)
        if isinstance(node, exp.Connector):
            return self._chain(node, want=want, first=first)
        options = self._options(node, want=want)
        return self._pick(options, first=first)

    def blanks(self, node: Expr) -> Edit | None:
        """Return an edit that blanks one item that the node reads and that may be blank."""
        names = [n for n in self._mine(node, filling=True) if self.layout.by_name[n].required != "required"]
        return {str(self.rng.choice(names)): BLANK} if names else None

    def _chain(self, node: exp.Connector, *, want: bool, first: bool) -> Edit | None:
        parts = [self.propose(child, want=want, first=first) for child in node.flatten()]
        if isinstance(node, exp.And) == want:  # all parts must change, as far as they can
            merged: Edit = {}
            for part in parts:
                merged.update(part or {})
            return merged or None
        return self._pick([p for p in parts if p], first=first)

    def _pick(self, options: list[Edit], *, first: bool) -> Edit | None:
        if not options:
            return None
        return options[0] if first else options[int(self.rng.integers(len(options)))]

    def _mine(self, node: Expr, *, filling: bool = False) -> list[str]:
        return sorted(n for n in self._columns(node) if n in self.free or (filling and n in self.fillable))

    def _columns(self, node: Expr) -> set[str]:
        return {name for column in node.find_all(exp.Column) if (name := self._item(column)) is not None}

    def _item(self, node: Expr) -> str | None:
        """Return the item that a node is; None when it is something else."""
        return self._names.get(node.name.lower()) if isinstance(node, exp.Column) else None

    @cached_property
    def _names(self) -> dict[str, str]:
        return {name.lower(): name for name in self.layout.names}

    def _options(self, node: Expr, *, want: bool) -> list[Edit]:  # noqa: PLR0911 - one return for each kind of condition
        if operator := _OPERATORS.get(type(node)):
            return self._comparison(node, operator if want else _OPPOSITE[operator])
        if isinstance(node, exp.Is) and isinstance(node.expression, exp.Null):
            return self._nullness(node, blank=want)
        if isinstance(node, exp.In):
            return self._membership(node, inside=want)
        name = self._item(node.this if isinstance(node, exp.Between) else node)
        if name in self.free and isinstance(node, exp.Between) and want:
            low, high = _text(node.args["low"]), _text(node.args["high"])
            bounds = (node.args["low"], node.args["high"])
            splits = [edit for bound in bounds for edit in self._split(node.this, bound)]
            return [{name: self._between(self.layout.by_name[name], low, high)}, {name: low}, *splits]
        if isinstance(node, exp.Between) and want and (met := self._at_a_bound(node)):
            return met
        if name in self.free and isinstance(node, exp.Column):
            return [{name: "TRUE" if want else "FALSE"}]
        return [{name: REDRAW} for name in self._mine(node)]

    def _at_a_bound(self, node: exp.Between) -> list[Edit]:
        """Return edits that make what lies between, which is no item alone, meet one of its bounds: a sum and what it is."""
        bounds = (exp.EQ(this=node.this.copy(), expression=node.args[bound].copy()) for bound in ("low", "high"))
        return [edit for bound in bounds for edit in self._comparison(bound, "=")]

    def _nullness(self, node: Expr, *, blank: bool) -> list[Edit]:
        names = self._mine(node, filling=True)
        if blank:
            return [dict.fromkeys(names, BLANK)] if names else []
        return [{n: REDRAW} for n in names]

    def _membership(self, node: Expr, *, inside: bool) -> list[Edit]:
        operand = node.this.unnest()
        if isinstance(operand, exp.Coalesce):
            operand = operand.this
        name = self._item(operand)
        if name not in self.free or name is None:
            return [{n: REDRAW} for n in self._mine(node)]
        values = [_text(value) for value in node.expressions]
        texts = values if inside else self._other_codes(name, set(values))
        return [{name: _one_of(texts) if texts else REDRAW}]

    def _other_codes(self, name: str, excluded: set[str]) -> list[str]:
        """Return the literals of an item's codes, without some."""
        item = self.layout.by_name[name]
        literals = [_literal(item, c) for c in self.setting.code_values(item)]
        return [text for text in literals if text not in excluded]

    def _comparison(self, node: Expr, op: str) -> list[Edit]:
        options: list[Edit] = []
        for side, other, turned in ((node.this, node.expression, op), (node.expression, node.this, _TURNED[op])):
            for name, text, way in self._solved(side, f"({_text(other)})", turned):
                options.extend({name: expression} for expression in self._towards(name, way, text))
        if op == "=":
            options.extend(self._split(node.this, node.expression) + self._split(node.expression, node.this))
        if op == "<>":
            options.extend({n: REDRAW} for n in self._mine(node))
        for name in self._mine(node):
            options.append({name: REDRAW})  # noqa: PERF401 - the list goes on
        return options

    def _split(self, rest: Expr, difference: Expr) -> list[Edit]:
        """Return an edit for ``rest = whole - taken`` that splits the whole anew.

        Where the whole has become smaller than what was taken of it and than the rest, neither alone can be set right.
        """
        difference = difference.unnest()
        if not isinstance(difference, exp.Sub):
            return []
        part = difference.expression.unnest()
        part = part.this.unnest() if isinstance(part, exp.Coalesce) else part
        name, taken = self._item(rest.unnest()), self._item(part)
        if name is None or taken is None or name == taken or not {name, taken} <= self.free:
            return []
        whole = f"({_text(difference.this)})"
        return [{taken: f"floor({whole} * __u)", name: f"({whole} - floor({whole} * __u))"}]

    def _solved(self, node: Expr, text: str, op: str) -> list[tuple[str, str, str]]:  # noqa: PLR0911 - one for each operator
        """Solve ``node op text`` for each free item on its own: (item, expression, operator)."""
        node = node.unnest()
        if isinstance(node, exp.Column):
            name = self._item(node)
            return [(name, text, op)] if name in self.free and name is not None else []
        if isinstance(node, exp.Coalesce):
            return self._solved(node.this, text, op)
        if isinstance(node, exp.Add | exp.Sub):
            left, right = node.this, node.expression
            back = "-" if isinstance(node, exp.Add) else "+"
            found = self._solved(left, f"({text} {back} {_text(right)})", op)
            if isinstance(right, exp.Interval):
                return found
            if isinstance(node, exp.Add):
                return found + self._solved(right, f"({text} - {_text(left)})", op)
            return found + self._solved(right, f"({_text(left)} - {text})", _TURNED[op])
        if isinstance(node, exp.DPipe) and isinstance(node.expression, exp.Literal):  # a year and the month '04'
            return self._solved(node.this, f"left({text}, length({text}) - {len(node.expression.name)})", op)
        if isinstance(node, exp.Cast) and isinstance(node.this.unnest(), exp.Column | exp.Add | exp.Sub):
            return self._solved(node.this, f"try_cast({text} AS BIGINT)", op)
        if isinstance(node, exp.Mul) and isinstance(node.expression, exp.Literal):
            return self._solved(node.this, f"({text} / {_text(node.expression)})", op)
        return []

    def _towards(self, name: str, op: str, text: str) -> list[str]:  # noqa: PLR0911 - one return for each operator
        """Return expressions that make ``name op text`` true, the most natural first."""
        item = self.layout.by_name[name]
        if op == "=":
            return [text]
        if op == "<>":
            others = self._other_codes(name, {text.strip("()")})
            return [_one_of(others)] if others else []
        if codes := self._other_codes(name, set()):
            return [_code_that(op, codes, text)]
        if item.type == "DATE":
            return _dates(text, op)
        if item.is_number:
            return _numbers(text, op)
        if item.type == "YEAR":
            return _years(text, op)
        if item.type == "YM":
            return _months(text, op)
        return [text] if op in ("<=", ">=") else []

    def _between(self, item: Item, low: str, high: str) -> str:
        if item.is_number or item.type == "YEAR":
            return f"(({low}) + floor((({high}) - ({low})) * __u))"
        if item.type == "DATE":
            return f"(({low}) + CAST(floor(date_diff('day', ({low}), ({high})) * __u) AS INTEGER))"
        return low


def _text(node: Expr) -> str:
    return node.sql(dialect="duckdb", comments=False)


def _dates(text: str, op: str) -> list[str]:
    day = f"CAST({text} AS DATE)"
    if op in (">=", ">"):
        least = 1 if op == ">" else 0
        return [f"({day} + {least} + CAST(floor(__u * 60) AS INTEGER))", f"({day} + {least})"]
    most = 1 if op == "<" else 0
    return [f"({day} - {most} - CAST(floor(__u * 60) AS INTEGER))", f"({day} - {most})"]


def _months(text: str, op: str) -> list[str]:
    sign, least = ("+" if op in (">=", ">") else "-"), (1 if op in (">", "<") else 0)
    month = f"try_strptime(({text}) || '01', '%Y%m%d')"
    return [
        f"strftime({month} {sign} to_months({least} + CAST(floor(__u * {spread}) AS INTEGER)), '%Y%m')"
        for spread in (6, 0)
    ]


def _years(text: str, op: str) -> list[str]:
    """Return years near the one that they are held against: a fifth more, as of an amount, would be another century."""
    sign, least = ("+" if op in (">=", ">") else "-"), (1 if op in (">", "<") else 0)
    return [f"(({text}) {sign} {least} {sign} floor({spread} * __u))" for spread in (3, 0)]


def _numbers(text: str, op: str) -> list[str]:
    if op in (">=", ">"):
        least = f"(({text}) + {1 if op == '>' else 0})"
        return [f"({least} + floor(greatest(abs({text}) * 0.2, 3) * __u))", least]
    most = f"(({text}) - {1 if op == '<' else 0})"
    return [f"(CASE WHEN {most} > 0 THEN floor({most} * __u) ELSE {most} END)", most]


def _one_of(texts: list[str]) -> str:
    if len(texts) == 1:
        return texts[0]
    return f"([{', '.join(texts)}])[1 + CAST(floor(__u * {len(texts)}) AS INTEGER)]"


def _code_that(op: str, codes: list[str], text: str) -> str:
    """Return SQL for one of the codes for which ``code op text`` holds; NULL, which fits no item, where none does."""
    fitting = f"[code FOR code IN [{', '.join(codes)}] IF code {op} {text}]"
    return f"{fitting}[1 + CAST(floor(__u * len({fitting})) AS INTEGER)]"


def _literal(item: Item, value: str) -> str:
    return str(int(value)) if item.is_number else "'" + value.replace("'", "''") + "'"
