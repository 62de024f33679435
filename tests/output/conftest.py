"""The verification that the tests of reports make."""

from tests.reports.conftest import clean, made, many, narrow, snapshot, summary

__all__ = ["clean", "made", "many", "narrow", "snapshot", "summary"]
