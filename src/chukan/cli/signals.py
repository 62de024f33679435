"""Ctrl-C, TERM and a closed terminal: the run stops, cleans up, and says so, at any moment, once or twice."""

from __future__ import annotations

import signal
import time
from types import FrameType

#: Another signal within so many seconds adds nothing: what the first one began is cleaning up.
_PATIENCE = 5.0
_first: list[float] = []


def prepare() -> None:
    """Stop the run on every signal that a person or a system stops programs with."""
    _first.clear()
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) is not signal.SIG_IGN:  # as nohup does
            signal.signal(getattr(signal, name), _stop)


def stopped() -> bool:
    """Return whether such a signal came: whatever was raised since then came of it."""
    return bool(_first)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    now = time.monotonic()
    if _first and now - _first[-1] < _PATIENCE:
        return
    _first.append(now)
    raise KeyboardInterrupt
