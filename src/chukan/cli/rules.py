"""`chukan rules`: the catalogue."""

from __future__ import annotations

from typing import Annotated

import typer

from chukan.cli import options as o
from chukan.cli.language import current, t
from chukan.cli.switches import switches


def rules(
    markdown: Annotated[bool, typer.Option("--markdown", help=t("文書のページとして出す", "as the docs page"))] = False,
    json: o.Json = False,
) -> None:
    from chukan.rules.catalogue import RULES

    if markdown:
        from chukan.rules.markdown import page

        print(page(), end="")
        return
    if json:
        from dataclasses import asdict
        from json import dumps

        print(dumps([asdict(r) for r in RULES.values()], ensure_ascii=False, indent=1))
        return
    if switches().quiet:
        print("\n".join(RULES))
        return
    from chukan.cli.tables import print_table, table_of

    table = table_of(
        *(("検査項目", "重大度", "名称", "エラー区分") if current() == "ja" else ("rule", "severity", "title", "class"))
    )
    for r in RULES.values():
        severity, title = t(r.severity.ja, r.severity), t(r.title, r.title_en)
        table.add_row(r.id, severity, title, r.error_class or "")
    print_table(table)


def register(app: typer.Typer) -> None:
    app.command("rules", help=t("検査項目の一覧", "list the rules"))(rules)
