"""Addresses that mean several layouts."""

from __future__ import annotations

import pytest

from chukan.errors import LayoutNotFound
from chukan.layouts.library import Library
from chukan.layouts.select import of_library, of_pack, select, select_pack


def test_a_whole_pack(library: Library) -> None:
    everything = select(library)

    assert {layout.edition for layout in everything} == {"2.7"}
    assert [x.address for x in everything] == [x.address for x in select(library, "mic")]
    assert [x.address for x in everything] == [x.address for x in select(library, " mic@2.7/ ")]


def test_an_edition_is_another_selection(library: Library) -> None:
    assert {layout.edition for layout in select(library, "mic@2.0")} == {"2.0"}


@pytest.mark.parametrize(
    "text", ["mic@2.7/resident_register", "mic/resident_register", "resident_register", "住民基本台帳"]
)
def test_a_business(library: Library, text: str) -> None:
    assert {layout.business for layout in select(library, text)} == {"resident_register"}
    assert len(select(library, text)) > 1


@pytest.mark.parametrize("text", ["mic@2.7/resident_register/person", "resident_register/person"])
def test_one_layout(library: Library, text: str) -> None:
    assert [layout.address for layout in select(library, text)] == ["mic@2.7/resident_register/person"]


@pytest.mark.parametrize("text", ["nothing", "mic@9.9", "mic@2.7/nothing", "resident_register/nothing"])
def test_nothing_has_that_name(library: Library, text: str) -> None:
    with pytest.raises(LayoutNotFound):
        select(library, text)


def test_a_pack_and_its_edition(library: Library) -> None:
    found = select_pack(library, "mic")

    assert found is not None
    assert (found[0].name, found[1]) == ("mic", "2.7")
    assert select_pack(library, "mic/resident_register") is None
    assert select_pack(library, "nothing") is None


def test_all_layouts_of_all_packs(library: Library) -> None:
    every = [layout.address for layout in of_library(library)]

    assert every == [layout.address for name in library.names for layout in of_pack(library.pack(name), None)]
    assert len(every) == len(set(every)) >= len(select(library))
