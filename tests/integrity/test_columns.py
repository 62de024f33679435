"""Only what integrity must see is spilled."""

from __future__ import annotations

from typing import Any

from chukan.integrity.columns import needed, read_by_others
from chukan.layouts.comparisons import SameValues


def test_names_are_spilled_only_beside_what_they_are_compared_with(person: Any, insured: Any) -> None:
    assert needed(insured, [insured]) == ("宛名番号",)
    assert needed(insured, [insured, person]) == ("宛名番号", "氏名", "生年月日")
    assert needed(person, [insured, person]) == ("宛名番号", "氏名", "通称", "生年月日", "最新")


def test_keys_and_whatever_a_declaration_reads(layout: Any) -> None:
    child = layout(
        "child",
        "番号::1 親 種別 額:9 備考",
        references=({"items": ["親"], "to": "parent", "key": ["番号"], "when": "種別 = '1'"},),
    )
    parent = layout("parent", "番号 別名 住所")

    assert needed(child, [child]) == ("番号", "親", "種別")
    assert needed(parent, [parent]) == ()
    assert needed(parent, [parent, child]) == ("番号",)
    assert read_by_others(parent, [child]) == {"番号"}
    assert read_by_others(parent, [child], (SameValues,)) == frozenset()
