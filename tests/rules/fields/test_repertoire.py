from __future__ import annotations

from collections.abc import Callable

import pytest

from chukan.agreement import Agreement
from chukan.rules.checks import FieldCheck
from chukan.rules.compile import CompiledRules
from chukan.rules.fields.repertoire import ibm_extensions, inside, nec_row_13
from chukan.rules.settings import Settings
from chukan.severity import Severities

Verdicts = Callable[..., dict[str, list[str]]]

PLAIN = ["山田　太郎", "１－２～３", "々〆ヶ", "ー―‐"]
VENDOR = [
    "髙田",
    "﨑",
    "①番",
    "㈱",
    "ⅰ",
    "〜",
    "−",
    "\u0080",
    "\uf8f0",
    "が".replace("が", "か\u3099"),
    "⻑",
    "\u200b",
]


def agreed(repertoire: str, encoding: str = "cp932") -> Settings:
    return Settings(agreement=Agreement.model_validate({"repertoire": repertoire}), encoding=encoding)


def test_the_classes_have_the_known_sizes() -> None:
    # row 13 has 83 characters, 9 of them in JIS X 0208 too; of the IBM extensions 360 are kanji, 13 are signs of their own
    assert int(inside("jis_x_0208").sum()) > 6879
    assert int(nec_row_13().sum()) == 83 - 9
    assert int(ibm_extensions().sum()) == 360 + 13
    assert not (nec_row_13() & inside("jis_x_0208")).any()
    assert inside("jis_x_0213")[ord("髙")] == (_encodes("髙", "shift_jis_2004"))


def _encodes(character: str, codec: str) -> bool:
    try:
        character.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def test_vendor_characters_are_v11_where_any_repertoire_is_agreed(verdicts: Verdicts) -> None:
    found = verdicts(PLAIN + VENDOR, agreed("any"), type="N")

    assert {v: found[v] for v in PLAIN} == {v: [] for v in PLAIN}
    assert {v: found[v] for v in VENDOR} == {v: ["V11"] for v in VENDOR}


def test_outside_the_repertoire_is_v12_alone(verdicts: Verdicts) -> None:
    found = verdicts([*PLAIN, *VENDOR, "𠮷", "é"], agreed("jis_x_0208"), type="N")

    assert {v: found[v] for v in PLAIN} == {v: [] for v in PLAIN}
    outside = ["髙田", "﨑", "①番", "㈱", "ⅰ", "か\u3099", "⻑", "\u200b", "𠮷", "é"]
    assert {v: found[v] for v in outside} == {v: ["V12"] for v in outside}
    assert {v: found[v] for v in ("〜", "−", "\u0080", "\uf8f0")} == {
        v: ["V11"] for v in ("〜", "−", "\u0080", "\uf8f0")
    }


def test_cp932_holds_its_extensions(verdicts: Verdicts) -> None:
    found = verdicts(["髙", "①", "𠮷", "é", "~", "\\"], agreed("cp932"), type="XN")

    assert found == {"髙": ["V11"], "①": ["V11"], "𠮷": ["V12"], "é": ["V12"], "~": [], "\\": []}


def test_jis_side_twins_are_at_home_in_shift_jis(verdicts: Verdicts) -> None:
    assert verdicts(["〜"], agreed("any", "shift_jis"), type="N") == {"〜": []}
    assert verdicts(["〜"], agreed("any", "utf-8"), type="N") == {"〜": ["V11"]}


def test_half_width_kana(verdicts: Verdicts) -> None:
    assert verdicts(["ｱｲｳ"], type="X") == {"ｱｲｳ": ["V11"]}
    assert verdicts(["ｱｲｳ"], type="XN") == {"ｱｲｳ": ["V11"]}
    assert verdicts(["ｱｲｳ"], type="X", format="kana_half") == {"ｱｲｳ": []}
    assert verdicts(["ｱｲｳ"], type="N") == {"ｱｲｳ": ["V02"]}


_GAIJI = ["\ue000", "\ue757", "\U00100000", "\U000f0100", "\U000f0000", "\U000f00ff"]
_REPERTOIRES = ["any", "jis_x_0208", "cp932", "jis_x_0213"]


