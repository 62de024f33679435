"""Records whose newlines may be escaped: a backslash before a newline makes it part of a value.

Before anything is cut such a newline became a character of its own (`chukan.intake.encoding.respelling`), so that no record
ends there. What is left is to count the lines as the file has them, and to say that a record spans several.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from chukan.intake.encoding.respelling import escaped_lines
from chukan.intake.records.block import MULTILINE_KINDS, Found, Multiline
from chukan.intake.records.delimited import find_records
from chukan.intake.records.lines import Ints, Newlines, physical
from chukan.intake.records.rules import RecordRules


def find_escaped(data: bytes, window: int, rules: RecordRules, *, final: bool) -> Found:
    """Return the records of ``data[:window]`` with their lines in the file; see `find_records`."""
    found = find_records(data, window, rules, final=final)
    places = escaped_lines(data[: found.end])
    if not len(places):
        return found
    lines = physical(np.frombuffer(data, np.uint8, found.end), final=True)
    shifts = np.append(np.searchsorted(places, lines.starts), len(places))

    def shifted(numbers: Ints) -> Ints:
        there: Ints = numbers + shifts[np.minimum(numbers, len(shifts) - 1)]
        return there

    def inside(starts: Ints, ends: Ints) -> Ints:
        counts: Ints = np.searchsorted(places, ends) - np.searchsorted(places, starts)
        return counts

    found.multiline = _multiline(found, inside(found.starts, found.ends), rules)
    found.multiline = replace(found.multiline, lines=shifted(found.multiline.lines))
    found.lines = shifted(found.lines)
    found.irregular = tuple(
        replace(
            span,
            line=int(shifted(np.array([span.line]))[0]),
            lines=span.lines + int(inside(np.array([span.start]), np.array([span.end]))[0]),
        )
        for span in found.irregular
    )
    found.newlines = Newlines(found.newlines.counts, _shifted_ends(found.newlines.firsts, shifts))
    found.line_count += len(places)
    return found


def _shifted_ends(firsts: dict[str, int], shifts: Ints) -> dict[str, int]:
    """Return the lines on which some newlines are first: what is escaped on a line is before its end."""
    return {kind: line + int(shifts[min(line + 1, len(shifts) - 1)]) for kind, line in firsts.items()}


def _multiline(found: Found, inside: Ints, rules: RecordRules) -> Multiline:
    """Return the records that span lines, those by escaped newlines among them; their lines are still those without.

    Args:
        found: the records.
        inside: how many newlines of each clean record are escaped.
        rules: whether newlines in values were agreed on.
    """
    known = found.multiline
    rows = np.searchsorted(found.starts, known.starts)
    more = np.setdiff1d(np.flatnonzero(inside), rows)
    kind = MULTILINE_KINDS.index("not_agreed" if rules.newlines_in_values is False else "fine")
    joined = Multiline(
        starts=np.concatenate([known.starts, found.starts[more]]),
        lines=np.concatenate([known.lines, found.lines[more]]),
        counts=np.concatenate([known.counts + inside[rows], 1 + inside[more]]),
        kinds=np.concatenate([known.kinds, np.full(len(more), kind)]),
    )
    return joined.take(np.argsort(joined.starts, kind="stable"))
