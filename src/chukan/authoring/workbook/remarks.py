"""What a person should know of a group of rows as a whole."""

from __future__ import annotations

from chukan.authoring.workbook.items import RawItem
from chukan.authoring.workbook.report import Notice


def remarks(group: str, rows: list[RawItem]) -> list[Notice]:
    """Return the notices on a group as a whole.

    Args:
        group: The name of the migration file.
        rows: Its rows, at least one.
    """
    notices: list[Notice] = []
    place = rows[0].place.rsplit("!", 1)[0]
    if foreign := [raw.item.name for raw in rows if "外部キー" in raw.item.note.split("／")]:
        notices.append(
            Notice(
                "info",
                place,
                f"{group}: 外部キーの参照先はワークブックに書かれていません（{'、'.join(foreign)}）",
                "business.yaml の references に書くと検査されます。",
            )
        )
    if conditional := [raw.item.name for raw in rows if raw.item.required == "conditional"]:
        notices.append(
            Notice(
                "info",
                place,
                f"{group}: 条件付き必須の条件は備考に文章のまま残しました（{len(conditional)} 項目）",
                "検査するには、拡張するレイアウト集の required_when に式で書いてください。",
            )
        )
    if any(raw.item.type == "DATE" and raw.item.length == 10 for raw in rows):
        notices.append(
            Notice(
                "info",
                place,
                f"{group}: 日付は YYYY-MM-DD（10 桁）です",
                "移行条件に dates: yyyy-mm-dd と書いてください。",
            )
        )
    if inferred := [f"{raw.item.name}={' '.join(raw.inferred)}" for raw in rows if raw.inferred]:
        notices.append(
            Notice(
                "info",
                place,
                f"{group}: 名称・説明から書式を補いました（{'、'.join(inferred)}）",
                "補わないときは、対応表に formats: none と書いてください。",
            )
        )
    return notices
