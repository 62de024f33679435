"""What a run looks out for."""

from __future__ import annotations

from chukan.verification.decisions.fingerprint import Fingerprints
from chukan.verification.decisions.watch import Watch


def test_only_what_is_listed_of_the_rule_and_the_item() -> None:
    watch = Watch(listed={("V01", "氏名"): frozenset({"f1"}), ("V01", ""): frozenset({"f2"})})

    assert watch.of("V01", "氏名") == {"f1"}
    assert watch.of("V01", "") == {"f2"}
    assert watch.of("V02", "氏名") == frozenset()
    assert Watch().of("V01", "氏名") == frozenset()


def test_a_finding_has_the_fingerprint_that_the_project_gives_it() -> None:
    fingerprints = Fingerprints(b"secret" * 8, "131016/b/s")
    identity = fingerprints.whole("件数が違います")

    found = Watch(fingerprints).fingerprint("F09", "", "", identity)

    assert found == fingerprints.finding("F09", "", "", identity)
    assert found != Watch(Fingerprints(b"other" * 8, "131016/b/s")).fingerprint("F09", "", "", identity)
