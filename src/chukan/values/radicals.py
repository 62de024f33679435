"""Radicals that look like kanji: U+2E80 to U+2FDF, and the plain kanji that people mean.

They come from PDF files and from fonts that draw both alike; a search for the kanji does not find them.
Source: EquivalentUnifiedIdeograph.txt of the Unicode Character Database, as far as Japanese text needs it;
the Kangxi radicals by their compatibility decomposition.
"""

from __future__ import annotations

import unicodedata

RADICALS = ((0x2E80, 0x2FDF),)
"""CJK Radicals Supplement and Kangxi Radicals."""

_SUPPLEMENT = dict(
    zip(
        "⺃⺄⺅⺆⺈⺉⺊⺌⺍⺎⺒⺓⺖⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺧⺨⺩⺫⺬⺭⺯⺱⺲⺶⺹⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻉⻋⻌⻍⻎⻏⻑⻒⻓⻔⻕⻖⻗⻘⻝⻟⻣⻤⻥⻦⻨⻩⻫⻭⻯⻱⻲",
        "乚乙亻冂刀刂卜小小兀巳幺忄扌攵旡日月歺母民氵氺灬爫爫牛犭王目示礻糹罓罒羊耂聿肉臼艹艹艹虎衤覀西见角贝车辶辶辶邑長镸长门阜阝雨青食飠骨鬼鱼鸟麦黄斉歯竜龜亀",
        strict=True,
    )
)
#: What the decomposition gives is the form of Chinese texts; Japanese writes another one.
_JAPANESE = str.maketrans("戶黑靑黃", "戸黒青黄")


def plain_kanji(radical: str) -> str | None:
    """Return the kanji that a radical is taken for; None when none is known.

    Args:
        radical: one character.
    """
    if radical in _SUPPLEMENT:
        return _SUPPLEMENT[radical]
    plain = unicodedata.normalize("NFKC", radical).translate(_JAPANESE)
    return plain if plain != radical else None
