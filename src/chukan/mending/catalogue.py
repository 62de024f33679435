"""What can be mended, by the rule that finds it, and what never is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chukan.errors import UsageError, did_you_mean
from chukan.rules.catalogue import RULES


@dataclass(frozen=True, slots=True)
class Mend:
    """What is done about the findings of one rule.

    Attributes:
        rule: Its id.
        does: What is changed, in Japanese.
        never: What is left to people, in Japanese.
        in_values: True when it changes values, False when it changes the form of the file.
    """

    rule: str
    does: str
    never: str
    in_values: bool

    @property
    def title(self) -> str:
        """The title of its rule."""
        return RULES[self.rule].title


#: In the order in which they are applied.
MENDS = {
    mend.rule: mend
    for mend in (
        Mend(
            "F03",
            "先頭の BOM を、移行条件の文字コードに合わせて除く・付けます。",
            "移行条件と違う文字コードのファイルの BOM、文字コードの変換、その文字コードで読めないバイトはそのままです。",
            False,
        ),
        Mend(
            "F04",
            "レコードの終わりの改行を、移行条件（なければファイルの先頭）の改行にそろえ、最後の改行を補います。",
            "値の中の改行はそのままです。",
            False,
        ),
        Mend(
            "F05",
            "最後のレコードの後ろの 0x1A と NUL を除きます。",
            "値の中の制御文字と、後ろにレコードが続く 0x1A（ファイルをつないだ跡）はそのままです。",
            False,
        ),
        Mend(
            "F06",
            "見出しの列名（全角・半角、空白だけの違い）と列の順を、移行ファイル定義に合わせます。",
            "定義にない列は後ろに残し、足りない列は作りません。",
            False,
        ),
        Mend(
            "V09",
            "値の前後の空白と空白だけの値を除き、途中の空白の全角・半角を項目に合わせます。",
            "氏と名の間に空白を足すこと、続いた空白を詰めることはしません。",
            True,
        ),
        Mend(
            "V02",
            "文字の全角・半角を項目に合わせます。",
            "ひらがなとカタカナ、字形、ハイフンの有無は変えません。",
            True,
        ),
        Mend(
            "V08",
            "数値の全角を半角に、先頭の余分な 0 を除きます。",
            "符号、小数、範囲の外の値と、番号（キー、固定長、番号・コードという名の項目）の桁は変えません。",
            True,
        ),
        Mend(
            "V05",
            "和暦の日付を西暦に、日付の区切り・全角・前後の空白を移行条件の形に直します。",
            "元号の期間にない日・年月・年、どの元号にもない年（R99 など）、元号が数字だけの日付、存在しない日付はそのままです。",
            True,
        ),
    )
}


def chosen(rules: Iterable[str]) -> tuple[str, ...]:
    """Return the rules that were named, in the order in which they are applied.

    Args:
        rules: ids; several may stand in one text, separated by commas.

    Raises:
        UsageError: none is named, one is not in the catalogue, or nothing is mended about its findings.
    """
    named = [name for text in rules for name in text.replace("、", ",").replace(" ", "").split(",") if name]
    usable = f"直せる検査項目: {'、'.join(MENDS)}（chukan mend --list で、直すことと直さないことが分かります）。"
    if not named:
        raise UsageError("直す検査項目が指定されていません", place="--only", hint=usable)
    for name in named:
        if name not in RULES:
            raise UsageError(
                f"検査項目「{name}」はありません", place="--only", hint=did_you_mean(name, MENDS) or usable
            )
        if name not in MENDS:
            raise UsageError(
                f"{name}（{RULES[name].title}）の指摘は機械的に直せません",
                place="--only",
                hint=f"移行元の値を確かめてください。{usable}",
            )
    return tuple(rule for rule in MENDS if rule in named)
