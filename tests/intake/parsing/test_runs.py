"""Records that can't be read and follow one another are kept together."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from tests.intake.conftest import HEADER

Reading = Callable[..., Any]


PIECES = (b'"\n', b'""\n', b"a\n", b'a"\r\n', b'"a"b\n', b'1,"2\n', b"1,2,3,4\n", b"\n", b"1,2,3\n", b'"1",2\n')


@pytest.mark.parametrize("keep", [1, 3, 1000])
def test_records_that_are_rejected_together_are_those_that_would_be_one_by_one(
    read: Reading, monkeypatch: pytest.MonkeyPatch, keep: int
) -> None:
    rng = random.Random(keep)
    for _ in range(20):
        body = b"".join(rng.choice(PIECES) * rng.choice([1, 2, 7, 40]) for _ in range(rng.randrange(1, 6)))
        found = [read(HEADER + body, encoding="cp932", keep=keep, block_size=size) for size in (1, 64, 1 << 20)]
        with monkeypatch.context() as patched:
            patched.setattr("chukan.intake.records.quotes.QuotedRecords._alike", lambda *_: 0)
            patched.setattr(
                "chukan.intake.parsing.delimited._Parse._without_hopeless", lambda _, __, left: left.nonzero()[0]
            )
            one_by_one = read(HEADER + body, encoding="cp932", keep=keep, block_size=1 << 20)

        assert all(_rejected(one) == _rejected(one_by_one) for one in found), body
        assert all(one.account == one_by_one.account for one in found), body
        assert all(_first(one, keep) == _first(one_by_one, keep) for one in found), body


def _rejected(found: Any) -> tuple[bytes, int]:
    return b"".join(one.raw + one.newline for one in found.rejected), sum(one.records for one in found.rejected)


def _first(found: Any, keep: int) -> dict[tuple[str, str | None, str], tuple[int, list[Any]]]:
    """Return of each kind the number and the first places, as a tally keeps them."""
    kinds: dict[tuple[str, str | None, str], tuple[int, list[Any]]] = {}
    for one in found.anomalies:
        key = one.rule, one.item, one.severity
        number, places = kinds.get(key, (0, []))
        kinds[key] = number + one.count, places if one.is_rest else [*places, one]
    return {
        kind: (number, sorted(places, key=lambda a: a.offset or 0)[:keep]) for kind, (number, places) in kinds.items()
    }
