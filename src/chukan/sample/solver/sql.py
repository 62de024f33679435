"""Record rules taken apart, as far as it takes to find out how to satisfy or to break them.

A small reader of the boolean SQL that docs/packs.md describes. What it does not know becomes a node of kind ``other``
that still tells which items it reads; DuckDB alone decides whether a rule holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"\s*(?:(?P<string>'(?:[^']|'')*')|(?P<quoted>\"(?:[^\"]|\"\")*\")|(?P<number>[0-9]+(?:\.[0-9]+)?(?![^\s'\"<>=!+\-*/%|(),:.\[\]]))"
    r"|(?P<operator><=|>=|<>|!=|\|\||::|[<>=+\-*/%(),.\[\]])|(?P<word>[^\s'\"<>=!+\-*/%|(),:.\[\]]+))"
)
_WORDS = frozenset(
    (
        "AND",
        "OR",
        "NOT",
        "IS",
        "NULL",
        "IN",
        "BETWEEN",
        "LIKE",
        "ILIKE",
        "CASE",
        "WHEN",
        "THEN",
        "ELSE",
        "END",
        "INTERVAL",
        "DATE",
        "TRUE",
        "FALSE",
        "DISTINCT",
        "FROM",
        "CAST",
        "AS",
        "YEAR",
        "MONTH",
        "DAY",
        "YEARS",
        "MONTHS",
        "DAYS",
        "INTEGER",
        "BIGINT",
        "VARCHAR",
        "DECIMAL",
        "DOUBLE",
        "TRY_CAST",
    )
)
_COMPARISONS = {"=", "<>", "!=", "<", "<=", ">", ">="}


@dataclass(frozen=True)
class Node:
    """A part of an expression.

    Kinds: ``and``, ``or``, ``not``, ``compare`` (op), ``null`` (op ``is``/``is not``), ``in`` (op ``in``/``not in``; first child is
    the operand), ``between`` (operand, low, high), ``add`` (op + or -), ``times`` (op * or /), ``coalesce``, ``column``,
    ``literal``, ``interval``, ``other``.
    """

    kind: str
    text: str
    children: tuple[Node, ...] = ()
    op: str = ""

    @property
    def name(self) -> str:
        """The item of a ``column``."""
        return self.text[1:-1].replace('""', '"') if self.text.startswith('"') else self.text

    @property
    def columns(self) -> frozenset[str]:
        """The items (and ``as_of``) that the node reads."""
        own = frozenset((self.name,)) if self.kind == "column" else frozenset()
        return own.union(*(child.columns for child in self.children))


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int

    def is_word(self, word: str) -> bool:
        return self.kind == "word" and self.text.upper() == word


class _UnknownSyntaxError(Exception):
    """Something that the reader does not know."""


def parse(text: str) -> Node:
    """The expression as a tree."""
    tokens = _tokens(text)
    try:
        reader = _Reader(text, tokens)
        node = reader.disjunction()
        if reader.at_end:
            return node
    except _UnknownSyntaxError:
        pass
    return Node("other", text.strip(), _columns(tokens))


def _tokens(text: str) -> list[_Token]:
    tokens, at = [], 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None:
            at += 1
            continue
        kind = str(match.lastgroup)
        tokens.append(_Token(kind, match[kind], match.start(kind), match.end()))
        at = match.end()
    return tokens


def _columns(tokens: list[_Token]) -> tuple[Node, ...]:
    """The column nodes among tokens: words that are no keyword, no function and no unit."""
    found = []
    for at, token in enumerate(tokens):
        called = at + 1 < len(tokens) and tokens[at + 1].text == "("
        if token.kind == "quoted" or (token.kind == "word" and token.text.upper() not in _WORDS and not called):
            found.append(Node("column", token.text))
    return tuple(found)


class _Reader:
    """Recursive descent, one method a level of binding."""

    def __init__(self, text: str, tokens: list[_Token]) -> None:
        self._text, self._tokens, self._at = text, tokens, 0

    @property
    def at_end(self) -> bool:
        return self._at >= len(self._tokens)

    def disjunction(self) -> Node:
        return self._chain("or", "OR", self.conjunction)

    def conjunction(self) -> Node:
        return self._chain("and", "AND", self._negation)

    def _chain(self, kind: str, word: str, level: object) -> Node:
        assert callable(level)  # noqa: S101 - for the type checker
        start, parts = self._start(), [level()]
        while self._take_word(word):
            parts.append(level())
        return parts[0] if len(parts) == 1 else Node(kind, self._since(start), tuple(parts))

    def _negation(self) -> Node:
        start = self._start()
        if self._take_word("NOT"):
            inner = self._negation()
            return Node("not", self._since(start), (inner,))
        return self._comparison()

    def _comparison(self) -> Node:
        start = self._start()
        left = self._sum()
        token = self._peek()
        if token is not None and token.kind == "operator" and token.text in _COMPARISONS:
            self._at += 1
            right = self._sum()
            return Node("compare", self._since(start), (left, right), "<>" if token.text == "!=" else token.text)
        if self._take_word("IS"):
            negated = self._take_word("NOT")
            if not self._take_word("NULL"):
                raise _UnknownSyntaxError
            return Node("null", self._since(start), (left,), "is not" if negated else "is")
        negated = self._take_word("NOT")
        if self._take_word("IN"):
            values = self._arguments()
            return Node("in", self._since(start), (left, *values), "not in" if negated else "in")
        if self._take_word("BETWEEN"):
            low = self._sum()
            if not self._take_word("AND"):
                raise _UnknownSyntaxError
            high = self._sum()
            return Node("between", self._since(start), (left, low, high), "not" if negated else "")
        if negated or (token is not None and token.kind == "word" and token.text.upper() in ("LIKE", "ILIKE")):
            raise _UnknownSyntaxError
        return left

    def _sum(self) -> Node:
        return self._binary("add", ("+", "-", "||"), self._product)

    def _product(self) -> Node:
        return self._binary("times", ("*", "/"), self._primary)

    def _binary(self, kind: str, operators: tuple[str, ...], level: object) -> Node:
        assert callable(level)  # noqa: S101 - for the type checker
        start, node = self._start(), level()
        while (token := self._peek()) is not None and token.kind == "operator" and token.text in operators:
            self._at += 1
            right = level()
            node = Node("other" if token.text == "||" else kind, self._since(start), (node, right), token.text)
        return node  # type: ignore[no-any-return]

    def _primary(self) -> Node:  # noqa: C901, PLR0911 - one branch for each form of a primary
        token = self._peek()
        if token is None:
            raise _UnknownSyntaxError
        start = token.start
        self._at += 1
        if token.text == "(":
            inner = self.disjunction()
            self._expect(")")
            return Node(inner.kind, self._since(start), inner.children, inner.op) if inner.kind != "column" else inner
        if token.kind in ("string", "number") or (
            token.kind == "word" and token.text.upper() in ("TRUE", "FALSE", "NULL")
        ):
            return Node("literal", token.text)
        if token.text == "-":
            self._primary()
            return Node("literal", self._since(start))
        if token.is_word("DATE") and self._next_is("string"):
            self._at += 1
            return Node("literal", self._since(start))
        if token.is_word("INTERVAL"):
            self._at += 2
            return Node("interval", self._since(start))
        if token.is_word("CASE"):
            return self._case(start)
        if token.kind == "quoted":
            return Node("column", token.text)
        if token.kind == "word" and self._next_is("operator", "("):
            return self._call(token.text, start)
        if token.kind == "word" and token.text.upper() not in _WORDS:
            return Node("column", token.text)
        raise _UnknownSyntaxError

    def _call(self, function: str, start: int) -> Node:
        first = self._at
        if function.upper() in ("CAST", "TRY_CAST"):
            depth = 0
            while not self.at_end:
                depth += {"(": 1, ")": -1}.get(self._tokens[self._at].text, 0)
                self._at += 1
                if depth == 0:
                    break
            return Node("other", self._since(start), _columns(self._tokens[first : self._at]))
        arguments = self._arguments()
        return Node("coalesce" if function.upper() == "COALESCE" else "other", self._since(start), arguments)

    def _case(self, start: int) -> Node:
        first, depth = self._at, 1
        while depth and not self.at_end:
            token = self._tokens[self._at]
            depth += token.is_word("CASE") - token.is_word("END")
            self._at += 1
        return Node("other", self._since(start), _columns(self._tokens[first : self._at]))

    def _arguments(self) -> tuple[Node, ...]:
        self._expect("(")
        arguments = []
        while not self._next_is("operator", ")"):
            arguments.append(self.disjunction())
            if not self._next_is("operator", ")"):
                self._expect(",")
        self._expect(")")
        return tuple(arguments)

    def _peek(self) -> _Token | None:
        return None if self.at_end else self._tokens[self._at]

    def _next_is(self, kind: str, text: str | None = None) -> bool:
        token = self._peek()
        return token is not None and token.kind == kind and (text is None or token.text == text)

    def _take_word(self, word: str) -> bool:
        token = self._peek()
        if token is not None and token.is_word(word):
            self._at += 1
            return True
        return False

    def _expect(self, text: str) -> None:
        if not self._next_is("operator", text):
            raise _UnknownSyntaxError
        self._at += 1

    def _start(self) -> int:
        token = self._peek()
        return len(self._text) if token is None else token.start

    def _since(self, start: int) -> str:
        return self._text[start : self._tokens[self._at - 1].end]
