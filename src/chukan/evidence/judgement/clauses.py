"""The clauses that judgements cite: 令和2年度自治体クラウド導入団体支援事業の実施団体 公募要領（令和2年4月1日, J-LIS）."""

from __future__ import annotations

CALL = "令和2年度自治体クラウド導入団体支援事業の実施団体 公募要領（令和2年4月1日 地方公共団体情報システム機構）"

ITEM_1 = "6(3)ア(ア)"
"""必須推進項目1: 中間標準レイアウトによるデータ移行の取組。"""
ITEM_1_FIGURE = f"{ITEM_1} 図"
"""What the call says beside its figure: what is desirable."""
ITEM_2 = "6(3)ア(イ)"
"""必須推進項目2: ノンカスタマイズへの取組。"""

CITED_ITEM_1 = f"令和2年度公募要領 {ITEM_1}"
EXEMPTION = f"令和2年度公募要領 {ITEM_1} ※"
"""物理的にデータ移行が全く発生しない場合又は既に移行先システムを先行して利用している場合。"""
SPECIAL = f"令和2年度公募要領 {ITEM_1} ただし書"

MIN_BUSINESSES = 2
"""2以上の業務システム。"""
DESIRABLE_VENDORS = 4
"""事業者A、B、C、Dの4社。"""
CUSTOMISATION_LIMIT = 5.0
"""カスタマイズ率, per cent: below it."""
COST_REDUCTION = 30.0
"""運用コストの3割減, per cent."""
LARGE_GROUP = 5
"""構成市区町村が5以上。"""
CEILING_LARGE = 15_000_000
CEILING_SMALL = 10_000_000
"""助成金額の上限額, in yen (公募要領 4)."""
MIN_JOINING = 2
MIN_MERGING = 4
"""途中参加市区町村は2以上、統合を図る場合は4以上 (公募要領 6(2)イ(ア))."""
MIN_CLOUDS = 2
"""自治体クラウド同士 (公募要領 6(2)イ(ア)): one cloud merges with nothing."""
FISCAL_YEAR = 2020
"""令和2年度に係る経費のみ (公募要領 7)."""
MIN_CORE = 2
"""基幹系業務システムを複数 (公募要領 6(2))."""
MAX_PAGES = 20
"""提案公募用紙は、表紙及び参考資料を含めて20ページ以内 (公募要領 9(2)エ)."""
