from __future__ import annotations

from collections.abc import Callable

from chukan.rules.checks import FieldCheck
from chukan.rules.compile import CompiledRules

Verdicts = Callable[..., dict[str, list[str]]]


def test_only_the_codes_of_the_list(verdicts: Verdicts) -> None:
    found = verdicts(
        ["1", "2", "", None, "3", "01", "１", "男", "1 ", " ", "＃＃＃＃"], type="X", length=1, code="gender"
    )

    assert found == {
        "1": [],
        "2": [],
        "": [],
        "3": ["V04"],
        "01": ["V04"],
        "１": ["V04"],
        "男": ["V04"],
        "1 ": ["V04"],
        " ": ["V09"],
        "＃＃＃＃": ["V04"],
    }


def test_a_list_of_the_municipality_s_own_takes_any_value_of_the_type(verdicts: Verdicts) -> None:
    assert verdicts(["Z9", "あ", "long"], type="X", length=3, code="free") == {"Z9": [], "あ": ["V02"], "long": ["V03"]}


def test_an_empty_list_could_not_be_asked(compiled: Callable[..., CompiledRules]) -> None:
    rules = compiled({"item": "区分", "type": "X", "code": "empty"})

    assert "区分" in rules.could_not_run["V04"]
    assert "V04" not in [c.rule for c in rules.fields["区分"]]


def test_messages_guess_what_was_meant(one_check: Callable[..., FieldCheck]) -> None:
    check = one_check("V04", type="X", code="gender")

    assert "コードは「2」です" in check.message("女", show=True)
    assert "女" not in check.message("女", show=False)
    assert "近いもの: 1（男）" in check.message("01", show=False)
    assert "近いもの: 2（女）" in check.message("２", show=True)
    assert "1 男、2 女" in check.message("X", show=False)


def test_short_half_width_codes_may_be_shown_others_not(one_check: Callable[..., FieldCheck]) -> None:
    plain = one_check("V04", type="X", code="gender")
    personal = one_check("V04", type="X", code="gender", format="personal")

    assert "「9」" in plain.message("9", show=False)
    assert "「9」" not in personal.message("9", show=False)
    assert "山田太郎" not in plain.message("山田太郎", show=False)


def test_of_all_characters_the_codes_only(verdicts: Verdicts) -> None:
    characters = [chr(point) for point in (*range(0x21, 0x7F), *range(0xFF01, 0xFF5F), 0xFF71, 0x7537)]

    found = verdicts(characters, type="X", length=1, code="gender")

    assert [c for c in characters if not found[c]] == ["1", "2"]
