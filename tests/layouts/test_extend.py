"""Packs of a municipality's own: added items and code values, other places to find packs, and mistakes in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from chukan.authoring.lint import lint_pack
from chukan.errors import LayoutNotFound, PackError
from chukan.layouts.library import ENVIRONMENT, Library
from chukan.layouts.model import Layout
from chukan.layouts.pack import Pack

MakePack = Callable[..., Path]
Files = Mapping[str, str | None]

OWN = """pack: ours
name: ○○市の追加
extends: town
businesses:
  - {business: town, name: 町の業務, folder: town}
"""
OWN_BUSINESS = """business: town
name: 町の業務
layouts:
  person:
    name: 住民
    required_when:
      町内会: 性別 = '1'
    rules:
      - {id: district_is_known, assert: 町内会 <> '999', items: [町内会], message: 町内会が不明です。}
"""
OWN_ITEMS = """no,item,type,length,scale,required,key,code,format,since,until,basis,source,note
1,町内会,X,3,,optional,,,,,,estimate,,市独自
2,氏名,N,80,,required,,,person_name,,,estimate,,市では80文字
"""
OWN_CODES = """list,code,name,since,until,basis,source,note
性別,9,答えない,,,estimate,,市独自
"""
OURS: Files = {
    "pack.yaml": OWN,
    "town/business.yaml": OWN_BUSINESS,
    "town/person.csv": OWN_ITEMS,
    "codes/gender.csv": OWN_CODES,
}


@pytest.fixture
def both(make_pack: MakePack, tmp_path: Path) -> Path:
    """Return a folder with the pack ``town`` and ``ours``, which extends it."""
    make_pack(folder="packs/town")
    make_pack(OURS, folder="packs/ours")
    return tmp_path / "packs"


def ours(both: Path, edition: str | None = None) -> Layout:
    return Library([both]).pack("ours").layout("town", "person", edition)


def test_items_are_added_and_replaced_in_their_place(both: Path) -> None:
    layout = ours(both)

    assert layout.names == ("宛名番号", "氏名", "性別", "生年月日", "旧氏", "町内会")
    assert [i.no for i in layout.items] == [1, 2, 3, 4, 5, 6]
    assert layout.by_name["氏名"].length == 80
    assert layout.by_name["町内会"].note == "市独自"
    assert layout.key == ("宛名番号",)


def test_code_values_are_added(both: Path) -> None:
    codes = ours(both).codes["gender"]

    assert dict(codes.codes) == {"1": "男", "2": "女", "9": "答えない"}
    assert dict(Library([both]).layout("town/town/person").codes["gender"].codes) == {"1": "男", "2": "女"}


def test_conditions_and_rules_are_added(both: Path) -> None:
    body = ours(both).body

    assert set(body.required_when) == {"生年月日", "町内会"}
    assert [r.id for r in body.rules] == ["born_before_today", "district_is_known"]
    assert body.description == "住民の一覧"


def test_a_rule_of_the_same_id_replaces(make_pack: MakePack, both: Path) -> None:
    text = OWN_BUSINESS.replace("district_is_known", "born_before_today")
    make_pack({**OURS, "town/business.yaml": text}, folder="packs/ours")

    (rule,) = ours(both).body.rules

    assert rule.message == "町内会が不明です。"


def test_the_report_can_say_what_was_extended(both: Path) -> None:
    origin = ours(both).origin

    assert (origin.pack, origin.extends, origin.authority) == ("ours", "town", "reference")
    assert "「○○市の追加」（ours）が town に加えた追加・変更を含む" in origin.statement
    assert "参考定義" in origin.statement
    assert "追加" not in Library([both]).layout("town/town/person").origin.statement


def test_what_is_left_out_of_the_pack_comes_from_the_parent(both: Path) -> None:
    pack = Library([both]).pack("ours")

    assert pack.editions == ("1", "2")
    assert pack.default_edition == "2"
    entry = pack.business("town")
    assert (entry.number, entry.family, entry.verified) == (1, "resident", True)


def test_editions_of_the_parent_hold_for_its_items(both: Path) -> None:
    assert "旧氏" not in ours(both, "1").names
    assert "町内会" in ours(both, "1").names


def test_an_edition_of_its_own_rests_on_one_of_the_parents(make_pack: MakePack, both: Path) -> None:
    text = OWN + 'default_edition: "2026"\neditions:\n  - {edition: "2025", of: "1"}\n  - {edition: "2026"}\n'
    items = OWN_ITEMS.replace("町内会,X,3,,optional,,,,,,", "町内会,X,3,,optional,,,,2026,,")
    make_pack({**OURS, "pack.yaml": text, "town/person.csv": items}, folder="packs/ours")

    assert ours(both, "2025").names == ("宛名番号", "氏名", "性別", "生年月日")
    assert ours(both, "2026").names == ("宛名番号", "氏名", "性別", "生年月日", "旧氏", "町内会")


def test_an_edition_that_rests_on_nothing(make_pack: MakePack, both: Path) -> None:
    text = OWN + 'default_edition: "2026"\neditions:\n  - {edition: "2026", of: "7"}\n'
    make_pack({**OURS, "pack.yaml": text}, folder="packs/ours")

    with pytest.raises(PackError, match="もとの版「7」"):
        ours(both)


def test_only_code_values(make_pack: MakePack, tmp_path: Path) -> None:
    """A pack may hold nothing but more code values: all layouts are the parent's."""
    make_pack(folder="packs/town")
    text = "pack: ours\nname: 市\nextends: town\n"
    make_pack(
        {"pack.yaml": text, "town/business.yaml": None, "town/person.csv": None, "codes/gender.csv": OWN_CODES},
        folder="packs/ours",
    )

    layout = Library([tmp_path / "packs"]).layout("ours/town/person")

    assert "9" in layout.codes["gender"].codes
    assert layout.origin.extends == "town"


