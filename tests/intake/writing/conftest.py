"""The small layouts that records are written in: those of the tests of synthetic data."""

from __future__ import annotations

from tests.sample.conftest import library, make_layout, register

__all__ = ["library", "make_layout", "register"]
