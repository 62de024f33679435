"""A pack as a whole: its files, its authority, what it extends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.authoring.conftest import BODY, HEADER, KEY

from chukan.authoring.lint import lint_folder, lint_pack
from chukan.errors import PackError
from chukan.layouts.library import Library
from chukan.layouts.pack import Pack

MakePack = Callable[..., Path]


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


def test_a_folder_that_is_no_pack(tmp_path: Path) -> None:
    (finding,) = lint_folder(tmp_path)

    assert finding.rule == "L01"
    with pytest.raises(PackError):
        Pack(tmp_path)
