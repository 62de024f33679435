"""What a project says of a run, whatever the run does with its files."""

from __future__ import annotations

import pytest

from chukan.errors import UsageError
from chukan.reconciliation.job import ReconcileJob
from chukan.severity import Severity
from chukan.verification.decisions.terms import ProjectTerms
from chukan.verification.job import Job


@pytest.mark.parametrize("wrong", [{"V99": "error"}, {"V01": "Error!"}])
def test_a_weight_that_does_not_exist_never_switches_a_rule_off(wrong: dict[str, str]) -> None:
    for make in (lambda: Job([], severities=wrong), lambda: ReconcileJob([], severities=wrong)):  # type: ignore[arg-type]
        with pytest.raises(UsageError):
            make()


def test_words_are_weights() -> None:
    terms = ProjectTerms(severities={"M03": "warning"})  # type: ignore[arg-type]

    assert terms.severities.of("M03", Severity.ERROR) == Severity.WARNING


def test_the_secret_is_read_when_the_run_begins() -> None:
    keys = [b"key"]
    terms = ProjectTerms(secret=keys.pop)

    assert keys == [b"key"]
    assert (terms.ledger().secret, keys) == (b"key", [])
    assert ProjectTerms().ledger().secret == b""
