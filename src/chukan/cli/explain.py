"""`chukan explain RULE`: what a rule checks, why, an example, the remedy."""

from __future__ import annotations

from typing import Annotated

import typer

from chukan.cli import options as o
from chukan.cli.language import t
from chukan.cli.switches import switches


def explain(
    rule: Annotated[
        str,
        typer.Argument(
            metavar=t("検査項目", "RULE"),
            help=t("検査項目の番号か名称（例 V05）", "a rule by its id or title, e.g. V05"),
        ),
    ],
    json: o.Json = False,
) -> None:
    from chukan.errors import UsageError, did_you_mean
    from chukan.rules.catalogue import RULES

    found = RULES.get(rule.upper()) or next((r for r in RULES.values() if rule == r.title), None)
    if found is None:
        hint = (
            did_you_mean(rule.upper(), [*RULES, *(r.title for r in RULES.values())])
            or "`chukan rules` で一覧を見られます。"
        )
        raise UsageError(f"検査項目「{rule}」はありません", hint=hint)
    if json:
        from dataclasses import asdict
        from json import dumps

        print(dumps(asdict(found), ensure_ascii=False, indent=1))
        return
    print(found.remedy if switches().quiet else found.explanation())


def register(app: typer.Typer) -> None:
    app.command("explain", help=t("検査項目を説明する", "explain a rule"))(explain)
