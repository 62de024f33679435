"""What no expression may do, and what is run of the others."""

from __future__ import annotations

import pytest
from tests.expressions.conftest import ITEMS

from chukan.errors import PackError
from chukan.expressions.vetting import vet


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
