from __future__ import annotations

import pytest

from chukan.errors import PackError
from chukan.expressions.vetting import vet

ITEMS = ("種別", "在留資格", "開始", "終了", "Kana")


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("種別 = '1'", ("種別",)),
        ("開始 <= 終了 AND 種別 IN ('1', '2')", ("開始", "終了", "種別")),
        ('"種別" IS NOT NULL', ("種別",)),
        ("kana LIKE 'ア%'", ("Kana",)),
        ("CASE WHEN 種別 = '1' THEN 開始 < as_of ELSE TRUE END", ("種別", "開始")),
        ("開始 + INTERVAL 15 YEAR <= as_of -- 年齢", ("開始",)),
        ("date_diff('day', 開始, 終了) BETWEEN 0 AND 30", ("開始", "終了")),
        ("COALESCE(種別, '0') || 在留資格 ~ '[0-9]+'", ("種別", "在留資格")),
        ("extract(year FROM 開始) % 4 = 0 AND NOT length(種別) > 2", ("開始", "種別")),
        ("TRY_CAST(種別 AS INTEGER) > DATE '2020-01-01' - 開始", ("種別", "開始")),
    ],
)
def test_what_an_expression_reads(text: str, reads: tuple[str, ...]) -> None:
    assert vet(text, ITEMS, PackError, "ここ").reads == reads


@pytest.mark.parametrize(
    "text",
    [
        "1; DROP TABLE x",
        "種別 = '1'; SELECT 1",
        "種別 = '1') FROM read_csv('x.csv') --",
        "種別 = '1') AS y, (TRUE",
        "EXISTS (SELECT 1)",
        "種別 IN (SELECT 'a')",
        "(SELECT count(*) FROM chukan_batch) > 1",
        "read_text('/etc/hosts') = ''",
        "content FROM read_text('x')",
        "getenv('HOME') = ''",
        "current_setting('threads') = '1'",
        "random() > 0.5",
        "now() > 開始",
        "today() > 開始",
        "current_date > 開始",
        "count(*) > 1",
        "sum(1) OVER () > 1",
        "list_transform([1], x -> x)[1] = 1",
        "種別 = ?",
        "種別 = $1",
        "#1 = 1",
        "COLUMNS(*)",
        "*",
        "",
        "種別 =",
        "/* 種別",
        "main.length(種別) > 1",
        "種別.length() > 1",
        "種別 -> 'a' = 1",
        "[1, 2] = 種別",
        "{'a': 1} = 種別",
        "(種別, 開始) = (1, 2)",
        "種別 COLLATE NOCASE = 'a'",
        "種別 = $$a$$",
        "種別 = E'a'",
        "current_user = 'a'",
        "session_user = 'a'",
        "user = 'a'",
        "length(DISTINCT 種別) > 1",
        "length(種別) FILTER (TRUE) > 1",
        "種別 = ANY (SELECT 'a')",
        "\"getenv\"('HOME') = ''",
        "種別 /**/ = getenv /**/ ('HOME')",
        "TABLE chukan_batch",
        "VALUES (1)",
        "(" * 3000 + "TRUE" + ")" * 3000,
        "lpad(種別, 100000000, '0') = ''",
        "rpad(種別, 10000 * 10000, '0') = ''",
        "rpad(種別, length(種別), '0') = ''",
        "age(開始) > INTERVAL 1 YEAR",
    ],
)
def test_what_no_expression_may_do(text: str) -> None:
    with pytest.raises(PackError) as caught:
        vet(text, ITEMS, PackError, "レイアウトの規則「x」")

    assert caught.value.place == "レイアウトの規則「x」"
    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "sql"),
    [
        ("種別 = '1' -- 理由", "\"種別\" = '1'"),
        ("/* a */ Kana = 'it''s'", "Kana = 'it''s'"),
        ("種別 {# (SELECT 1) #} = '1'", "\"種別\" = '1'"),
        ("種別\u3000=\n.5 + 1.5e3", '"種別" =.5 + 1.5e3'),
        ('"種""別" !~ \'a\'', '"種""別" !~ \'a\''),
    ],
)
def test_what_runs_is_put_together_from_the_vetted_tokens(text: str, sql: str) -> None:
    assert vet(text, ITEMS, PackError, "x").sql == sql


def test_names_that_are_no_items_are_handed_back() -> None:
    assert vet("種別２ = '1' OR t.種別 = '1'", ITEMS, PackError, "x").unknown == ("種別２", "t.種別")
