"""Help pages: in Japanese, also where the parser's own words are English."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

Chukan = Callable[..., Any]
COMMANDS = [
    "check",
    "verify",
    "inspect",
    "sample",
    "reduce",
    "demo",
    "explain",
    "rules",
    "evidence build",
    "layouts import",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_no_english_of_the_parser_is_left(chukan: Chukan, command: str) -> None:
    answer = chukan(*command.split(), "--help")

    assert answer.code == 0
    assert answer.out.startswith(f"使い方: chukan {command} ")
    assert (
        re.findall(r"Usage|Options:|Arguments:|\[required\]|\[default|<(?:int|str|path|list)|this message", answer.out)
        == []
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_takes_the_common_switches(chukan: Chukan, command: str) -> None:
    answer = chukan(*command.split(), "--help")

    assert [s for s in ("--quiet", "--verbose", "--no-progress", "--lang") if s not in answer.out] == []
