"""A block without its bytes."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest

from chukan.errors import InputError
from chukan.intake.records.block import Block
from chukan.intake.records.elsewhere import BlockElsewhere


def block_at(path: Path, offset: int, size: int) -> Block:
    nothing = np.zeros(0, np.int64)
    raw = path.read_bytes()[offset : offset + size]
    return Block(
        index=3, offset=offset, first_record=1, first_line=2, raw=raw, starts=nothing, ends=nothing, lines=nothing
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.csv"
    path.write_bytes(b"0123456789")
    return path


@pytest.mark.parametrize("scheme", ["", "file://"])
def test_the_bytes_are_read_where_the_block_is(path: Path, scheme: str) -> None:
    block = block_at(path, 2, 4)

    packed = pickle.dumps(BlockElsewhere.of(block, f"{scheme}{path}"))
    found: BlockElsewhere = pickle.loads(packed)  # noqa: S301 - our own

    assert b"2345" not in packed
    assert found.fetched().raw == b"2345"
    assert found.fetched().index == 3


@pytest.mark.parametrize(
    ("now", "why"), [(b"01234x6789", "違います"), (b"0123", "書き換えられました"), (None, "ファイルがありません")]
)
def test_other_bytes_are_never_taken_for_them(path: Path, now: bytes | None, why: str) -> None:
    sent = BlockElsewhere.of(block_at(path, 2, 4), str(path))
    if now is None:
        path.unlink()
    else:
        path.write_bytes(now)

    with pytest.raises(InputError, match=why) as raised:
        sent.fetched()

    assert raised.value.place == str(path)
