"""What `chukan layouts show` and its like print."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.cli.conftest import PERSON, answer
from typer.testing import Result

from chukan.errors import LayoutNotFound

Run = Callable[..., Result]


def test_list(run: Run) -> None:
    text = run("list").stdout

    for word in ("mic", "kihon", "住民基本台帳", "person 住民", "番号は未確認", "参考定義", "コンビニ交付"):
        assert word in text
    (mic,) = answer(run("list", "mic@2.6", "--json"))
    assert (mic["pack"], mic["edition"], mic["authority"]) == ("mic", "2.6", "reference")
    assert [b["number"] for b in mic["businesses"]] == [*range(1, 25), 31, 32]


def test_stats_count_what_is_there(run: Run) -> None:
    packs = {p["pack"]: p for p in answer(run("stats", "--json"))}

    assert (packs["kihon"]["layouts"], packs["kihon"]["items"], packs["kihon"]["code_lists"]) == (1, 29, 3)
    mic = packs["mic"]
    assert mic["layouts"] >= 120
    assert mic["items"] >= 2500
    assert mic["code_lists"] >= 150
    assert mic["items"] == sum(mic["bases"].values()) == sum(b["items"] for b in mic["businesses"])
    assert "mic" in run("stats").stdout


def test_show(run: Run) -> None:
    text = run("show", PERSON).stdout

    for word in (
        "住民基本台帳 住民",
        PERSON,
        "SHA-256",
        "個人番号",
        "キー: 宛名番号 + 履歴番号",
        "参照: 世帯番号 → 「世帯」",
        "住民種別 = '2'（外国人住民）",
        "半角文字",
        "15文字以内",
        "性別（0 不明（未記入）・1 男・2 女）",
        "推定＝業務からの推定",
        "R01",
    ):
        assert word in text
    tree = answer(run("show", "住民基本台帳/住民", "--json"))
    assert tree["address"] == PERSON
    assert tree["key"] == ["宛名番号", "履歴番号"]
    assert len(tree["digest"]) == 64


def test_show_of_a_pack_is_its_contents(run: Run) -> None:
    text = run("show", "mic@2.7/seal_registration").stdout

    assert "印鑑登録原票" in text
    assert "mic@2.7/seal_registration/card" in text
    assert "定義 3、項目 " in text
    assert "SHA-256" not in text
    assert run("show", "mic@2.7/seal_registration", "--all").stdout.count("SHA-256") == 3


def test_show_says_the_nearest(run: Run) -> None:
    with pytest.raises(LayoutNotFound) as caught:
        run("show", "resident_register/prson")

    assert "person" in (caught.value.hint or "")
