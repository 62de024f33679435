"""How long records of fixed width are, where nobody said so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from chukan.intake.draft import draft_agreement
from chukan.intake.inspect import inspect
from chukan.layouts.model import Item, Layout

LayoutOf = Callable[..., Layout]
RECORD = b"%010d19800101%07d20%02d1231"


@pytest.fixture
def town(layout_of: LayoutOf) -> list[Layout]:
    tax = layout_of(("番号", "X", 10), ("生年月日", "DATE", 8), ("税額", "9", 7), ("異動日", "DATE", 8))
    loose = layout_of(("番号", "X", 10), ("備考", "X", 1))
    return [one.model_copy(update={"slug": slug}) for slug, one in (("loose", loose), ("tax", tax))]


def test_candidates_of_all_lengths_are_ranked_by_fit(tmp_path: Path, town: list[Layout]) -> None:
    path = tmp_path / "f.dat"
    path.write_bytes(b"".join(RECORD % (n, n, n) for n in range(33)))

    found = inspect(path, town)

    assert (found.record_length, found.is_guess, found.records, found.rejected) == (33, True, 33, 0)
    assert [fit.address for fit in found.fits] == ["t@1/b/tax", "t@1/b/loose"]
    assert "33 バイトで一致" in found.fits[0].reasons[0]
    assert "11 バイトで一致" in found.fits[1].reasons[0]
    assert "推定" in draft_agreement(found)


def test_a_file_that_was_cut_off_is_still_recognised(tmp_path: Path, town: list[Layout]) -> None:
    path = tmp_path / "f.dat"
    path.write_bytes(b"".join(RECORD % (n, n, n) for n in range(33))[:-5])

    found = inspect(path, town)

    assert (found.record_length, found.is_guess, found.records, found.rejected) == (33, True, 33, 1)
    assert [a.rule for a in found.anomalies][:1] == ["F07"]


def test_what_anything_would_suit_is_no_guess(tmp_path: Path, town: list[Layout]) -> None:
    path = tmp_path / "f.dat"
    path.write_bytes(b"A" * 1000)

    assert inspect(path, town).form == "csv"


@pytest.mark.parametrize("heading", ["団体コード", "団体 コード", "団体ｺｰﾄﾞ"])
def test_a_list_under_its_heading_is_no_fixed_width(tmp_path: Path, layout_of: LayoutOf, heading: str) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(f"{heading}\n011002\n012025\n012033\n013021\n013048\n".encode("cp932"))
    layout = layout_of(Item.model_validate({"no": 1, "item": "団体コード", "type": "X", "length": 6}))

    found = inspect(path, [layout])

    assert (found.form, found.header, found.records, found.rejected) == ("csv", True, 5, 0)
