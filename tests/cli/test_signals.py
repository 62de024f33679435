from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from chukan.cli import signals

NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = {name: signal.getsignal(getattr(signal, name)) for name in NAMES}
    for name in NAMES:  # whoever runs the tests in the background may have them ignored
        signal.signal(getattr(signal, name), signal.SIG_DFL)
    yield
    for name, handler in before.items():
        signal.signal(getattr(signal, name), handler)
    signals._first.clear()


@pytest.mark.parametrize("name", NAMES)
def test_a_signal_stops_the_run(name: str) -> None:
    signals.prepare()
    assert not signals.stopped()

    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(getattr(signal, name))

    assert signals.stopped()


def test_a_second_one_does_not_disturb_the_cleaning_up() -> None:
    signals.prepare()
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGTERM)

    signal.raise_signal(signal.SIGINT)

    assert signals.stopped()


def test_a_new_run_begins_anew() -> None:
    signals.prepare()
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGTERM)

    signals.prepare()

    assert not signals.stopped()


def test_what_is_ignored_stays_ignored() -> None:
    """As nohup does with SIGHUP."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)

    signals.prepare()

    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
