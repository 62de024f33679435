"""The formats of items, one declaration each: what lint, rules, exports, synthetic data and strategies know of them.

Imports nothing heavy: whoever lists formats need not load arrays. The words of docs/packs.md, section Formats, are the contract.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from chukan.layouts.model import NUMBER_TYPES, Item
from chukan.severity import Severity
from chukan.values.check_digits import CORPORATE, MODULUS_10, MODULUS_11, MUNICIPALITY, CheckDigitScheme

ANY_NUMBER = NUMBER_TYPES
ANY_DATE = frozenset({"DATE", "YM", "YEAR"})
EVERY_TYPE = frozenset({"X", "N", "XN", *ANY_NUMBER, *ANY_DATE, "TIME", "BLOB"})
HALF_WIDTH = frozenset({"X"})


@dataclass(frozen=True, kw_only=True)
class Format:
    """What a format asks of an item and of its values.

    Attributes:
        name: As packs write it.
        meaning: One line for people who read a table of items.
        types: The item types that it fits.
        lengths: The lengths that an item with it may have; none given = any.
        allowed: The characters of a value, as the inside of a regular expression's character class, "-" last; "" = those of the type.
        characters: `allowed` in Japanese, for messages.
        form: A regular expression (no anchors) that every good value matches whole; none given = `allowed` says all.
    """

    name: str
    meaning: str
    types: frozenset[str]
    lengths: tuple[int, ...] = ()
    allowed: str = ""
    characters: str = ""
    form: str = ""

    @property
    def item_lengths(self) -> tuple[int, ...]:
        """The lengths that an item with it may have; none = any."""
        return self.lengths

    @property
    def pattern(self) -> str:
        """The regular expression (no anchors) that every good value matches whole; "" when only characters are fixed."""
        return self.form

    @cached_property
    def ranges(self) -> tuple[tuple[int, int], ...]:
        """`allowed` as (first, last) pairs of code points, both inclusive."""
        return tuple((ord(a), ord(b or a)) for a, b in re.findall("(?s)(.)(?:-(.))?", self.allowed))


@dataclass(frozen=True, kw_only=True)
class NumberFormat(Format):
    """A format whose values are half-width digits, save for a letter or a hyphen: numbers that name something.

    Attributes:
        label: What the number is called, for messages.
        widths: The lengths that a value may have; none given = up to the item's own limit.
        picture: The places of digits (9) and capital letters (A); none given = digits only.
        older_picture: The same for numbers of an older kind that registers still hold; none given = there are none.
        check: How its check digit is computed (V07); None = it has none.
        check_severity: How grave a wrong check digit is.
        secret: True when no value may ever be shown, whatever is asked.
        identifies: True when it names one person or body, and so stays the same through a history.
        item_names: Endings of item names that, with one of `widths` for a length, leave no doubt that this is the format.
        synthetic_from: The lowest body of synthetic numbers: real ones do not begin with a row of zeros.
    """

    label: str
    types: frozenset[str] = HALF_WIDTH
    allowed: str = "0-9"
    characters: str = "半角数字"
    widths: tuple[int, ...] = ()
    picture: str = ""
    older_picture: str = ""
    check: CheckDigitScheme | None = None
    check_severity: Severity = Severity.ERROR
    secret: bool = False
    identifies: bool = False
    item_names: tuple[str, ...] = ()
    synthetic_from: int = 0

    @property
    def item_lengths(self) -> tuple[int, ...]:
        """The lengths that an item with it may have; none = any."""
        return self.lengths or self.widths

    @property
    def pattern(self) -> str:
        """The regular expression (no anchors) that every good value matches whole; "" when any length will do."""
        if self.picture:
            pictures = [_of_picture(picture) for picture in (self.picture, self.older_picture) if picture]
            return pictures[0] if len(pictures) == 1 else f"(?:{'|'.join(pictures)})"
        if not self.widths:
            return ""
        low, high = min(self.widths), max(self.widths)
        if len(self.widths) == high - low + 1:
            return f"[0-9]{{{low}}}" if low == high else f"[0-9]{{{low},{high}}}"
        return f"(?:{'|'.join(f'[0-9]{{{width}}}' for width in self.widths)})"

    def width_within(self, limit: int) -> int:
        """Return the largest width that an item of `limit` characters holds; the smallest one when none fits."""
        return max((width for width in self.widths if width <= limit), default=min(self.widths))


def _of_picture(picture: str) -> str:
    """Return the regular expression of a picture: digits (9) and capital letters (A)."""
    classes = {"9": "[0-9]", "A": "[A-Z]"}
    runs = [(kind, len(list(run))) for kind, run in groupby(picture)]
    return "".join(classes[kind] + (f"{{{length}}}" if length > 1 else "") for kind, length in runs)


def _declared(*formats: Format) -> dict[str, Format]:
    return {declared.name: declared for declared in formats}


#: Format name -> its declaration, in the order of docs/packs.md.
FORMATS: dict[str, Format] = _declared(
    Format(
        name="kana",
        meaning="全角カタカナ（ー・全角空白と、名称の読みに使う記号を含む）だけ",
        types=frozenset({"N", "XN"}),
        # with the iteration marks of older names, and the signs in readings of foreign and company names
        allowed="\u30a1-\u30f6\u30fb-\u30fe\u3000（）＝－．，＆",
        characters="全角カナ",
    ),
    Format(
        name="kana_half",
        meaning="半角カタカナ",
        types=frozenset({"X", "XN"}),
        allowed="\uff65-\uff9f()./ -",  # with the signs of bank and company names
        characters="半角カナ",
    ),
    Format(
        name="bank_name",
        meaning="全銀の口座名義（半角カタカナ・英大文字・数字・記号）",
        types=frozenset({"X", "XN"}),
        # half-width kana and the capitals, digits and signs that the banks' files have beside them
        allowed="\uff62\uff63\uff65-\uff9fA-Z0-9()./, -",
        characters="全銀の文字（半角カナ・英大文字・数字・記号）",
    ),
    Format(name="person_name", meaning="氏と名の間は全角空白1つ", types=frozenset({"N", "XN"})),
    Format(name="fixed", meaning="空欄でなければ、桁数ちょうど", types=frozenset({"X", "N", "XN", "9"})),
    NumberFormat(name="digits", label="数字", meaning="半角数字だけ（先頭の0も意味を持つ）"),
    NumberFormat(
        name="my_number",
        label="個人番号",
        meaning="個人番号（検査数字あり。どこにも表示しない）",
        widths=(12,),
        check=MODULUS_11,
        secret=True,
        identifies=True,
        item_names=("個人番号", "マイナンバー"),
        synthetic_from=10**10,
    ),
    NumberFormat(
        name="corporate_number",
        label="法人番号",
        meaning="法人番号（検査数字あり）",
        widths=(13,),
        check=CORPORATE,
        identifies=True,
        item_names=("法人番号",),
        synthetic_from=10**10,
    ),
    NumberFormat(
        name="resident_code",
        label="住民票コード",
        meaning="住民票コード（検査数字が違えば警告）",
        widths=(11,),
        check=MODULUS_11,
        check_severity=Severity.WARNING,  # the formula is known at second hand only
        identifies=True,
        item_names=("住民票コード",),
    ),
    NumberFormat(
        name="municipality_code",
        label="全国地方公共団体コード",
        meaning="全国地方公共団体コード（検査数字あり）",
        widths=(6,),
        check=MUNICIPALITY,
    ),
    NumberFormat(
        name="insurer_number",
        label="保険者番号",
        meaning="保険者番号（検証番号あり）",
        widths=(6, 8),
        check=MODULUS_10,
        identifies=True,
    ),
    NumberFormat(
        name="late_elderly_number",
        label="後期高齢者医療 被保険者番号",
        meaning="後期高齢者医療の被保険者番号（検証番号あり）",
        widths=(8,),
        check=MODULUS_10,
        identifies=True,
    ),
    NumberFormat(
        name="care_provider_number",
        label="介護保険事業所番号",
        meaning="介護保険の事業所番号（検証番号あり）",
        widths=(10,),
        check=MODULUS_10,
        identifies=True,
    ),
    NumberFormat(
        name="public_expense_number",
        label="公費負担者番号・受給者番号",
        meaning="公費負担者番号・受給者番号（検証番号あり）",
        widths=(7, 8),
        check=MODULUS_10,
        identifies=True,
    ),
    NumberFormat(
        name="pension_number",
        label="基礎年金番号",
        meaning="基礎年金番号（数字10桁）",
        widths=(10,),
        identifies=True,
    ),
    NumberFormat(
        name="residence_card",
        label="在留カード番号",
        meaning="在留カード番号等（英2・数8・英2。旧外国人登録証明書は英1・数9）",
        lengths=(12,),
        allowed="0-9A-Z",
        characters="半角英大文字2桁・数字8桁・英大文字2桁",
        widths=(10, 12),
        picture="AA99999999AA",
        older_picture="A999999999",  # みなし在留カード・みなし特別永住者証明書 in histories
        identifies=True,
    ),
    NumberFormat(
        name="postal_code",
        label="郵便番号",
        meaning="郵便番号（数字7桁）",
        widths=(7,),
        lengths=(7, 8),  # layouts leave room for a hyphen; values have none
        item_names=("郵便番号",),
    ),
    NumberFormat(
        name="phone",
        label="電話番号",
        meaning="数字とハイフン、かっこ、国番号の「+」",
        allowed="0-9()+-",
        characters="半角数字と「-」「(」「)」「+」",
    ),
    Format(
        name="month_day",
        meaning="実在する月日（MMDD）",
        types=HALF_WIDTH,
        lengths=(4,),
        form="(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])",
    ),
    Format(name="unknown_date", meaning="不詳の日付を認める", types=ANY_DATE),
    Format(
        name="uncertain_date",
        meaning="暦にない日（平年の2月29日など）も、戸籍・住民票のとおりなら認める",
        types=frozenset({"DATE"}),
    ),
    Format(name="open_date", meaning="9999-12-31 は「期限なし」を表す", types=frozenset({"DATE"})),
    Format(name="amount", meaning="円。統制合計を取る", types=ANY_NUMBER),
    Format(name="personal", meaning="個人を識別しうる値（報告では伏せる）", types=EVERY_TYPE),
)

#: Those that fix which half-width characters a value has, and how many.
NUMBER_FORMATS: dict[str, NumberFormat] = {
    name: declared for name, declared in FORMATS.items() if isinstance(declared, NumberFormat)
}


def number_format(formats: Iterable[str]) -> NumberFormat | None:
    """Return the number format among the formats of an item, one that fixes the width before others; None without any."""
    found = [NUMBER_FORMATS[name] for name in formats if name in NUMBER_FORMATS]
    return max(found, key=lambda declared: bool(declared.widths), default=None)


def character_format(formats: Iterable[str]) -> Format | None:
    """Return the format that says which characters a value may have: a number format, or else kana; None without any."""
    formats = tuple(formats)
    declared = (FORMATS[name] for name in formats if name in FORMATS)
    return number_format(formats) or next((known for known in declared if known.allowed), None)


def checked_formats(formats: Iterable[str]) -> tuple[NumberFormat, ...]:
    """Return those of an item's formats whose numbers have a check digit."""
    return tuple(known for name in formats if (known := NUMBER_FORMATS.get(name)) and known.check)


def exact_widths(item: Item) -> tuple[int, ...]:
    """Return the only lengths that a value of the item may have, in characters; empty when any up to the limit will do.

    Those of its format that fit into the item; where none does, the item's length is lint's to report.
    """
    number = number_format(item.formats)
    if number and number.widths:
        fitting = tuple(width for width in number.widths if width <= (item.length or width))
        return fitting or number.widths
    return (item.length,) if item.has("fixed") and item.length else ()
