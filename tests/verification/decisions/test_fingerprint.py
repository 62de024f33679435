"""A fingerprint is the same for the same finding, another for any other, and tells nothing without the secret."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chukan.verification.decisions.fingerprint import Fingerprints, public_id, seal

SECRET = bytes(range(32))
MAKER = Fingerprints(SECRET, "131016", "resident_register/person", "person.csv")


def test_the_same_finding_has_the_same_fingerprint() -> None:
    first = MAKER.finding("V01", "氏名", "", MAKER.record(("0001", "1")))

    assert first == MAKER.finding("V01", "氏名", "", MAKER.record(("0001", "1")))
    assert len(first) == 32
    assert first == replace(MAKER, file="later.csv").finding("V01", "氏名", "", MAKER.record(("0001", "1")))


@pytest.mark.parametrize(
    ("maker", "rule", "item", "check", "key"),
    [
        (replace(MAKER, secret=bytes(32)), "V01", "氏名", "", ("0001", "1")),
        (replace(MAKER, municipality="131024"), "V01", "氏名", "", ("0001", "1")),
        (replace(MAKER, layout="resident_register/household"), "V01", "氏名", "", ("0001", "1")),
        (MAKER, "V02", "氏名", "", ("0001", "1")),
        (MAKER, "V01", "住所", "", ("0001", "1")),
        (MAKER, "V01", "氏名", "own", ("0001", "1")),
        (MAKER, "V01", "氏名", "", ("0001", "2")),
        (MAKER, "V01", "氏名", "", ("00011", "")),
        (MAKER, "V01", "氏名", "", ("00", "011")),
    ],
)
def test_anything_else_has_another(maker: Fingerprints, rule: str, item: str, check: str, key: tuple[str, ...]) -> None:
    first = MAKER.finding("V01", "氏名", "", MAKER.record(("0001", "1")))

    assert maker.finding(rule, item, check, maker.record(key)) != first


def test_what_cannot_be_identified_has_none() -> None:
    assert MAKER.record(()) == b""
    assert MAKER.record(("", " ")) == b""
    assert MAKER.record(("", "1")) == b"", "履歴番号 alone is many people's"
    assert MAKER.record(("0001", "\u3000")) == b""
    assert MAKER.finding("V01", "氏名", "", b"") == ""
    assert Fingerprints().finding("V01", "", "", Fingerprints().whole("message")) == ""


def test_a_part_of_the_key_that_may_be_blank_is_a_value() -> None:
    maker = replace(MAKER, may_be_blank=frozenset({1}))

    assert maker.record(("0001", "")) not in {b"", maker.record(("0001", "1"))}
    assert maker.record(("", "1")) == b""
    assert maker.record(("", "")) == b""


def test_what_is_said_of_a_whole_file_is_known_by_its_words() -> None:
    three, thirty = MAKER.whole("3件足りません"), MAKER.whole("30件足りません")

    assert MAKER.finding("F09", "", "", three) != MAKER.finding("F09", "", "", thirty)


def test_the_public_name_and_the_seal_depend_on_the_secret() -> None:
    assert public_id(SECRET) != public_id(bytes(32))
    assert public_id(b"") == ""
    assert seal(SECRET, ["a", "b"]) != seal(SECRET, ["ab", ""])
    assert SECRET.hex()[:16] not in {public_id(SECRET), seal(SECRET, [""])}
