"""What a run looks out for in a file: whose findings are the same ones in the next delivery."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from chukan.verification.decisions.ledger import NO_LEDGER, Ledger
from chukan.verification.decisions.model import Decision, Decisions
from chukan.verification.job import Target

SECRET = b"k" * 32
OWN = Ledger(SECRET)


@pytest.fixture
def fingerprint(target: Callable[..., Target], tmp_path: Path) -> Callable[..., str]:
    """Return the fingerprint of one and the same finding about a file."""
    layout = target(tmp_path / "a.csv").layout

    def make(municipality: str = "139998", shown: str = "town/people.csv", ledger: Ledger = OWN) -> str:
        watch = ledger.watch(layout, municipality, shown)
        return watch.fingerprint("F06", "", "", watch.fingerprints.whole("列がありません"))

    return make


def test_the_folder_of_a_file_is_none_of_it(fingerprint: Callable[..., str]) -> None:
    """The next delivery lies in another one."""
    assert fingerprint() == fingerprint(shown="another/people.csv") == fingerprint(shown="people.csv") != ""


def test_town_file_and_project_are(fingerprint: Callable[..., str]) -> None:
    others = [
        fingerprint("139997"),
        fingerprint(shown="town/households.csv"),
        fingerprint(ledger=Ledger(b"o" * 32)),
    ]

    assert len({fingerprint(), *others}) == 4


def test_without_a_secret_nothing_is_recognised(fingerprint: Callable[..., str]) -> None:
    assert fingerprint(ledger=NO_LEDGER) == ""


def test_what_the_sheets_list_is_looked_for(target: Callable[..., Target], tmp_path: Path) -> None:
    rows = tuple(Decision(rule="V01", item="氏名", fingerprint=f) for f in ("f1", "f2", ""))
    layout = target(tmp_path / "a.csv").layout

    watch = Ledger(SECRET, Decisions(rows)).watch(layout, "", "a.csv", keys=True)

    assert watch.of("V01", "氏名") == {"f1", "f2"}
    assert watch.keys
    assert not OWN.watch(layout, "", "a.csv").of("V01", "氏名")
