"""Records whose newlines are escaped: the lines are those of the file."""

from __future__ import annotations

import pytest

from chukan.intake.encoding.respelling import Respelling
from chukan.intake.records.block import MULTILINE_KINDS
from chukan.intake.records.escaped import find_escaped
from chukan.intake.records.rules import RecordRules


def rules(*, newlines: bool | None = True) -> RecordRules:
    return RecordRules(width=2, delimiter=0x2C, quote=0x22, newlines_in_values=newlines)


def respelled(text: str) -> bytes:
    return Respelling(escapes=True).apply(text).encode()


def test_lines_are_those_of_the_file() -> None:
    data = respelled('1,a\\\nb\n\n2,"c\nd\\\ne"\n3,"f\n4,g\r\n')

    found = find_escaped(data, len(data), rules(), final=True)

    assert found.lines.tolist() == [0, 3, 7]
    assert [(span.kind, span.line, span.lines) for span in found.irregular] == [("blank", 2, 1), ("stray_quote", 6, 1)]
    assert found.line_count == 8
    assert found.newlines.firsts == {"lf": 1, "crlf": 7}
    multiline = found.multiline
    assert (multiline.lines.tolist(), multiline.counts.tolist()) == ([0, 3], [2, 3])


@pytest.mark.parametrize(("newlines", "kind"), [(True, "fine"), (None, "fine"), (False, "not_agreed")])
def test_an_escaped_newline_is_judged_as_one_in_a_value(newlines: bool | None, kind: str) -> None:
    data = respelled("1,a\\\nb\n2,c\n")

    found = find_escaped(data, len(data), rules(newlines=newlines), final=True)

    assert [MULTILINE_KINDS[index] for index in found.multiline.kinds] == [kind]
