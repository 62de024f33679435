"""The program in this process, as in the journeys."""

from tests.journeys.conftest import chukan

__all__ = ["chukan"]
