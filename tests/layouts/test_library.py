"""The packs at hand: which one an address means, and what is said when none is meant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from chukan.errors import LayoutNotFound, PackError
from chukan.layouts.library import ENVIRONMENT, Library, builtin_folder

MakePack = Callable[..., Path]


def test_a_pack_of_one_s_own_comes_first(make_pack: MakePack) -> None:
    library = Library([make_pack()])

    assert library.names[0] == "town"
    assert library.layout("town@2/town/person").name == "住民"
    assert library.shadowed == ()


def test_a_folder_of_packs(make_pack: MakePack) -> None:
    assert "town" in Library([make_pack().parent]).names


def test_a_pack_named_as_a_built_in_one_takes_its_place(make_pack: MakePack) -> None:
    pack = (make_pack() / "pack.yaml").read_text(encoding="utf-8").replace("pack: town", "pack: mic")

    library = Library([make_pack({"pack.yaml": pack}, folder="other")])

    assert library.shadowed == ("mic",)
    assert library.pack("mic").editions == ("1", "2")


def test_packs_of_the_environment(make_pack: MakePack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(make_pack()))

    assert "town" in Library.default().names

    monkeypatch.delenv(ENVIRONMENT)
    assert "town" not in Library.default().names


def test_built_in_packs_are_read_once_a_process_and_others_for_each_library(make_pack: MakePack) -> None:
    town = make_pack()
    one, other = Library([town]), Library([town])

    for name in Library().names:
        assert one.pack(name) is other.pack(name)
        assert one.pack(name).parent is None
    assert one.pack("town") is not other.pack("town")
    assert Library([builtin_folder()]).pack("mic") is not one.pack("mic")


def test_a_default_fills_what_an_address_leaves_out(library: Library) -> None:
    assert library.layout("resident_register/person", default="mic@2.0").edition == "2.0"
    assert library.layout("mic@2.6/resident_register/person", default="mic@2.0").edition == "2.6"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("resident_register/persn", "「mic@2.7/resident_register/person」ではありませんか。"),
        ("zzzzzz", "`chukan layouts list` で一覧を見られます。"),
    ],
)
def test_nothing_has_that_name(library: Library, text: str, hint: str) -> None:
    with pytest.raises(LayoutNotFound) as caught:
        library.layout(text)

    assert caught.value.hint == hint


def test_a_name_that_several_layouts_have(library: Library) -> None:
    slugs = [slug for _, slug in library.pack("mic").layouts()]
    twice = next(slug for slug in slugs if slugs.count(slug) > 1)

    with pytest.raises(LayoutNotFound, match=f"「{twice}」に当たる移行ファイル定義が") as caught:
        library.layout(twice)

    assert f"/{twice}" in (caught.value.hint or "")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="レイアウト集のフォルダがありません"):
        Library([tmp_path / "none"])


def test_packs_that_extend_each_other_in_a_circle(make_pack: MakePack) -> None:
    pack = (make_pack() / "pack.yaml").read_text(encoding="utf-8") + "extends: other\n"
    one = make_pack({"pack.yaml": pack}, folder="one")
    other = make_pack(
        {"pack.yaml": pack.replace("pack: town", "pack: other").replace("extends: other", "extends: town")},
        folder="two",
    )

    with pytest.raises(PackError, match="輪になっています"):
        Library([one, other]).pack("town")
