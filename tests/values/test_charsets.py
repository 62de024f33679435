from __future__ import annotations

from chukan.values.charsets import ASCII, BLANK, DIGITS, either, flags_of, other_than


def test_the_union_of_classes() -> None:
    assert either(DIGITS, ((0x2D, 0x2D),)) == ((0x30, 0x39), (0x2D, 0x2D))


def test_flags_of_every_other_character() -> None:
    other = other_than(ASCII, BLANK)

    assert [bool(other[ord(c)]) for c in "a ~　é山"] == [False, False, False, False, True, True]


def test_flags_of_characters_beyond_the_first_plane_and_of_halves_of_pairs() -> None:
    flags = flags_of(["山𠮷", "\ud800"])

    assert set(flags.nonzero()[0].tolist()) == {ord("山"), 0x20BB7, 0xD800}
