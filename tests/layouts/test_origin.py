"""What a pack rests on, and what it may claim that extends another."""

from __future__ import annotations

import pytest

from chukan.layouts.origin import Authority, Origin

PARENT = Origin(
    pack="p",
    pack_name="親",
    authority="official",
    declared_by="情報課 山田",
    workbook="p.xlsx",
    workbook_sha256="0" * 64,
    intermediate_standard=True,
)


def test_only_a_declaration_makes_a_definition_official() -> None:
    origin = Origin(pack="p", pack_name="集", authority="official", workbook="a.xlsx", workbook_sha256="0" * 64)

    assert "申告なし" in origin.statement
    assert "申告: 情報課 山田" in origin.model_copy(update={"declared_by": "情報課 山田"}).statement
    assert "参考定義" in origin.model_copy(update={"authority": "reference", "declared_by": "情報課 山田"}).statement


@pytest.mark.parametrize("authority", ["reference", "imported", "official"])
@pytest.mark.parametrize("parent", ["reference", "imported", "official"])
@pytest.mark.parametrize("states", [False, True])
def test_an_extension_claims_no_more_than_its_parent_has(
    authority: Authority, parent: Authority, *, states: bool
) -> None:
    order = ("reference", "imported", "official")
    own = Origin(pack="o", pack_name="自", authority=authority, extends="p")

    claimed = own.resting_on(PARENT.model_copy(update={"authority": parent}), states_authority=states)

    assert claimed.authority == (min(authority, parent, key=order.index) if states else parent)
    assert claimed.declared_by == ("情報課 山田" if claimed.authority == "official" else None)
    assert (claimed.workbook, claimed.workbook_sha256) == ("p.xlsx", "0" * 64)


def test_a_workbook_of_its_own_keeps_its_digest() -> None:
    own = Origin(pack="o", pack_name="自", authority="imported", workbook="o.xlsx", workbook_sha256="1" * 64)

    claimed = own.resting_on(PARENT, states_authority=True)

    assert (claimed.workbook, claimed.workbook_sha256) == ("o.xlsx", "1" * 64)


@pytest.mark.parametrize(("own", "parent"), [(True, False), (False, True), (False, False), (True, True)])
def test_it_is_the_intermediate_standard_only_where_both_are(*, own: bool, parent: bool) -> None:
    extension = Origin(pack="o", pack_name="自", authority="reference", intermediate_standard=own)

    claimed = extension.resting_on(PARENT.model_copy(update={"intermediate_standard": parent}), states_authority=False)

    assert claimed.intermediate_standard == (own and parent)