def test_a_business_and_a_layout_of_its_own(make_pack: MakePack, both: Path) -> None:
    text = OWN.replace("businesses:", "businesses:\n  - {business: festival, name: 祭り, folder: festival}")
    business = "business: festival\nname: 祭り\nlayouts:\n  stall: {name: 屋台, references: [{items: [宛名番号], to: town/person}]}\n"
    table = "no,item,type,length,required,key,basis,note\n1,宛名番号,X,15,required,1,estimate,出店者\n"
    make_pack(
        {**OURS, "pack.yaml": text, "festival/business.yaml": business, "festival/stall.csv": table},
        folder="packs/ours",
    )

    pack = Library([both]).pack("ours")

    assert pack.layouts() == [("festival", "stall"), ("town", "person")]
    assert pack.layout("祭り", "屋台").names == ("宛名番号",)


@pytest.mark.parametrize(
    ("parent", "child", "expected"),
    [
        ("reference", "official", "reference"),
        ("imported", "official", "imported"),
        ("official", "official", "official"),
        ("official", "reference", "reference"),
        ("official", None, "official"),
        ("imported", None, "imported"),
    ],
)
def test_an_extension_claims_no_more_than_what_lies_beneath(
    make_pack: MakePack, both: Path, parent: str, child: str | None, expected: str
) -> None:
    text = (both / "town" / "pack.yaml").read_text("utf-8")
    claims = f"authority: {parent}\nworkbook: w.xlsx\nworkbook_sha256: abc\ndeclared_by: 課 氏名\n"
    (both / "town" / "pack.yaml").write_text(text.replace("authority: reference\n", claims), "utf-8")
    make_pack({**OURS, "pack.yaml": OWN + (f"authority: {child}\n" if child else "")}, folder="packs/ours")

    origin = ours(both).origin

    assert origin.authority == expected
    assert origin.workbook == "w.xlsx"
    assert (origin.declared_by is not None) == (expected == "official")


def test_packs_that_extend_each_other(make_pack: MakePack, both: Path) -> None:
    text = (both / "town" / "pack.yaml").read_text("utf-8")
    (both / "town" / "pack.yaml").write_text(text + "extends: ours\n", "utf-8")

    with pytest.raises(PackError, match="輪"):
        ours(both)


def test_a_parent_that_is_not_there(make_pack: MakePack, tmp_path: Path) -> None:
    make_pack({**OURS, "pack.yaml": OWN.replace("extends: town", "extends: twon")}, folder="packs/ours")
    make_pack(folder="packs/town")

    with pytest.raises(LayoutNotFound) as caught:
        Library([tmp_path / "packs"]).pack("ours")
    assert "town" in (caught.value.hint or "")


def test_extending_the_built_in_pack(make_pack: MakePack, tmp_path: Path) -> None:
    text = "pack: ours\nname: 市\nextends: mic\n"
    codes = "list,code,name,basis,note\n性別,9,答えない,estimate,市独自\n"
    make_pack(
        {"pack.yaml": text, "town/business.yaml": None, "town/person.csv": None, "codes/gender.csv": codes},
        folder="ours",
    )
    library = Library([tmp_path / "ours"])

    layout = library.layout("ours@2.7/resident_register/person")

    beneath = library.layout("mic@2.7/resident_register/person")
    assert layout.names == beneath.names
    assert layout.digest != beneath.digest
    assert layout.origin.authority == "reference"


