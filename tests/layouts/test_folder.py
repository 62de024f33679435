"""What a pack folder says by itself, whatever it extends."""

from __future__ import annotations

from tests.layouts.conftest import MakePack

from chukan.layouts.folder import PackFolder


def test_what_the_folder_has_is_read_once(make_pack: MakePack) -> None:
    own = PackFolder(make_pack())

    document = own.business("town")

    assert document is not None
    assert own.business("town") is document
    assert own.items("town", "person", optional=False) is own.items("town", "person", optional=False)
    assert own.table_path("town", "person") == own.path / "town" / "person.csv"


def test_what_it_has_not_is_the_parents_affair(make_pack: MakePack) -> None:
    own = PackFolder(make_pack())

    assert own.business("other") is None
    assert own.table_path("other", "person") is None
    assert own.items("other", "person", optional=False) == ()
    assert own.items("town", "elsewhere", optional=True) == ()
    assert own.codes("elsewhere") is None
    assert own.folder_of("other") == own.path
