"""What every engine does."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from chukan.engines.engine import Engine, examined_here
from chukan.engines.pool import Pool


def file(examine: Any) -> Any:
    return SimpleNamespace(examine=examine, state=lambda: 5, stays=False)


def test_a_block_is_examined_with_what_is_known() -> None:
    assert examined_here(file(lambda block, state: (block, state)), 1).result() == (1, 5)


def test_an_error_waits_until_the_result_is_asked_for() -> None:
    def fails(*_: object) -> None:
        raise ValueError("no")

    future = examined_here(file(fails), 1)

    with pytest.raises(ValueError, match="no"):
        future.result()


@pytest.mark.parametrize(("jobs", "travels"), [(1, False), (2, True)])
def test_a_pool_is_an_engine(jobs: int, travels: bool) -> None:
    engine: Engine = Pool(jobs)

    assert engine.travels is travels
