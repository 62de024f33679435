"""Sentences of the reports, in the register of papers: である and 体言止め, not です and ます.

The reports talk to a person, the papers state. Reasons and notes of a verification are in both.
"""

from __future__ import annotations

import re

#: What a sentence of the reports ends with -> what it ends with in a paper. The first that fits is taken.
_ENDINGS = (
    (r"ありませんでした", "なかった"),
    (r"ありません", "ない"),
    (r"ませんでした", "なかった"),
    (r"ません", "ない"),
    (r"([しきえけげせてねべめれ])ました", r"\1た"),
    (r"なりました", "なった"),
    (r"引き継ぎました", "引き継いだ"),
    (r"ありました", "あった"),
    (r"(違|行|扱|使|言|従)います", r"\1う"),
    (r"(い|でき|見)ます", r"\1る"),
    (r"なります", "なる"),
    (r"あります", "ある"),
    (r"します", "する"),
    (r"ぎます", "ぎる"),
    (r"([えけげせてねべめれ])ます", r"\1る"),
    (r"([外直消出写戻渡])してください", r"\1すこと"),
    (r"してください", "すること"),
    (r"([えけげせてねべめれ])てください", r"\1ること"),
    (r"書いてください", "書くこと"),
    (r"使ってください", "使うこと"),
    (r"見てください", "見ること"),
    (r"です", "である"),
)
#: Only before the end of a clause: a name may hold such letters anywhere.
_RULES = tuple((re.compile(f"{ending}(?=[。、，）（・ /]|$)"), plain) for ending, plain in _ENDINGS)


def in_papers(text: str) -> str:
    """Return a sentence of the reports as the papers say it.

    Args:
        text: a reason or a note of a verification.

    Examples:
        >>> in_papers("プロジェクトに納品書の件数・合計の記載がありません")
        'プロジェクトに納品書の件数・合計の記載がない'
        >>> in_papers("内容を確かめて了承し直してください。")
        '内容を確かめて了承し直すこと。'
    """
    for ending, plain in _RULES:
        text = ending.sub(plain, text)
    return text