def test_the_environment_names_packs(both: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(both))

    assert Library().layout("ours/town/person").by_name["氏名"].length == 80


def test_a_folder_given_wins_over_the_environment(make_pack: MakePack, monkeypatch: pytest.MonkeyPatch) -> None:
    far = make_pack(folder="far/town")
    near = make_pack({"codes/gender.csv": OWN_CODES}, folder="near/town")
    monkeypatch.setenv(ENVIRONMENT, str(far.parent))

    assert list(Library([near]).layout("town/town/person").codes["gender"].codes) == ["9"]


def test_a_folder_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PackError, match="フォルダがありません"):
        Library([tmp_path / "none"])
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "gone"))
    with pytest.raises(PackError, match="フォルダがありません"):
        Library()


def test_a_pack_that_takes_a_built_in_packs_place_is_told(make_pack: MakePack, tmp_path: Path) -> None:
    text = "pack: mic\nname: 別の定義\ndefault_edition: '1'\neditions: [{edition: '1'}]\n"
    folder = make_pack({"pack.yaml": text}, folder="own")

    assert Library([folder]).shadowed == ("mic",)
    assert Library().shadowed == ()


def broken(make_pack: MakePack, name: str, text: str | None) -> PackError:
    folder = make_pack({name: text})
    with pytest.raises(PackError) as caught:
        Pack(folder).layout("town", "person")
    return caught.value


HEADER = "no,item,type,length,scale,required,key,code,format,since,until,basis,source,note\n"


@pytest.mark.parametrize(
    ("name", "text", "place", "what"),
    [
        (
            "town/person.csv",
            HEADER + "1,a,X,1,,optional,,,,,,statute,法,\n2,b,Q,1,,optional,,,,,,statute,法,\n",
            "person.csv:3",
            "type",
        ),
        ("town/person.csv", HEADER + "1,a,X,1,,optional,,,,,,statute,法\n", "person.csv:2", "列の数"),
        ("town/person.csv", HEADER + "1,,X,1,,optional,,,,,,statute,法,\n", "person.csv:2", "「item」が空"),
        ("town/person.csv", HEADER + "1,a,X,十,,optional,,,,,,statute,法,\n", "person.csv:2", "length"),
        (
            "town/person.csv",
            HEADER + '1,a,X,1,,optional,,,,,,statute,法,"開いたまま\n',
            "person.csv:",
            "CSV として読めません",
        ),
        ("town/person.csv", "no,itme,type\n1,a,X\n", "person.csv:1", "知らない列「itme」"),
        ("town/person.csv", "no,type\n1,X\n", "person.csv:1", "列「item」がありません"),
        ("town/person.csv", "no,item,item,type\n1,a,b,X\n", "person.csv:1", "二度"),
        (
            "town/person.csv",
            HEADER + "1,a,X,1,,optional,,,,,,statute,法,\n1,a,X,1,,optional,,,,,,statute,法,\n",
            "person.csv:3",
            "二度",
        ),
        ("town/person.csv", HEADER, "person.csv", "一つもありません"),
        ("town/person.csv", None, "person.csv", "ファイルがありません"),
        ("town/person.csv", HEADER + "1,a,X,1,,optional,,,,9,,statute,法,\n", "person.csv", "知らない版「9」"),
        ("codes/gender.csv", None, "性別", "コード表「gender」がありません"),
        ("codes/gender.csv", "list,code,name\n性別,1,男\n性別,1,女\n", "gender.csv:3", "コード「1」が二度"),
        ("codes/gender.csv", "list,code,name\n性別,,男\n", "gender.csv:2", "「code」が空"),
        (
            "town/business.yaml",
            "business: town\nname: 町\nlayouts:\n  person: {name: 住民, refs: []}\n",
            "business.yaml:4",
            "refs",
        ),
        ("town/business.yaml", "business: town\n  name: 町\n", "business.yaml:2", "YAML として読めません"),
        ("town/business.yaml", None, "business.yaml", "ファイルがありません"),
    ],
)
def test_mistakes_name_file_and_line(make_pack: MakePack, name: str, text: str | None, place: str, what: str) -> None:
    error = broken(make_pack, name, text)

    assert place in (error.place or "")
    assert what in error.message


