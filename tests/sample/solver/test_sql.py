from __future__ import annotations

import pytest

from chukan.layouts.library import Library
from chukan.sample.solver.sql import Node, parse


def kinds(node: Node) -> list[str]:
    return [node.kind, *(k for child in node.children for k in kinds(child))]


@pytest.mark.parametrize(
    ("text", "kind", "columns"),
    [
        ("住民種別 = '2'", "compare", {"住民種別"}),
        ("a >= b AND c IS NOT NULL", "and", {"a", "b", "c"}),
        ("NOT a = '1' OR b IN ('1', '2')", "or", {"a", "b"}),
        ("x BETWEEN '01' AND '28'", "between", {"x"}),
        ("支払額 = 決定額 - COALESCE(調整額, 0)", "compare", {"支払額", "決定額", "調整額"}),
        ("取得日 >= 生年月日 + INTERVAL 20 YEAR - INTERVAL 1 DAY", "compare", {"取得日", "生年月日"}),
        ("終了日 IS NULL OR 終了日 = DATE '9999-12-31'", "or", {"終了日"}),
        ('"所得（雑）" > 0', "compare", {"所得（雑）"}),
        ("日 >= make_date(年度 - 16, 1, 2)", "compare", {"日", "年度"}),
        ("期限 >= as_of - INTERVAL 2 MONTH", "compare", {"期限", "as_of"}),
        ("a LIKE '1%'", "other", {"a"}),
        ("CASE WHEN a = '1' THEN b ELSE c END = 3", "compare", {"a", "b", "c"}),
        ("年月 <= CAST(年度 AS VARCHAR) || '01'", "compare", {"年月", "年度"}),
        ("a IS DISTINCT FROM b", "other", {"a", "b"}),
        ("a = '引用''符'", "compare", {"a"}),
    ],
)
def test_an_expression_tells_its_kind_and_its_items(text: str, kind: str, columns: set[str]) -> None:
    node = parse(text)

    assert node.kind == kind
    assert node.columns == columns
    assert node.text == text


def test_precedence() -> None:
    node = parse("a = '1' OR b = '2' AND NOT c = '3'")

    assert [c.kind for c in node.children] == ["compare", "and"]
    assert [c.kind for c in node.children[1].children] == ["compare", "not"]


def test_sums_bind_to_the_left() -> None:
    difference = parse("a = b - c - d").children[1]

    assert difference.text == "b - c - d"
    assert [c.text for c in difference.children] == ["b - c", "d"]


@pytest.mark.parametrize("text", ["", "((", "a =", "= 1", "'", "a b c", "IN", "a BETWEEN 1"])
def test_nonsense_is_read_without_an_error(text: str) -> None:
    assert parse(text).kind in ("other", "column")


def test_every_expression_of_the_packs_names_items_of_its_layout(library: Library) -> None:
    read, unknown = 0, []
    pack = library.pack("mic")
    for business, slug in pack.layouts():
        layout = pack.layout(business, slug)
        body = layout.body
        texts = [
            *body.required_when.values(),
            *(r.assertion for r in body.rules),
            *(r.when for r in body.rules if r.when),
        ]
        for text in texts:
            read += 1
            unknown += [(slug, text)] if parse(text).columns - set(layout.names) - {"as_of"} else []

    assert unknown == []
    assert read > 300
