"""What an expression is made of, whatever layout it is read for."""

from __future__ import annotations

from typing import NamedTuple

HINT = "1件の項目どうしの比較・四則・CASE・文字列と日付の関数だけが使えます（docs/packs.md の SQL の節）。"


class Parts(NamedTuple):
    """An expression that may run.

    Attributes:
        sql: what DuckDB runs: the same on one line, without comments.
        names: the columns in it, in the order in which they were written.
        compared: those beside a text in a comparison, in small letters.
        words: the expression in Japanese; "" = nobody asked yet.
    """

    sql: str
    names: tuple[str, ...]
    compared: tuple[str, ...]
    words: str = ""


class RefusedError(Exception):
    """An expression that is none, or does what none may do: why, and what to do instead."""

    def __init__(self, message: str, hint: str = HINT) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint
