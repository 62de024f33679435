"""The linter: each finding from a pack with one mistake, and none from the packs that chukan carries."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from chukan.authoring.lint import TITLES, LintFinding, lint_folder, lint_pack
from chukan.errors import PackError
from chukan.layouts.library import Library, builtin_folder
from chukan.layouts.pack import Pack
from chukan.values.formats import FORMATS

MakePack = Callable[..., Path]
ROOT = Path(__file__).parents[2]
HEADER = "no,item,type,length,scale,required,key,code,format,since,until,basis,source,note\n"
KEY = "1,番号,X,5,,required,1,,,,,statute,法1条,\n"


@pytest.mark.parametrize("name", sorted(p.parent.name for p in builtin_folder().glob("*/pack.yaml")))
def test_the_packs_that_chukan_carries_have_no_errors(name: str) -> None:
    findings = lint_pack(Library().pack(name))

    assert [f for f in findings if f.severity == "error"] == []


def test_a_clean_pack(make_pack: MakePack) -> None:
    assert lint_folder(make_pack()) == ()
    assert lint_folder(make_pack()) == ()


def lint(make_pack: MakePack, files: dict[str, str | None]) -> list[LintFinding]:
    return [f for f in lint_folder(make_pack(files)) if f.rule not in ("L13", "L18")]


@pytest.mark.parametrize(
    ("row", "rule", "severity", "what"),
    [
        ("2,番号,X,5,,optional,,,,,,statute,法,", "L02", "error", "2 行目にもあります"),
        ("2,番 号,X,5,,optional,,,,,,statute,法,", "L03", "error", "使えない文字"),
        ('2,"番,号",X,5,,optional,,,,,,statute,法,', "L03", "error", "使えない文字"),
        ("2,番-号,X,5,,optional,,,,,,statute,法,", "L03", "error", "使えない文字"),
        ("2,区分,X,1,,optional,,gendr,,,,statute,法,", "L04", "error", "コード表「gendr」がありません"),
        ("2,枝,X,1,,required,3,,,,,statute,法,", "L05", "error", "[1, 3]"),
        ("2,名,N,,,optional,,,,,,statute,法,", "L06", "warning", "桁数がありません"),
        ("2,名,N,0,,optional,,,,,,statute,法,", "L06", "error", "1 以上"),
        ("2,率,9V,5,,optional,,,,,,statute,法,", "L06", "warning", "小数桁がありません"),
        ("2,額,9,5,2,optional,,,,,,statute,法,", "L06", "error", "小数桁があります"),
        ("2,日,DATE,6,,optional,,,,,,statute,法,", "L06", "error", "8・10"),
        ("2,名,N,5,,optional,,,kanna,,,statute,法,", "L07", "error", "「kanna」は知られていません"),
        ("2,額,9,5,,optional,,,kana,,,statute,法,", "L07", "warning", "型 9 では使えません"),
        ("2,個,X,11,,optional,,,my_number,,,statute,法,", "L07", "warning", "桁数は 12"),
        ("2,額,9,5,,optional,,,9..1,,,statute,法,", "L07", "warning", "下限が上限"),
        ("2,名,N,5,,optional,,,,,,estimate,,", "L08", "error", "備考がありません"),
        ("2,名,N,5,,optional,,,,,,statute,,", "L08", "warning", "出典がありません"),
        ("2,名,N,5,,conditional,,,,,,statute,法,", "L09", "warning", "条件がどこにもありません"),
        ("2,名,N,5,,conditional,,,,,,statute,法,あるとき", "L09", "info", "備考にだけ"),
        ("2,名,N,5,,optional,,,,9,,statute,法,", "L10", "error", "「9」という版"),
        ("2,名,N,5,,optional,,,,2,1,statute,法,", "L10", "error", "より後"),
        ("3,名,N,5,,optional,,,,,,statute,法,", "L11", "warning", "2 のはず"),
        ("2,性別,9,1,,optional,,letters,,,,statute,法,", "L12", "error", "（A、BB）"),
        ("2,性別,X,1,,optional,,letters,,,,statute,法,", "L12", "error", "（BB）"),
        ("2,名,Q,5,,optional,,,,,,statute,法,", "L01", "error", "「type」に使えない値「Q」"),
        ("2,名,N", "L01", "error", "列の数"),
    ],
)
def test_item_tables(make_pack: MakePack, row: str, rule: str, severity: str, what: str) -> None:
    files: dict[str, str | None] = {
        "town/person.csv": HEADER + KEY + row + "\n",
        "town/business.yaml": "business: town\nname: 町の業務\nlayouts:\n  person: {name: 住民}\n",
        "codes/letters.csv": "list,code,name,basis,source\n文字,A,a,statute,法\n文字,BB,b,statute,法\n",
    }

    (finding,) = lint(make_pack, files)

    assert (finding.rule, finding.severity) == (rule, severity)
    assert what in finding.message
    wanted = "business.yaml:4" if rule == "L09" else "person.csv:3"
    assert finding.place.endswith(wanted)


TOWN = "business: town\nname: 町の業務\nlayouts:\n  person: {name: 住民}\n"


def test_a_key_item_may_be_blank_where_another_one_may_not(make_pack: MakePack) -> None:
    row = "2,枝,X,1,,optional,2,,,,,statute,法,\n"
    number = HEADER + "1,番号,X,5,,{},1,,,,,statute,法,\n"

    assert lint(make_pack, {"town/person.csv": number.format("required") + row, "town/business.yaml": TOWN}) == []
    (finding,) = lint(make_pack, {"town/person.csv": number.format("optional") + row, "town/business.yaml": TOWN})
    assert (finding.rule, finding.severity) == ("L05", "error")
    assert "必須（required）のものが一つもありません" in finding.message


def test_no_key(make_pack: MakePack) -> None:
    (finding,) = lint(
        make_pack,
        {
            "town/person.csv": HEADER + "1,名,N,5,,optional,,,,,,statute,法,\n",
            "town/business.yaml": TOWN,
        },
    )

    assert (finding.rule, finding.message) == ("L05", "キーの項目がありません")


BODY = """business: town
name: 町の業務
layouts:
  person:
    name: 住民
    required_when:
      生年月日: 性別 IS NOT NULL
"""


@pytest.mark.parametrize(
    ("more", "rule", "line", "what"),
    [
        ("      名前: 1 = 1\n", "L18", 8, "「名前」がありません"),
        ("    references:\n      - {items: [宛名], to: person, key: [宛名番号]}\n", "L14", 9, "参照の項目「宛名」"),
        ("    references:\n      - {items: [宛名番号], to: house}\n", "L14", 9, "参照先「house」"),
        ("    references:\n      - {items: [宛名番号], to: town/house}\n", "L14", 9, "参照先「town/house」"),
        (
            "    references:\n      - {items: [宛名番号], to: person, key: [番号]}\n",
            "L14",
            9,
            "項目「番号」がありません",
        ),
        (
            "    references:\n      - {items: [宛名番号], to: person, key: [宛名番号, 氏名]}\n",
            "L14",
            9,
            "数が合いません",
        ),
        ("    references:\n      - {items: [宛名番号], to: person, key: [生年月日]}\n", "L14", 9, "型が違います"),
        (
            "    references:\n      - items: [宛名番号]\n        to: person\n        when: 性 = '1'\n",
            "L16",
            11,
            "「性」",
        ),
        ("    history: {of: [宛名番号], number: 履歴}\n", "L15", 8, "履歴の項目「履歴」"),
        ("    history: {of: [宛名番号], number: 旧氏}\n", "L15", 8, "ない版があります（1）"),
        ("    household: {number: 世帯, person: 宛名番号, relation: 性別, heads: ['1']}\n", "L15", 8, "「世帯」"),
        ("    exclusive:\n      - {items: [宛名番号], with: house}\n", "L15", 9, "排他の相手「house」"),
        ("    exclusive:\n      - {items: [宛名番号], with: person, key: [番]}\n", "L15", 9, "「番」がありません"),
        ("    unique:\n      - {items: [番]}\n", "L15", 9, "一意の項目「番」"),
        ("    rules:\n      - {id: a, assert: 性別 =, items: [性別], message: m}\n", "L16", 9, "式として読めません"),
        (
            "    rules:\n      - {id: a, assert: 性別 || '1', items: [性別], message: m}\n",
            "L16",
            9,
            "真偽の式ではありません",
        ),
        (
            "    rules:\n      - {id: a, assert: 性 = '1', items: [性別], message: m}\n",
            "L16",
            9,
            "「性」は定義にありません",
        ),
        (
            "    rules:\n      - {id: a, assert: 生年月日 < current_date, items: [性別], message: m}\n",
            "L16",
            9,
            "今日の日付",
        ),
        (
            "    rules:\n      - {id: a, assert: \"read_text('x') = ''\", items: [性別], message: m}\n",
            "L16",
            9,
            "使えません",
        ),
        ("    rules:\n      - {id: a, assert: 生年月日 < 氏名 + 1, items: [性別], message: m}\n", "L16", 9, "式「"),
        ("    rules:\n      - {id: a, assert: 1 = 1, items: [性], message: m}\n", "L17", 9, "「性」がありません"),
        ("    rules:\n      - {id: a, assert: 1 = 1, message: m}\n", "L17", 9, "items がありません"),
        (
            "    rules:\n      - {id: a, assert: 1 = 1, items: [性別], message: m}\n      - {id: a, assert: 1 = 1, items: [性別], message: m}\n",
            "L02",
            10,
            "二度",
        ),
    ],
)
def test_bodies(make_pack: MakePack, more: str, rule: str, line: int, what: str) -> None:
    findings = [f for f in lint_folder(make_pack({"town/business.yaml": BODY + more})) if f.rule != "L09"]

    (finding,) = findings
    assert finding.rule == rule
    assert what in finding.message
    assert finding.place.endswith(f"business.yaml:{line}")


def test_expressions_must_be_conditions_over_the_items(make_pack: MakePack) -> None:
    more = "    rules:\n      - {id: a, assert: 性 = '1', items: [性別], message: m}\n      - {id: b, assert: 'TRUE; SELECT 1', items: [性別], message: m}\n"

    found = [f for f in lint_folder(make_pack({"town/business.yaml": BODY + more})) if f.rule == "L16"]

    assert len(found) == 2


def test_an_item_of_a_later_edition_in_an_expression(make_pack: MakePack) -> None:
    more = "    rules:\n      - {id: a, assert: 旧氏 <> '', items: [性別], message: m}\n"

    (finding,) = lint(make_pack, {"town/business.yaml": BODY + more})

    assert (finding.rule, finding.severity) == ("L16", "warning")
    assert "（版 1）" in finding.message


def test_a_rule_whose_items_come_later_is_no_mistake(make_pack: MakePack) -> None:
    more = "    rules:\n      - {id: a, assert: 旧氏 <> '', items: [旧氏], message: m}\n"

    assert lint(make_pack, {"town/business.yaml": BODY + more}) == []


@pytest.mark.parametrize(
    ("files", "rule", "place"),
    [
        ({"codes/unused.csv": "list,code,name,basis,source\n使わない,1,一,statute,法\n"}, "L13", "unused.csv"),
        ({"town/extra.csv": HEADER + KEY}, "L19", "extra.csv"),
        ({"village/business.yaml": "business: village\nname: 村\n"}, "L19", "village"),
        ({"town/person.csv": None}, "L01", "business.yaml:4"),
        (
            {"town/business.yaml": "business: twon\nname: 町の業務\nlayouts:\n  person: {name: 住民}\n"},
            "L01",
            "business.yaml:1",
        ),
        ({"codes/gender.csv": "list,code,name\n性別,1,男\n性別,1,女\n"}, "L02", "gender.csv:3"),
        ({"codes/gender.csv": "list,code,name,since,basis,note\n性別,1,男,8,estimate,推定\n"}, "L10", "gender.csv:2"),
        ({"codes/gender.csv": "code\n1\n"}, "L01", "gender.csv:1"),
        ({"pack.yaml": "pack: town\n"}, "L01", "pack.yaml:1"),
    ],
)
def test_files(make_pack: MakePack, files: dict[str, str | None], rule: str, place: str) -> None:
    findings = lint_folder(make_pack(files))

    assert any(f.rule == rule and f.place.endswith(place) for f in findings), findings


@pytest.mark.parametrize(("claim", "what"), [("official", "declared_by"), ("imported", "workbook")])
def test_authority_needs_what_it_rests_on(make_pack: MakePack, claim: str, what: str) -> None:
    folder = make_pack()
    text = (folder / "pack.yaml").read_text("utf-8")
    (folder / "pack.yaml").write_text(text.replace("authority: reference", f"authority: {claim}"), "utf-8")

    findings = lint_folder(folder)

    assert {f.rule for f in findings} == {"L20"}
    assert any(what in f.message for f in findings)
    assert {f.place for f in findings} == {f"{folder / 'pack.yaml'}:3"}


def test_a_pack_that_extends_another(make_pack: MakePack, tmp_path: Path) -> None:
    make_pack(folder="packs/town")
    own = "no,item,type,length,required,code,basis,note\n1,町内会,X,3,optional,block,estimate,市独自\n"
    business = BODY.replace("    required_when:\n      生年月日: 性別 IS NOT NULL\n", "") + (
        "    rules:\n      - {id: r, assert: 町内会 <> 氏名 AND 無し = '1', items: [町内会, 氏名], message: m}\n"
    )
    make_pack(
        {
            "pack.yaml": "pack: ours\nname: 市\nextends: town\nbusinesses: [{business: town, name: 町の業務, folder: town}]\n",
            "town/person.csv": own,
            "town/business.yaml": business,
            "codes/gender.csv": "list,code,name,basis,note\n性別,99,無,estimate,市独自\n",
        },
        folder="packs/ours",
    )

    findings = lint_pack(Library([tmp_path / "packs"]).pack("ours"))

    assert {(f.rule, f.severity) for f in findings} == {("L04", "error"), ("L16", "error")}
    assert all("ours" in f.place for f in findings)


def test_every_rule_has_a_title() -> None:
    source = "".join(p.read_text("utf-8") for p in (ROOT / "src/chukan/authoring/lint").glob("*.py"))

    assert set(re.findall(r'"(L[0-9]{2})"', source)) == set(TITLES)


def test_the_formats_are_those_of_the_docs() -> None:
    text = (ROOT / "docs" / "packs.md").read_text("utf-8")
    section = text.split("### Formats")[1].split("\n## ")[0]

    documented = set(re.findall(r"^\| `([^`]+)` \|", section, flags=re.MULTILINE))

    assert documented - {"a..b"} == set(FORMATS)


def test_a_folder_that_is_no_pack(tmp_path: Path) -> None:
    (finding,) = lint_folder(tmp_path)

    assert finding.rule == "L01"
    with pytest.raises(PackError):
        Pack(tmp_path)


def test_the_docs_list_every_rule() -> None:
    text = (ROOT / "docs" / "packs.md").read_text("utf-8")

    assert dict(re.findall(r"^\| (L[0-9]{2}) \| (.+) \|$", text, flags=re.MULTILINE)) == TITLES
