"""Single corrections."""

from __future__ import annotations

from typing import Any

import pytest

from chukan.authoring.review import form
from chukan.authoring.review.correct import correct_codes, correct_layout
from chukan.authoring.review.entries import Entry, Signature
from chukan.errors import PackError
from chukan.layouts.extend import with_values
from chukan.layouts.library import Library

PERSON = Library.default().layout("mic@2.7/resident_register/person")
SIGNED = Signature("甲市", "山田", "2026-11-29")
RIGHT, WRONG, GONE, HELD = form.RESULTS


def entry(kind: Any, of: str, result: str, **values: Any) -> Entry:
    return Entry("x!L1", kind, "resident_register/person", of, result, SIGNED, values)


def test_formats_that_do_not_fit_the_right_type_go() -> None:
    made, _ = correct_layout(PERSON, [entry("item", "宛名番号", WRONG, type="9")])

    (item,) = made.items
    assert (item.type, item.formats) == ("9", ())


def test_a_name_becomes_a_label() -> None:
    made, _ = correct_layout(PERSON, [entry("item", "性別", WRONG, name="性別コード")])

    assert (made.items[0].name, made.items[0].labels) == ("性別", ("性別コード",))


@pytest.mark.parametrize("result", [HELD, WRONG])
def test_what_says_no_value_changes_nothing(result: str) -> None:
    made, (told,) = correct_layout(PERSON, [entry("item", "性別", result)])

    assert (made.items, made.without) == ([], [])
    assert told.by_hand is (result == WRONG)


def test_a_reference_can_not_be_corrected_by_a_sheet() -> None:
    number = next(n for n, d in enumerate(PERSON.body.declarations, 1) if d.kind == "reference")

    made, (told,) = correct_layout(PERSON, [entry("rule", str(number), GONE)])

    assert made.declarations == []
    assert told.by_hand


def test_codes_keep_their_place_when_one_is_renumbered() -> None:
    codes = PERSON.codes["gender"]

    after, whole, _ = correct_codes(codes, [entry("code", "1", WRONG, code="M")])

    assert whole
    assert list(after.codes) == ["M" if code == "1" else code for code in codes.codes]


def test_codes_that_change_places_are_not_lost() -> None:
    codes = PERSON.codes["gender"]
    swap = [entry("code", "1", WRONG, code="2"), entry("code", "2", WRONG, code="1")]

    after = with_values(codes, correct_codes(codes, swap)[0])

    assert after is not None
    assert sorted(after.codes.items()) == sorted({**codes.codes, "1": codes.codes["2"], "2": codes.codes["1"]}.items())


def test_two_codes_of_one_number_are_refused_with_the_cell() -> None:
    codes = PERSON.codes["gender"]

    with pytest.raises(PackError, match="「2」が二つになります") as caught:
        correct_codes(codes, [entry("code", "1", WRONG, code="2")])
    assert caught.value.place == "x!L1"
    with pytest.raises(PackError, match="「1」が二つになります"):
        correct_codes(codes, [entry("code", "", form.ADDED, code="1", name="男性")])
