"""The codes of NEC and IBM for characters that have another code."""

from __future__ import annotations

from chukan.intake.encoding.second_codes import second_codes


def test_each_is_another_code_of_a_character_of_jis() -> None:
    found = second_codes()

    assert found[b"\x87\x90"] == "≒"
    assert found[b"\xfa\x54"] == "￢"
    for code, character in found.items():
        assert code.decode("cp932") == character
        assert character.encode("cp932") != code


def test_characters_with_one_code_are_none() -> None:
    assert not {"亜", "①", "髙"} & set(second_codes().values())
