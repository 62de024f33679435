"""How a broken condition can be mended (or a whole one broken): what to set which item to.

A proposal is a change of a few items, each to the value of an SQL expression, to blank, or to another value of its own kind.
Nothing here is sure to work: `repair` tries a proposal and keeps it where fewer conditions are broken afterwards.
`__u` in an expression is a random number in [0, 1) of the record's own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from chukan.layouts.model import Item, Layout
from chukan.sample.records.block import Setting
from chukan.sample.solver.sql import Node

BLANK, REDRAW = "BLANK", "REDRAW"

#: Item -> expression, BLANK or REDRAW.
Change = dict[str, str]

_OPPOSITE = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_TURNED = {"=": "=", "<>": "<>", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


@dataclass(frozen=True)
class Proposer:
    """Finds changes for conditions of one layout."""

    setting: Setting
    free: frozenset[str]
    """Items that may get any value."""
    fillable: frozenset[str]
    """Items that may only be blanked, or filled with the value that is theirs."""
    rng: np.random.Generator

    @property
    def layout(self) -> Layout:
        """The layout that the conditions are of."""
        return self.setting.layout

    def propose(self, node: Node, *, want: bool, first: bool = False) -> Change | None:
        """A change that may make `node` TRUE (`want`) or FALSE; the usual one when `first`, else one of several."""
        if node.kind == "not":
            return self.propose(node.children[0], want=not want, first=first)
        if node.kind in ("and", "or"):
            return self._chain(node, want=want, first=first)
        options = self._options(node, want=want)
        return self._pick(options, first=first)

    def blanks(self, node: Node) -> Change | None:
        """Blank one item that the node reads and that may be blank."""
        names = [n for n in self._mine(node, filling=True) if self.layout.by_name[n].required != "required"]
        return {str(self.rng.choice(names)): BLANK} if names else None

    def _chain(self, node: Node, *, want: bool, first: bool) -> Change | None:
        parts = [self.propose(child, want=want, first=first) for child in node.children]
        if (node.kind == "and") == want:  # all children must change, as far as they can
            merged: Change = {}
            for part in parts:
                merged.update(part or {})
            return merged or None
        return self._pick([p for p in parts if p], first=first)

    def _pick(self, options: list[Change], *, first: bool) -> Change | None:
        if not options:
            return None
        return options[0] if first else options[int(self.rng.integers(len(options)))]

    def _mine(self, node: Node, *, filling: bool = False) -> list[str]:
        return sorted(n for n in node.columns if n in self.free or (filling and n in self.fillable))

    def _options(self, node: Node, *, want: bool) -> list[Change]:
        if node.kind == "compare":
            return self._comparison(node, node.op if want else _OPPOSITE[node.op])
        if node.kind == "null":
            return self._nullness(node, blank=(node.op == "is") == want)
        if node.kind == "in":
            return self._membership(node, inside=(node.op == "in") == want)
        if node.kind == "between" and (node.op == "") == want:
            operand, low, high = node.children
            if operand.kind == "column" and operand.name in self.free:
                whole = self._between(self.layout.by_name[operand.name], low.text, high.text)
                return [{operand.name: whole}, {operand.name: low.text}]
        if node.kind == "column" and node.name in self.free:
            return [{node.name: "TRUE" if want else "FALSE"}]
        return [{name: REDRAW} for name in self._mine(node)]

    def _nullness(self, node: Node, *, blank: bool) -> list[Change]:
        names = self._mine(node, filling=True)
        if blank:
            return [dict.fromkeys(names, BLANK)] if names else []
        return [{n: REDRAW} for n in names]

    def _membership(self, node: Node, *, inside: bool) -> list[Change]:
        operand, *values = node.children
        if operand.kind == "coalesce" and operand.children[0].kind == "column":
            operand = operand.children[0]
        if operand.kind != "column" or operand.name not in self.free:
            return [{n: REDRAW} for n in self._mine(node)]
        texts = [v.text for v in values] if inside else self._other_codes(operand.name, {v.text for v in values})
        if not texts:
            return [{operand.name: REDRAW}]
        return [{operand.name: _one_of(texts)}]

    def _other_codes(self, name: str, excluded: set[str]) -> list[str]:
        """The literals of an item's codes beside some."""
        item = self.layout.by_name[name]
        literals = [_literal(item, c) for c in self.setting.code_values(item)]
        return [text for text in literals if text not in excluded]

    def _comparison(self, node: Node, op: str) -> list[Change]:
        left, right = node.children
        options: list[Change] = []
        for side, other, turned in ((left, right, op), (right, left, _TURNED[op])):
            for name, text, way in self._solved(side, f"({other.text})", turned):
                options.extend({name: expression} for expression in self._towards(name, way, text))
        if op == "<>":
            options.extend({n: REDRAW} for n in self._mine(node))
        for name in self._mine(node):
            options.append({name: REDRAW})  # noqa: PERF401 - the list goes on
        return options

    def _solved(self, node: Node, text: str, op: str) -> list[tuple[str, str, str]]:
        """``node op text`` solved for each free item on its own: (item, expression, operator)."""
        if node.kind == "column":
            return [(node.name, text, op)] if node.name in self.free else []
        if node.kind == "coalesce":
            return self._solved(node.children[0], text, op)
        if node.kind == "add" and len(node.children) == 2:
            left, right = node.children
            back, sign = ("-", "+") if node.op == "+" else ("+", "-")
            found = self._solved(left, f"({text} {back} {right.text})", op)
            if right.kind != "interval":
                other = f"({text} - {left.text})" if sign == "+" else f"({left.text} - {text})"
                found += self._solved(right, other, op if sign == "+" else _TURNED[op])
            return found
        if node.kind == "times" and node.op == "*" and node.children[1].kind == "literal":
            return self._solved(node.children[0], f"({text} / {node.children[1].text})", op)
        return []

    def _towards(self, name: str, op: str, text: str) -> list[str]:  # noqa: PLR0911 - one return for each operator
        """Expressions that make ``name op text`` true, the most natural first."""
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
        if item.is_number or item.type == "YEAR":
            return _numbers(text, op)
        if item.type == "YM":
            return _months(text, op)
        return [text] if op in ("<=", ">=") else []

    def _between(self, item: Item, low: str, high: str) -> str:
        if item.is_number or item.type == "YEAR":
            return f"(({low}) + floor((({high}) - ({low})) * __u))"
        if item.type == "DATE":
            return f"(({low}) + CAST(floor(date_diff('day', ({low}), ({high})) * __u) AS INTEGER))"
        return low


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
    """One of the codes that stand so to `text`; NULL, which fits no item, where none does."""
    fitting = f"[code FOR code IN [{', '.join(codes)}] IF code {op} {text}]"
    return f"{fitting}[1 + CAST(floor(__u * len({fitting})) AS INTEGER)]"


def _literal(item: Item, value: str) -> str:
    return str(int(value)) if item.is_number else "'" + value.replace("'", "''") + "'"
