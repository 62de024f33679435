"""Records that span lines, and stray quotes that look like them."""

from __future__ import annotations

import random

import pytest

from chukan.intake.records import folds
from chukan.intake.records.delimited import find_records
from chukan.intake.records.rules import RecordRules


@pytest.mark.parametrize("agreed", [None, True, False])
def test_records_over_several_lines_are_judged_alike_one_by_one_by_their_shape_or_by_counting_together(
    monkeypatch: pytest.MonkeyPatch, agreed: bool | None
) -> None:
    rng = random.Random(3)
    pieces = [
        b'1,"a\nb"\n',
        b'22,"c\nd"\n',
        b'"\n"\n',
        b'1,"x\n9,y\n"\n',
        b'"\n,2"\n',
        b"1,2\n",
        b'"a\n""b",2\r\n',
        b'3"\n',
    ]
    rules = RecordRules(width=2, delimiter=ord(","), quote=ord('"'), newlines_in_values=agreed)
    for _ in range(60):
        data = b"".join(rng.choices(pieces, rng.choices(range(1, 30), k=len(pieces)), k=120))

        together = []
        for many, several in ((1, 1), (10_000, 1), (10_000, 10_000)):
            monkeypatch.setattr(folds, "_MANY", many)
            monkeypatch.setattr(folds, "_SEVERAL", several)
            found = find_records(data, len(data), rules, final=True)
            multiline = [a.tolist() for a in vars(found.multiline).values()]
            together.append((found.starts.tolist(), found.irregular, multiline, found.end))

        assert together[0] == together[1] == together[2]
