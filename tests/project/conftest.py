"""The cases that the tests of evidence make."""

from tests.evidence.conftest import make, project

__all__ = ["make", "project"]
