"""A pack folder: editions, businesses, and what an extension may claim."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from chukan.errors import LayoutNotFound, PackError
from chukan.layouts.pack import Pack

MakePack = Callable[..., Path]


def test_an_edition_has_the_items_of_its_time(make_pack: MakePack) -> None:
    pack = Pack(make_pack())

    assert (pack.editions, pack.default_edition) == (("1", "2"), "2")
    assert "旧氏" not in pack.layout("town", "person", "1").names
    assert "旧氏" in pack.layout("town", "person", "2").names


def test_a_business_by_slug_or_name(make_pack: MakePack) -> None:
    pack = Pack(make_pack())

    assert pack.business("town") == pack.business("町の業務")
    with pytest.raises(LayoutNotFound, match="業務「toun」は") as caught:
        pack.business("toun")
    assert caught.value.hint == "「town」ではありませんか。"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('default_edition: "2"', 'default_edition: "3"', "default_edition「3」が editions にありません"),
        ('{edition: "1"}', '{edition: "2"}', "同じ版が editions に二度あります"),
    ],
)
def test_editions_that_can_not_be(make_pack: MakePack, old: str, new: str, message: str) -> None:
    text = (make_pack() / "pack.yaml").read_text(encoding="utf-8")

    with pytest.raises(PackError, match=message):
        Pack(make_pack({"pack.yaml": text.replace(old, new)}, folder="other"))


def test_an_extension_claims_no_more_than_its_parent(make_pack: MakePack) -> None:
    parent = Pack(make_pack())
    text = "pack: child\nname: 子\nauthority: official\ndeclared_by: 情報課 山田\nextends: town\n"

    child = Pack(make_pack({"pack.yaml": text}, folder="child"), parent)

    assert (child.origin.authority, child.origin.declared_by, child.origin.extends) == ("reference", None, "town")
