"""What holds in which edition, and that nothing is there twice in one."""

from __future__ import annotations

import pytest

from chukan.errors import PackError
from chukan.layouts.editions import applies, refuse_twins

EDITIONS = ("1", "2", "3")


@pytest.mark.parametrize(
    ("since", "until", "held"),
    [
        (None, None, "123"),
        ("2", None, "23"),
        (None, "2", "12"),
        ("2", "2", "2"),
        ("3", "1", ""),
    ],
)
def test_both_ends_are_included(since: str | None, until: str | None, held: str) -> None:
    assert "".join(e for e in EDITIONS if applies(e, EDITIONS, since, until, "p.csv")) == held


@pytest.mark.parametrize(("since", "until"), [("4", None), (None, "4")])
def test_an_edition_that_the_pack_does_not_have(since: str | None, until: str | None) -> None:
    with pytest.raises(PackError, match="知らない版「4」") as caught:
        applies("1", EDITIONS, since, until, "p.csv（項目「氏名」）")

    assert caught.value.place == "p.csv（項目「氏名」）"
    assert "1, 2, 3" in (caught.value.hint or "")


def test_a_name_twice_in_one_edition() -> None:
    refuse_twins(["氏名", "住所"], "項目", "1", "p.csv")

    with pytest.raises(PackError, match="項目「氏名」が版 1 に二度あります"):
        refuse_twins(["氏名", "住所", "氏名"], "項目", "1", "p.csv")
