"""What runs in a worker process."""

from __future__ import annotations

import pickle
import signal

import pytest

from chukan.engines import worker


class Adds:
    """An examiner that knows how often it was made."""

    made = 0

    def __init__(self, more: int) -> None:
        self.more = more

    def __call__(self, block: int, state: int) -> int:
        return block + state + self.more

    def __setstate__(self, state: dict[str, int]) -> None:
        type(self).made += 1
        self.__dict__.update(state)


def test_an_examiner_is_unpickled_once_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_examiner", (-1, None))
    monkeypatch.setattr(Adds, "made", 0)
    first, second = pickle.dumps(Adds(10)), pickle.dumps(Adds(20))

    answers = [worker.examine(1, first, block, 100) for block in (1, 2, 3)]
    answers.append(worker.examine(2, second, 1, 100))

    assert answers == [111, 112, 113, 121]
    assert Adds.made == 2


def test_a_worker_leaves_ctrl_c_to_its_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[int, object] = {}
    monkeypatch.setattr(signal, "signal", lambda number, what: asked.update({number: what}))

    worker.prepare()

    assert asked[signal.SIGINT] == signal.SIG_IGN
    assert asked[signal.SIGTERM] == signal.SIG_DFL