@pytest.mark.parametrize("kind", [{"type": "N"}, {"type": "XN"}, {"type": "N", "format": "person_name"}])
@pytest.mark.parametrize("repertoire", _REPERTOIRES)
def test_gaiji_are_v10_alone(verdicts: Verdicts, kind: dict[str, str], repertoire: str) -> None:
    values = [f"山　{gaiji}" for gaiji in _GAIJI]

    assert verdicts(values, agreed(repertoire), **kind) == {v: ["V10"] for v in values}


@pytest.mark.parametrize("gaiji", ["warning", "error", "allow"])
@pytest.mark.parametrize("repertoire", _REPERTOIRES)
@pytest.mark.parametrize(
    "kind",
    [
        {"type": "X"},
        {"type": "N", "format": "kana"},
        {"type": "X", "format": "kana_half"},
        {"type": "X", "format": "digits"},
        {"type": "X", "format": "phone"},
        {"type": "X", "format": "my_number", "length": 12},
        {"type": "X", "format": "postal_code", "length": 7},
        {"type": "9", "length": 9},
    ],
)
def test_where_no_full_width_character_may_stand_gaiji_are_v02(
    verdicts: Verdicts, kind: dict[str, str], repertoire: str, gaiji: str
) -> None:
    settings = Settings(agreement=Agreement.model_validate({"repertoire": repertoire, "gaiji": gaiji}))

    assert verdicts(_GAIJI, settings, **kind) == {v: ["V02"] for v in _GAIJI}


def test_gaiji_weigh_what_is_agreed(compiled: Callable[..., CompiledRules]) -> None:
    def severities(gaiji: str, **severities: str) -> list[str]:
        settings = Settings(agreement=Agreement.model_validate({"gaiji": gaiji}), severities=Severities(severities))
        return [
            c.severity for c in compiled({"item": "名", "type": "N"}, settings=settings).fields["名"] if c.rule == "V10"
        ]

    assert severities("allow") == []
    assert severities("error") == ["error"]
    assert severities("warning", V10="info") == ["info"]
    assert severities("error", V10="off") == []


def test_messages_name_kind_and_code(one_check: Callable[..., FieldCheck]) -> None:
    v11 = one_check("V11", type="N")
    v12 = one_check("V12", agreed("jis_x_0208"), type="N")

    assert "IBM拡張" in v11.message("山髙", show=False)
    assert "山" not in v11.message("山髙", show=False)
    assert "「髙」（U+9AD9）" in v11.message("山髙", show=True)
    assert "U+FF5E" in v11.message("〜", show=False)
    assert "2文字目" in v12.message("山髙", show=False)
    assert "JIS X 0208" in v12.message("山髙", show=False)
    assert "U+E000" in one_check("V10", type="N").message("山\ue000", show=False)


def test_the_larger_repertoires_hold_the_smaller() -> None:
    assert not (inside("jis_x_0208") & ~inside("jis_x_0213")).any()
    assert not (inside("jis_x_0208") & ~inside("cp932")).any()


@pytest.mark.parametrize(
    ("character", "broken"),
    [
        ("①", {"any": "V11", "cp932": "V11", "jis_x_0208": "V12", "jis_x_0213": "V11"}),
        ("髙", {"any": "V11", "cp932": "V11", "jis_x_0208": "V12", "jis_x_0213": "V12"}),
        ("𩸽", {"any": "", "cp932": "V12", "jis_x_0208": "V12", "jis_x_0213": ""}),
        ("𠮷", {"any": "", "cp932": "V12", "jis_x_0208": "V12", "jis_x_0213": "V12"}),
        ("＼", {"any": "", "cp932": "", "jis_x_0208": "", "jis_x_0213": ""}),
        ("〜", {"any": "V11", "cp932": "V11", "jis_x_0208": "V11", "jis_x_0213": "V11"}),
        ("～", {"any": "", "cp932": "", "jis_x_0208": "", "jis_x_0213": ""}),
        ("葛\U000e0100", {"any": "V11", "cp932": "V12", "jis_x_0208": "V12", "jis_x_0213": "V12"}),
        ("\ue000", dict.fromkeys(("any", "cp932", "jis_x_0208", "jis_x_0213"), "V10")),
    ],
)
def test_each_class_under_each_repertoire(verdicts: Verdicts, character: str, broken: dict[str, str]) -> None:
    found = {r: verdicts([character], agreed(r, "utf-8"), type="N")[character] for r in broken}

    assert found == {r: [rule] if rule else [] for r, rule in broken.items()}
