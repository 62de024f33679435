"""How much a pack holds, by edition and business."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from chukan.authoring.stats import pack_stats
from chukan.errors import LayoutNotFound
from chukan.layouts.pack import Pack

MakePack = Callable[..., Path]


def test_one_edition_is_counted_and_the_newest_unless_told(make_pack: MakePack) -> None:
    pack = Pack(make_pack())

    stats, old = pack_stats(pack), pack_stats(pack, "1")

    assert (stats.edition, stats.editions, stats.layouts, stats.items) == ("2", ("1", "2"), 1, 5)
    assert (old.edition, old.items) == ("1", 4)
    assert (stats.code_lists, stats.code_values, stats.rules, stats.references) == (1, 2, 1, 0)
    assert (stats.bases, old.bases) == ({"statute": 5}, {"statute": 4})
    (business,) = stats.businesses
    assert (business.name, business.layouts) == ("町の業務", (("person", "住民", 5),))
    assert (business.items, business.rules, business.verified) == (5, 1, True)


def test_code_lists_that_no_item_names_do_not_count(make_pack: MakePack) -> None:
    more = "list,code,name,basis,source\n使わない,1,一,statute,法\n"

    assert pack_stats(Pack(make_pack({"codes/unused.csv": more}))).code_lists == 1


def test_an_edition_that_the_pack_does_not_have(make_pack: MakePack) -> None:
    with pytest.raises(LayoutNotFound):
        pack_stats(Pack(make_pack()), "9")
