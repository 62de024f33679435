"""A pack in the words of staff: types, lengths, formats, code lists, bases, conditions. One wording for screen, pages and sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from chukan.errors import ChukanError, PackError
from chukan.layouts.basis import BASES, Basis
from chukan.layouts.codes import CodeList
from chukan.layouts.declaration import Declaration
from chukan.layouts.declarations import RecordRule
from chukan.layouts.model import DATE_TYPES, Item, ItemType, Layout, Requirement
from chukan.values.formats import FORMATS

TYPES: dict[ItemType, str] = {
    "X": "半角文字",
    "N": "全角文字",
    "XN": "半角・全角文字",
    "9": "整数",
    "S9": "整数（負も可）",
    "9V": "小数",
    "S9V": "小数（負も可）",
    "DATE": "年月日",
    "YM": "年月",
    "YEAR": "年",
    "TIME": "時刻",
    "BLOB": "ファイル",
}
AUTHORITIES: dict[str, str] = {"reference": "参考定義", "imported": "取込", "official": "公式（申告あり）"}
REQUIRED: dict[Requirement, str] = {"required": "必須", "conditional": "条件付き必須", "optional": "任意"}
BASIS: dict[Basis, str] = {
    "official": "公式",
    "statute": "法令",
    "public-standard": "公開標準",
    "attested": "確認済み",
    "estimate": "推定",
}
BASIS_MEANS: dict[Basis, str] = {
    "official": "公式の定義書にある",
    "statute": "法令・法定の様式が求めている（出典に条項がある）",
    "public-standard": "公開された標準仕様書などにある",
    "attested": "取り込んだ定義書・公開資料にある、または市区町村が確かめた",
    "estimate": "業務からの推定。違うことがあるので、ベンダーと確かめてください",
}
ANY_VALUE = "団体独自の値も可"
MORE_VALUES = "ほかの値もありうる"

_COMPARED = re.compile(r"(?P<item>[^\W\d]\w*) (?:=|≠|IN|NOT IN) (?P<codes>'[^']*'|\((?:'[^']*'(?:, )?)+\))")
_OR_BLANK = re.compile(r"COALESCE\((?P<item>[^\W\d]\w*), '(?P<code>[^']*)'\) = '(?P=code)'")
_ONE_OF = re.compile(r"(?P<item>[^\W\d]\w*) (?P<no>NOT )?IN \((?P<codes>(?:'[^']*'(?:（[^']*）)?(?:, )?)+)\)")
_TODAY = re.compile(r"\bas_of\b")
_QUOTED = re.compile("'([^']*)'")


def size(item: Item) -> str:
    """Return ``15``, or ``5,2`` for decimals; "" when no limit is known."""
    if item.length is None:
        return ""
    return f"{item.length},{item.scale}" if item.scale else str(item.length)


def size_in_words(item: Item) -> str:
    """Return how long a value may be: 15文字以内（推定）, 整数部5桁・小数部2桁以内, 上限なし.

    An estimated length is only marked where the item itself rests on more.
    """
    estimated = item.length_basis == "estimate" != item.basis
    return f"{_size(item)}（推定）" if estimated else _size(item)


def _size(item: Item) -> str:
    if item.length is None:
        return "上限なし"
    if item.scale:
        return f"整数部{item.length}桁・小数部{item.scale}桁以内"
    if item.type in DATE_TYPES:
        return f"{item.length}桁"
    return f"{item.length}{'文字' if item.is_text else '桁'}{'ちょうど' if item.has('fixed') else '以内'}"


def formats_in_words(item: Item) -> str:
    """Return what the formats of an item ask of its values; "" when it has none."""
    return "、".join(format_in_words(name) for name in item.formats if name != "fixed")


def format_in_words(name: str) -> str:
    """Return the meaning of a format: 半角数字だけ; of a range: 1 以上 12 以下."""
    if name == "personal":
        return "報告では伏せる"
    if name in FORMATS:
        return FORMATS[name].meaning
    low, dots, high = name.partition("..")
    return f"{low} 以上 {high} 以下" if dots else name


def code_list_in_words(codes: CodeList | None, limit: int = 6) -> str:
    """Return a code list's name with its first values: 性別（1 男・2 女）; "" for None.

    Args:
        codes: the list.
        limit: values that are named; the others are counted.
    """
    if codes is None:
        return ""
    values = [f"{code} {name}" for code, name in codes.codes.items()]
    more = [f"ほか {len(values) - limit}"] if len(values) > limit else []
    inside = "・".join([*values[:limit], *more, *openness(codes)])
    return f"{codes.name}（{inside}）" if inside else codes.name


def openness(codes: CodeList) -> list[str]:
    """Return in words that other values than those in the list may occur; nothing for a closed list."""
    return [*([ANY_VALUE] if codes.any_value else []), *([MORE_VALUES] if codes.is_open else [])]


def source_and_note(thing: Item) -> str:
    """Return the source and the note of an item as one text."""
    return "; ".join(t for t in (thing.source, thing.note) if t)


def bases_counted(layouts: Iterable[Layout]) -> dict[Basis, int]:
    """Return how many items rest on what, the strongest basis first; bases without items are left out."""
    items = [item.basis for layout in layouts for item in layout.items]
    return {basis: count for basis in BASES if (count := items.count(basis))}


def bases_in_words(counts: Mapping[Basis, int]) -> str:
    """Return counts by basis: 法令 12・推定 3."""
    return "・".join(f"{BASIS[basis]} {count:,}" for basis, count in counts.items())


def condition_in_words(text: str, layout: Layout | None) -> str:
    """Return a condition over a record in words, each code with its meaning.

    Args:
        text: SQL, as ``business.yaml`` has it.
        layout: whose items it names; None = a layout that is not at hand: codes stay without their meaning.

    Returns:
        ``住民種別 = '2'（外国人住民） かつ 在留資格に値がある``; the text itself where it is no condition that may run.
    """
    from chukan.expressions.vetting import vet

    try:
        words = vet(text, layout.by_name if layout else {}, PackError, layout.address if layout else "").words
    except ChukanError:
        words = text
    words = _TODAY.sub("基準日", _OR_BLANK.sub(r"(\g<item> = '\g<code>' または \g<item>が空)", words))

    def with_meaning(match: re.Match[str]) -> str:
        item = layout.by_name.get(match["item"]) if layout else None
        codes = layout.code_list(item) if layout and item else None
        meanings = codes.codes if codes else {}
        before = match[0].removesuffix(match["codes"])
        return before + _QUOTED.sub(
            lambda code: f"{code[0]}（{meanings[code[1]]}）" if code[1] in meanings else code[0], match["codes"]
        )

    def one_of(match: re.Match[str]) -> str:
        return f"{match['item']}が {match['codes'].replace(', ', '・')} の{'どれでもない' if match['no'] else 'どれか'}"

    return _ONE_OF.sub(one_of, _COMPARED.sub(with_meaning, words))


def declared(layout: Layout, others: Mapping[str, Layout] | None = None) -> list[tuple[str, str, Basis]]:
    """Return what a layout declares of its records: (word, sentence, basis) of each, in words.

    Args:
        layout: the layout.
        others: the layouts that it may refer to, by their path.
    """
    return [(*in_words(declaration, layout, others), declaration.rests_on) for declaration in layout.body.declarations]


def in_words(declaration: Declaration, layout: Layout, others: Mapping[str, Layout] | None = None) -> tuple[str, str]:
    """Return a declaration's word and sentence with its conditions and the layouts that it leads to in words."""
    word, sentence = declaration.describe()
    if isinstance(declaration, RecordRule):  # what is wrong comes first, how it is computed after
        sentence = f"{declaration.message}（{sentence.removesuffix(f' — {declaration.message}')}）"
    words = {text: condition_in_words(text, layout) for text in declaration.conditions.values()}
    for target in declaration.targets:
        other = (others or {}).get(layout.target(target.to))
        words |= {text: condition_in_words(text, other) for text in target.conditions.values() if text not in words}
    if words:  # at once, the longest first: one condition may be a part of another
        longest_first = sorted(words, key=len, reverse=True)
        sentence = re.sub("|".join(map(re.escape, longest_first)), lambda found: words[found[0]], sentence)
    for target in declaration.targets:
        if other := (others or {}).get(layout.target(target.to)):
            sentence = re.sub(rf"(?<![\w/]){re.escape(target.to)}(?![\w/])", f"「{other.name}」", sentence)
    return word, sentence


def by_path(layouts: Iterable[Layout]) -> dict[str, Layout]:
    """Return layouts by ``BUSINESS/LAYOUT``."""
    return {layout.path: layout for layout in layouts}


def formats_used(layouts: Iterable[Layout]) -> list[tuple[str, str]]:
    """Return (format, what it means) for the formats that some item has, in the order of docs/packs.md.

    Ranges explain themselves last, as one line.
    """
    tokens = {token for layout in layouts for item in layout.items for token in item.formats}
    used = [(name, known.meaning) for name, known in FORMATS.items() if name in tokens]
    return used + ([("a..b", "a 以上 b 以下の数")] if any(".." in token for token in tokens) else [])
