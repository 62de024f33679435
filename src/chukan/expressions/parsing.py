"""An expression taken apart, and refused unless nothing in it does harm.

sqlglot parses; nothing passes but comparisons, arithmetic and the harmless functions of `FUNCTIONS` over the items of
one record. So an expression cannot read a file, another table, the clock or the environment.

Two parsers that disagree would be a way around the vetting. So DuckDB never gets the text that was written, but the
tokens that were vetted, put together again: comments are gone, strings and identifiers are quoted anew, and a word is
a call only where a known name is followed by a parenthesis.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlglot import Token, TokenType, exp
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.errors import SqlglotError

from chukan.expressions.names import literal, quoted
from chukan.expressions.parts import Parts, RefusedError

if TYPE_CHECKING:
    from sqlglot.expressions import Expr

FUNCTIONS = frozenset(
    """abs ceil ceiling floor round sign mod greatest least trunc coalesce cast try_cast try extract
    length char_length character_length strlen substr substring left right upper lower ucase lcase trim ltrim rtrim lpad rpad
    replace translate reverse concat concat_ws contains starts_with prefix ends_with suffix position instr strpos split_part
    regexp_matches regexp_full_match regexp_extract ascii unicode ord chr nullif ifnull if
    year month day quarter week dayofweek dayofyear date_part datepart date_diff datediff date_sub datesub date_add date_trunc
    datetrunc make_date last_day age strftime strptime try_strptime to_days to_weeks to_months to_quarters to_years""".split()  # noqa: SIM905 - one word after the other is easier to read and to add to
)
"""The functions that an expression may call."""

_BEFORE_PARENTHESES = frozenset(
    "and or not in is like ilike between case when then else escape interval from for decimal numeric varchar".split()  # noqa: SIM905 - one word after the other is easier to read and to add to
)
"""Words that a parenthesis may follow without a call."""
_OPERATORS = frozenset("( ) , . + - * / // % ^ ** || = == <> != < <= > >= ~ ~~ ~~* ! :: [ ] :".split())  # noqa: SIM905 - one word after the other is easier to read and to add to
_NODES = (
    *(exp.And, exp.Or, exp.Not, exp.Paren, exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Null, exp.Var),
    *(exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.NullSafeEQ, exp.NullSafeNEQ, exp.Is, exp.In, exp.Between),
    *(exp.Like, exp.ILike, exp.SimilarTo, exp.Escape, exp.Add, exp.Sub, exp.Mul, exp.Div, exp.IntDiv, exp.Mod, exp.Neg),
    *(exp.DPipe, exp.Interval, exp.DataType, exp.DataTypeParam, exp.Bracket, exp.Slice, exp.Func),
)
_COMPARISONS = (
    *(exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.NullSafeEQ, exp.NullSafeNEQ, exp.In, exp.Between),
    *(exp.Like, exp.ILike, exp.SimilarTo, exp.Case, exp.RegexpLike, exp.StartsWith),
)
#: Functions (to sqlglot) that need no parentheses, or that read more than one record.
_NEVER = (
    exp.AggFunc,
    exp.Array,
    exp.Collate,
    exp.Struct,
    exp.SubqueryPredicate,
    *DuckDB.Parser.NO_PAREN_FUNCTIONS.values(),
)
_WHAT = (
    ((exp.Query, exp.SubqueryPredicate), "副問合せ（SELECT）"),
    (exp.Window, "ウィンドウ関数（OVER）"),
    (exp.Lambda, "ラムダ式"),
    ((exp.Placeholder, exp.Parameter), "パラメータ（? や $1）"),
    ((exp.Star, exp.Columns), "「*」"),
)
_CLOCK = {"current_date", "current_timestamp", "current_time", "today", "now", "localtime", "localtimestamp"}
#: Words that DuckDB takes for a call, also without parentheses.
_SYSTEM = {"user", "current_user", "session_user", "current_role", "current_catalog", "current_schema"}

#: Characters that a value may be filled up to: more than any item has, and no reason to fill the memory.
_LONGEST = 10_000

_WORDS = re.compile("[A-Za-z_][A-Za-z0-9_]*( [A-Za-z]+)*")  # SIMILAR TO is one token
_NUMBER = re.compile(r"[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]+)?")


@lru_cache(maxsize=4096)  # the packs have some 1,500; every file of a delivery asks for its layout's again
def take_apart(text: str) -> tuple[Parts, Expr]:
    """Parse an expression and check that it does what it may do.

    Args:
        text: a boolean expression over the items of one record.

    Returns:
        What it is made of, and its syntax tree in sqlglot's DuckDB dialect, which is shared and must not be changed.

    Raises:
        RefusedError: it does not.
    """
    tokens = _tokens(text)
    tree = _parsed(text, tokens)
    for node in tree.walk(bfs=False):
        _check_node(node)
    return Parts(_put_together(tokens), tuple(_names(tree, tokens)), tuple(_compared(tree))), tree


def _compared(tree: Expr) -> list[str]:
    """Return the columns beside a text in a comparison, in small letters: `A = '1'`, `A IN ('1', '2')`."""
    found: list[str] = []
    for text in tree.find_all(exp.Literal):
        node = text.parent if text.is_string else None
        while node is not None and not isinstance(node, (*_COMPARISONS, exp.And, exp.Or)):
            node = node.parent
        if node is not None and isinstance(node, _COMPARISONS):
            found += [column.name.lower() for column in node.find_all(exp.Column)]
    return found


def _tokens(text: str) -> Sequence[Token]:
    try:
        tokens = DuckDB().tokenize(text)
    except SqlglotError:
        raise _unreadable(text, "引用符かコメントが閉じていません") from None
    if any(token.token_type == TokenType.SEMICOLON for token in tokens):
        raise RefusedError("式は一つだけ書けます（文や「;」、FROM は書けません）")
    return tokens


def _parsed(text: str, tokens: Sequence[Token]) -> Expr:
    try:
        trees = DuckDB().parser().parse_into(exp.Condition, list(tokens), text)
    except SqlglotError as e:
        raise _unreadable(text, _why(e)) from None
    except RecursionError:
        raise _unreadable(text, "入れ子が深すぎます") from None
    if len(trees) != 1 or not isinstance(trees[0], exp.Expression):
        raise _unreadable(text, "何も書かれていません")
    return trees[0]


def _unreadable(text: str, why: str) -> RefusedError:
    return RefusedError(f"式として読めません: {why}", f"式: {' '.join(text.split())[:80]}")


def _why(error: SqlglotError) -> str:
    """Where a parser stopped."""
    first: dict[str, Any] = next(iter(getattr(error, "errors", ())), {})
    near = " ".join(str(first.get("highlight") or "").split())[:40]
    return f"「{near}」のあたりで文法に合いません" if near else "文法に合いません"


def _check_node(node: Expr) -> None:
    for kinds, what in _WHAT:
        if isinstance(node, kinds):
            raise RefusedError(f"式で{what}は使えません")
    if isinstance(node, exp.Column) and node.sql().lower() in _CLOCK:
        raise _no_clock(node.sql())
    if isinstance(node, _NEVER):
        name = node.sql(dialect="duckdb").split("(")[0].lower()
        raise _no_clock(name) if name in _CLOCK else RefusedError(f"式で関数「{name}」は使えません")
    if not isinstance(node, _NODES):
        raise RefusedError(f"式で{type(node).__name__}は使えません")
    if isinstance(node, exp.Pad) and not _is_small(node.expression):
        raise RefusedError(f"式の lpad・rpad の長さには、{_LONGEST:,} までの整数を書いてください")
    if isinstance(node, exp.Anonymous) and node.name.lower() == "age" and len(node.expressions) != 2:
        raise _no_clock("age")


def _is_small(length: Expr) -> bool:
    """Return True for a whole number up to `_LONGEST`, written out."""
    written = length.name if isinstance(length, exp.Literal) and not length.is_string else ""
    return written.isascii() and written.isdecimal() and len(written) <= len(str(_LONGEST)) and int(written) <= _LONGEST


def _no_clock(name: str) -> RefusedError:
    return RefusedError(f"式で今日の日付（{name}）は使えません", "as_of を使ってください。")


def _put_together(tokens: Sequence[Token]) -> str:
    """Return the tokens as one line of SQL, each checked by itself."""
    parts: list[str] = []
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        called = following is not None and following.token_type == TokenType.L_PAREN
        if called and token.text not in _OPERATORS:
            _check_call(token)
        parts.append(_part(token))
        # a point belongs to the number or name beside it, "!" to the operator behind it
        if token.text not in (".", "!") and following is not None and following.text != ".":
            parts.append(" ")
    return "".join(parts)


def _check_call(token: Token) -> None:
    """Raise unless a parenthesis follows a known function, or a word that calls nothing."""
    name = token.text.lower()
    if name in _CLOCK:
        raise _no_clock(name)
    if name not in FUNCTIONS and (token.token_type == TokenType.IDENTIFIER or name not in _BEFORE_PARENTHESES):
        raise RefusedError(f"式で関数「{name}」は使えません")


def _part(token: Token) -> str:
    text, kind = token.text, token.token_type
    if kind == TokenType.STRING:
        return literal(text)
    if kind == TokenType.IDENTIFIER:
        return quoted(text)
    if kind == TokenType.NUMBER and _NUMBER.fullmatch(text):
        return text
    if text in _OPERATORS:
        return text
    if _WORDS.fullmatch(words := " ".join(text.split())) and kind not in (
        TokenType.HEREDOC_STRING,
        TokenType.RAW_STRING,
    ):
        if text.lower() in _SYSTEM:
            raise RefusedError(f"式で関数「{text.lower()}」は使えません")
        return words
    if kind == TokenType.VAR:  # a name in Japanese
        return quoted(text)
    raise RefusedError(f"式で「{text[:20]}」は使えません")


def _names(tree: Expr, tokens: Sequence[Token]) -> list[str]:
    """Return the columns of a tree in the order in which they were written (sqlglot turns some arguments around)."""
    found = {".".join(part.name for part in column.parts): column.parts[0].name for column in tree.find_all(exp.Column)}
    order = {token.text: place for place, token in reversed(list(enumerate(tokens)))}
    return sorted(found, key=lambda name: order.get(found[name], len(order)))