def test_a_table_saved_by_excel_as_shift_jis_names_the_line(make_pack: MakePack) -> None:
    folder = make_pack()
    path = folder / "town" / "person.csv"
    path.write_bytes(path.read_text("utf-8").encode("cp932"))

    with pytest.raises(PackError) as caught:
        Pack(folder).layout("town", "person")

    assert caught.value.place == f"{path}:2"
    assert "CSV UTF-8" in (caught.value.hint or "")


def test_a_part_that_speaks_of_items_of_other_editions_is_left_out(make_pack: MakePack) -> None:
    business = """business: town
name: 町の業務
layouts:
  person:
    name: 住民
    rules:
      - {id: old_name, assert: 旧氏 <> 氏名, items: [旧氏], message: 旧氏と氏名が同じです。}
    unique:
      - {items: [旧氏]}
"""
    pack = Pack(make_pack({"town/business.yaml": business}))

    assert [r.id for r in pack.layout("town", "person", "2").body.rules] == ["old_name"]
    assert pack.layout("town", "person", "1").body.rules == ()
    assert pack.layout("town", "person", "1").body.unique == ()


def own(tmp_path: Path, *, body: str = "", pack: str = "", codes: str = "") -> Pack:
    """Write a pack that extends ``town`` and return it."""
    folder = tmp_path / "packs" / "own"
    (folder / "town").mkdir(parents=True)
    (folder / "codes").mkdir()
    (folder / "pack.yaml").write_text(
        f"pack: own\nname: 追加\nextends: town\n{pack}businesses: [{{business: town, name: 町の業務, folder: town}}]\n",
        "utf-8",
    )
    text = f"business: town\nname: 町の業務\nlayouts:\n  person:\n    name: 住民\n{body}"
    (folder / "town" / "business.yaml").write_text(text, "utf-8")
    if codes:
        (folder / "codes" / "gender.csv").write_text(codes, "utf-8")
    return Library([folder, tmp_path]).pack("own")


def test_items_are_left_out_with_what_names_them(make_pack: MakePack, tmp_path: Path) -> None:
    parent = Pack(make_pack())
    pack = own(tmp_path, body="    without: [生年月日]\n")
    pack.parent = parent

    layout = pack.layout("town", "person")

    assert "生年月日" not in layout.names
    assert [i.no for i in layout.items] == list(range(1, len(layout.items) + 1))
    assert layout.body.required_when == {}
    assert layout.body.rules == ()
    assert [f for f in lint_pack(pack) if f.severity == "error"] == []


def test_only_items_of_the_parent_can_be_left_out(make_pack: MakePack, tmp_path: Path) -> None:
    parent = Pack(make_pack())
    pack = own(tmp_path, body="    without: [生年月]\n")
    pack.parent = parent

    (found,) = (f for f in lint_pack(pack) if f.rule == "L15")

    assert "「生年月」は、もとの定義にありません" in found.message
    assert found.place.endswith("business.yaml:6")


def test_what_is_left_out_is_no_part_of_the_digest_by_itself(make_pack: MakePack) -> None:
    layout = Pack(make_pack()).layout("town", "person")
    body = layout.body.model_copy(update={"without": ("甲",)})

    assert layout.model_copy(update={"body": body}).canonical == layout.canonical


def test_a_code_list_of_its_own_takes_nothing_over(make_pack: MakePack, tmp_path: Path) -> None:
    parent = Pack(make_pack())
    pack = own(tmp_path, pack="replaces_codes: [gender]\n", codes="list,code,name,source\n性別,01,男,届\n")
    pack.parent = parent

    assert dict(pack.layout("town", "person").codes["gender"].codes) == {"01": "男"}


def test_a_code_list_of_its_own_must_be_there(make_pack: MakePack, tmp_path: Path) -> None:
    parent = Pack(make_pack())
    pack = own(tmp_path, pack="replaces_codes: [gender]\n")
    pack.parent = parent

    assert (
        "コード表「gender」がこのレイアウト集にありません"
        in next(f for f in lint_pack(pack) if f.rule == "L04").message
    )


def test_merged_values_are_those_that_the_list_says(make_pack: MakePack, tmp_path: Path) -> None:
    """A list whose codes were asked for before must not carry the answer into the merged one."""
    parent = Pack(make_pack())
    pack = own(tmp_path, codes="list,code,name,source\n性別,3,他,届\n")
    pack.parent = parent
    for one in (parent, pack):
        for codes in (one.code_list("gender"), one.own.codes("gender")):
            assert codes is not None
            assert codes.codes

    assert dict(pack.layout("town", "person").codes["gender"].codes) == {"1": "男", "2": "女", "3": "他"}
