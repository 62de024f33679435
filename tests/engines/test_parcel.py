"""What goes to a worker and comes back, without a cluster."""

from __future__ import annotations

import pickle
from types import MappingProxyType
from typing import Any

import pytest

from chukan.engines import parcel, worker
from chukan.errors import Bug, InputError, OutputError, WorkerUnfit


@pytest.fixture(autouse=True)
def _no_examiner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_examiner", (-1, None))


def sent(examine: Any, block: Any, state: Any = None) -> parcel.Parcel:
    made = parcel.Parcel.of(1, pickle.dumps(examine), block, state)
    back: parcel.Parcel = pickle.loads(pickle.dumps(made))  # noqa: S301 - our own
    return back


class Elsewhere:
    """A block whose bytes are fetched where it is examined."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error

    def fetched(self) -> int:
        if self.error is not None:
            raise self.error
        return 20


def add(block: int, state: int) -> int:
    return block + state


def fails(block: Any, state: Any) -> None:
    raise block


def test_a_block_is_fetched_and_examined() -> None:
    assert parcel.examine(sent(add, 3, 4)).result == 7
    assert parcel.examine(sent(add, Elsewhere(), 4)).result == 24


def test_what_cannot_be_fetched_is_the_workers_fault() -> None:
    gone = InputError("ファイルがありません", place="/share/a.csv")

    error = parcel.examine(sent(add, Elsewhere(gone), 4)).error

    assert isinstance(error, WorkerUnfit)
    assert "ファイルがありません" in error.message
    assert error.place == "/share/a.csv"


def test_a_check_that_the_worker_does_not_have_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Checks of one's own go by the name of their function."""
    one = parcel.Parcel(parcel.versions(), 1, b"cno_such_module\nfunction\n.", pickle.dumps((1, 2)))

    error = parcel.examine(one).error

    assert isinstance(error, WorkerUnfit)
    assert "no_such_module" in error.message


def test_nothing_is_unpacked_of_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    one = parcel.Parcel(MappingProxyType({**parcel.versions(), "pandas": "0"}), 1, b"no pickle", b"no pickle")

    error = parcel.examine(one).error

    assert isinstance(error, WorkerUnfit)
    assert "pandas の版" in error.message


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        (ValueError("x"), ValueError),
        (InputError("x", place="a"), InputError),
        (OSError(28, "x"), OutputError),
    ],
)
def test_an_error_comes_back_as_an_answer(raised: Exception, kind: type[Exception]) -> None:
    """A cluster logs what is raised, with the values that it was called with."""
    answer = pickle.loads(pickle.dumps(parcel.examine(sent(fails, raised))))  # noqa: S301 - our own

    assert type(answer.error) is kind
    assert answer.error.__traceback__ is None


def test_an_error_that_cannot_travel_becomes_one_that_can() -> None:
    class Own(Exception):
        pass

    answer = parcel.examine(parcel.Parcel(parcel.versions(), 1, pickle.dumps(add), pickle.dumps((3, 4))))
    assert answer.result == 7

    assert isinstance(parcel._portable(Own("secret")), Bug)
    assert "secret" not in str(parcel._portable(Own("secret")))


def test_nothing_is_shown_of_what_is_sent() -> None:
    one = sent(add, "secret", 1)

    assert "secret" not in repr(one)
    assert "secret" not in repr(parcel.Answer("secret"))


def test_versions_name_what_decides_a_result() -> None:
    assert {"chukan", "Python", "pandera", "pandas", "pyarrow", "duckdb"} <= parcel.versions().keys()
    assert all(parcel.versions().values())
