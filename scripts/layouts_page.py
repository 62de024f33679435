"""The counts and tables of docs/layouts.md and README.md, from the `mic` pack; `generate_docs.py` writes them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from chukan.authoring.stats import PackStats, pack_stats
from chukan.layouts.basis import Basis
from chukan.layouts.library import Library
from chukan.layouts.model import Layout
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
_NOTHING = "nothing: written from the laws that it names"
#: Where the name of a law ends and the article begins.
_ARTICLE = re.compile("[0-9（(]|第[0-9]")
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
    """Return the table of what each business rests on, and what was looked at.

    Items by basis, then how many of the code values and of the declarations (references, histories, rules ...) are estimates.
    """
    pack = Library().pack(stats.pack)
    lines = [
        f"| business | {' | '.join(f'`{basis}`' for basis in _BASES)} | code values that are estimates | declarations that are estimates | laws and standards that its items name | held against the text of |",
        "|---|--:|--:|--:|--:|--:|--:|---|---|",
    ]
    for b in stats.businesses:
        layouts = of_business(pack, b.business, None)
        count = Counter(item.basis for layout in layouts for item in layout.items)
        numbers = " | ".join(f"{count[basis]:,}" for basis in _BASES)
        lists = {codes.id: codes for layout in layouts for codes in layout.codes.values()}
        values = [value.basis for codes in lists.values() for value in codes.values if value.code in codes.codes]
        declared = [d.rests_on for layout in layouts for d in layout.body.declarations]
        lines.append(
            f"| {b.name} | {numbers} | {_estimates(values)} | {_estimates(declared)} | {named(layouts)} | {CHECKED.get(b.business, _NOTHING)} |"
        )
    return "\n".join(lines)


def _estimates(bases: list[Basis]) -> str:
    """Return ``12 of 30``."""
    return f"{bases.count('estimate'):,} of {len(bases):,}"


def named(layouts: Iterable[Layout], most: int = 4) -> str:
    """Return the laws and standards that the items of layouts name, the most frequent first, with the number of items."""
    count: Counter[str] = Counter()
    for item in (item for layout in layouts for item in layout.items):
        count.update(
            {name for part in re.split("[;、]", item.source) if (name := _ARTICLE.split(part.strip())[0].strip())}
        )
    ranked = sorted(count.items(), key=lambda pair: (-pair[1], pair[0]))
    more = [f"and {len(ranked) - most} more"] if len(ranked) > most else []
    return ", ".join([*(f"{name} ({times})" for name, times in ranked[:most]), *more]) or "none"


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


def readme_ja(text: str, stats: PackStats) -> str:
    """Return README.ja.md with its counts written anew."""
    return re.sub(
        r"移行ファイル定義 [0-9,]+、項目 [0-9,]+、コード表 [0-9,]+、レコードの検査式 [0-9,]+",
        f"移行ファイル定義 {stats.layouts}、項目 {stats.items:,}、コード表 {stats.code_lists}、レコードの検査式 {stats.rules}",
        text,
    )


def generated() -> dict[Path, str]:
    """Return what the pages should hold."""
    stats = pack_stats(Library().pack("mic"))
    pages = ((ROOT / "docs" / "layouts.md", page), (ROOT / "README.md", readme), (ROOT / "README.ja.md", readme_ja))
    return {path: write(path.read_text("utf-8"), stats) for path, write in pages}


if __name__ == "__main__":
    for path, text in generated().items():
        path.write_text(text, "utf-8")
