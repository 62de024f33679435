"""Write the counts in docs/layouts.md and README.md anew from the `mic` pack: python scripts/layouts_page.py."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from chukan.authoring.stats import PackStats, pack_stats
from chukan.layouts.basis import Basis
from chukan.layouts.library import Library
from chukan.layouts.select import of_business

ROOT = Path(__file__).parents[1]
_RESIDENTS = "住民記録システム標準仕様書 第1.0版 第3章"
#: What each business was held against, beside the laws that its items and rules name.
CHECKED = {
    "resident_register": f"{_RESIDENTS}, chapters 1 and 4 clause by clause (`source` has the clause)",
    "resident_register_kiosk": f"{_RESIDENTS}, 1.1: the entries of 住民票",
    "non_resident_addressee": f"{_RESIDENTS}, 1.1 and 7.2.3; 基本データリスト 031 (the successor)",
    "seal_registration": f"{_RESIDENTS}, 1.1: names, dates of birth, addresses",
    "family_register_annex": f"{_RESIDENTS}, 7.2.4",
    "long_term_care_insurance": "two code lists that a shipping implementation names; the values of 給付実績情報作成区分",
    "collection_and_arrears": "the characters of 全銀 names of accounts; 預金種目 of e-Tax",
}
_NOTHING = "nothing but the laws that it names"
_BASES: tuple[Basis, ...] = ("statute", "public-standard", "attested", "estimate")


def businesses(stats: PackStats) -> str:
    """Return the table of businesses."""
    lines = [
        "| no. | attested | business | in addresses | layouts | items | record rules | references |",
        "|--:|---|---|---|--:|--:|--:|--:|",
    ]
    for b in stats.businesses:
        counts = f"{len(b.layouts)} | {b.items} | {b.rules} | {b.references}"
        lines.append(f"| {b.number} | {'yes' if b.verified else 'no'} | {b.name} | `{b.business}` | {counts} |")
    return "\n".join(lines)


def grounds(stats: PackStats) -> str:
    """Return the table of items by basis, and what was looked at."""
    pack = Library().pack(stats.pack)
    lines = [
        f"| business | {' | '.join(f'`{basis}`' for basis in _BASES)} | held against |",
        "|---|--:|--:|--:|--:|---|",
    ]
    for b in stats.businesses:
        count = Counter(item.basis for layout in of_business(pack, b.business, None) for item in layout.items)
        numbers = " | ".join(f"{count[basis]:,}" for basis in _BASES)
        lines.append(f"| {b.name} | {numbers} | {CHECKED.get(b.business, _NOTHING)} |")
    return "\n".join(lines)


def page(text: str, stats: PackStats) -> str:
    """Return docs/layouts.md with its counts and tables written anew."""
    total = (
        f"{stats.layouts} layouts, {stats.items:,} items, {stats.code_lists} code lists with {stats.code_values:,} values, "
        f"{stats.rules} record rules, {stats.references} references."
    )
    text = re.sub(r"[0-9,]+ layouts, [0-9,]+ items, [0-9,]+ code lists .*? references\.", total, text, flags=re.DOTALL)
    text = re.sub(r"\| no\. \| attested \|.*?(?=\n\n)", lambda _: businesses(stats), text, flags=re.DOTALL)
    text = re.sub(r"\| business \| `statute` \|.*?(?=\n\n)", lambda _: grounds(stats), text, flags=re.DOTALL)
    for basis, count in stats.bases.items():
        text = re.sub(rf"(\| `{basis}` \| [^|]+ \|) [0-9,]+ \|", rf"\g<1> {count:,} |", text)
    return text


def readme(text: str, stats: PackStats) -> str:
    """Return README.md with its counts written anew."""
    return re.sub(
        r"It has [0-9,]+ layouts with [0-9,]+ items, [0-9,]+ code lists and [0-9,]+ record rules",
        f"It has {stats.layouts} layouts with {stats.items:,} items, {stats.code_lists} code lists and {stats.rules} record rules",
        text,
    )


def main() -> None:
    """Write both pages."""
    stats = pack_stats(Library().pack("mic"))
    for path, write in ((ROOT / "docs" / "layouts.md", page), (ROOT / "README.md", readme)):
        path.write_text(write(path.read_text("utf-8"), stats), "utf-8")


if __name__ == "__main__":
    main()
