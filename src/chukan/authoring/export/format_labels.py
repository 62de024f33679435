"""What the formats of items mean, for people who read a table of them."""

from __future__ import annotations

from collections.abc import Iterable

from chukan.layouts.model import Layout

FORMATS: dict[str, str] = {
    "kana": "全角カタカナ（ー・全角空白を含む）だけ",
    "kana_half": "半角カタカナ",
    "person_name": "氏と名の間は全角空白1つ",
    "fixed": "空欄でなければ、桁数ちょうど",
    "digits": "半角数字だけ（先頭の0も意味を持つ）",
    "my_number": "個人番号（検査数字あり。どこにも表示しない）",
    "corporate_number": "法人番号（検査数字あり）",
    "resident_code": "住民票コード（検査数字が違えば警告）",
    "municipality_code": "全国地方公共団体コード（検査数字あり）",
    "insurer_number": "保険者番号（検証番号あり）",
    "late_elderly_number": "後期高齢者医療の被保険者番号（検証番号あり）",
    "care_provider_number": "介護保険の事業所番号（検証番号あり）",
    "public_expense_number": "公費負担者番号・受給者番号（検証番号あり）",
    "pension_number": "基礎年金番号（数字10桁）",
    "residence_card": "在留カード番号等（英2・数8・英2）",
    "postal_code": "郵便番号（数字7桁）",
    "phone": "数字とハイフン",
    "month_day": "実在する月日（MMDD）",
    "unknown_date": "不詳の日付を認める",
    "open_date": "9999-12-31 は「期限なし」を表す",
    "amount": "円。統制合計を取る",
    "personal": "個人を識別しうる値（報告では伏せる）",
}


def formats_used(layouts: Iterable[Layout]) -> list[tuple[str, str]]:
    """(format, what it means) for the formats that some item has, in the order of the list; ranges explain themselves last."""
    tokens = {token for layout in layouts for item in layout.items for token in item.formats}
    used = [(token, meaning) for token, meaning in FORMATS.items() if token in tokens]
    return used + ([("a..b", "a 以上 b 以下の数")] if any(".." in token for token in tokens) else [])
