"""Which layout a file is of: certain, or not said."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.intake.conftest import PEOPLE_CSV

from chukan.agreement import Agreement
from chukan.errors import LayoutNotFound
from chukan.intake.recognise import recognised
from chukan.layouts.model import Layout


@pytest.mark.parametrize("agreed", [{}, {"encoding": "cp932", "header": True}])
def test_names_make_it_certain(
    tmp_path: Path, layouts: list[Layout], person: Layout, agreed: dict[str, object]
) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(PEOPLE_CSV.encode("cp932"))

    layout, fits = recognised(path, layouts, Agreement.model_validate(agreed))

    assert layout is person
    assert fits[0].address == person.address


def test_what_nobody_can_know_is_not_said(tmp_path: Path, layouts: list[Layout]) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(b"x,y\r\n1,2\r\n")

    with pytest.raises(LayoutNotFound, match="決められません") as caught:
        recognised(path, layouts, Agreement())

    assert caught.value.place == str(path)
    assert "--layout" in str(caught.value.hint)
