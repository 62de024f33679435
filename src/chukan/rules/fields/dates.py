"""V05 and V06: dates, months, years and times that do not exist, or stand for "unknown"."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

import jaconv
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from chukan.layouts.model import Item, Layout
from chukan.rules.fields.base import FieldRule, is_coded, is_dated
from chukan.rules.rule import Rule
from chukan.rules.settings import Settings
from chukan.severity import Severity
from chukan.values.buffers import LastResult, strings
from chukan.values.calendar import BROKEN, UNKNOWN, Template, template, verdicts
from chukan.values.date_forms import SEPARATORS
from chukan.values.eras import era_over, is_of_an_era, western, western_month, western_year
from chukan.values.kernels import BLANKS, mask, only_blanks, scatter, take

_NAMES = {"DATE": "日付", "YM": "年月", "YEAR": "年", "TIME": "時刻"}
_TO_ZERO = str.maketrans("123456789", "000000000")
_verdicts: LastResult[npt.NDArray[np.uint8]] = LastResult()


@dataclass(frozen=True)
class DateRule(FieldRule):
    """What both rules need to know."""

    dates: str = field(kw_only=True)
    unknown_dates: tuple[str, ...] = field(kw_only=True)
    verdict: ClassVar[int]

    def failing(self, values: pa.Array) -> pa.Array | None:
        """Return True where the verdict is this rule's; a value of blanks alone is blank."""
        values = strings(values)
        wrong = self._verdicts(values) == self.verdict
        if not wrong.any():
            return None
        return mask(scatter(wrong, ~only_blanks(take(values, wrong))))

    def _verdicts(self, values: pa.Array) -> npt.NDArray[np.uint8]:
        question = (self.item.type, self.item.length, self.item.formats, self.dates, self.unknown_dates)
        return _verdicts.of(values, question, self._judged)

    def _judged(self, values: pa.Array) -> npt.NDArray[np.uint8]:
        return verdicts(values, self.item, self.dates, self.unknown_dates)

    @property
    def _name(self) -> str:
        return "月日" if self.item.has("month_day") else _NAMES.get(self.item.type, "日付")

    @property
    def _unit(self) -> str:
        """What a 和暦 value of the item names: a day, a month or a year."""
        return "日" if self.item.type == "DATE" else self._name

    @cached_property
    def _form(self) -> Template:
        return template(self.item, self.dates)

    @cached_property
    def _picture(self) -> str:
        return self._form.picture.upper().replace("HHMI", "HHMM").replace(":MI", ":MM")


@dataclass(frozen=True)
class DateExists(DateRule):
    """A date that is none, or has another form than agreed."""

    entry: ClassVar[Rule] = Rule(
        "V05",
        "存在しない日付・形の違う日付",
        "Date that does not exist, or in another form",
        checks="日付・年月・年・時刻が実在し、移行条件の形（YYYYMMDD など）か。和暦の値には西暦を添えて示します。",
        why="生年月日の誤りは年齢で決まるすべての事務に及びます。",
        example="20230229、R5.4.1、1985/03/12（YYYYMMDD と合意した場合）。",
        remedy="移行元で西暦の実在する日付に直してください。",
    )
    verdict: ClassVar[int] = BROKEN
    eras: bool = field(default=False, kw_only=True)
    """The file writes the dates in eras; what means a day of one was made western when it was read."""

    @classmethod
    def applies(cls, item: Item, layout: Layout, settings: Settings) -> DateExists | None:
        """Dates, months, years and times that no code list decides on."""
        if is_coded(item, layout) or not is_dated(item):
            return None
        agreed = settings.agreement
        eras = item.type == "DATE" and agreed.dates != agreed.date_form
        return cls(item, dates=settings.dates, unknown_dates=agreed.unknown_dates, eras=eras)

    def mended(self, value: str) -> str | None:
        """Return the same day in the agreed form: 和暦 in 西暦, full-width digits in half, other separators, no blanks at the ends.

        Not where it is in doubt: outside its era, or written with the era's number and digits only.
        """
        core = value.strip(BLANKS)
        if not self.eras and (meant := self._western(core)) is not None:
            certain = is_of_an_era(core, self.item.type) and not era_over(core, self.item.type)
            return self._written(meant) if certain else None
        half = jaconv.z2h(core, kana=False, digit=True, ascii=True)
        if half != value and self._is_fine(half):
            return half
        return self._other_form(half) if self.item.type in ("DATE", "YM") else None

    def message(self, value: str, *, show: bool) -> str:
        """Whether the form is wrong or the day, and the form that would do."""
        show = self.shows(show)
        core = value.strip(BLANKS)
        if (told := self._of_an_era(core, show=show)) is not None:
            return told
        if core != value and self._is_fine(core):
            return f"{self.label}の{self._name}の前後に空白があります。空白を除いてください。"
        half = jaconv.z2h(core, kana=False, digit=True, ascii=True)
        if half != core and self._is_fine(half):
            offer = f"半角では「{half}」です。" if show else "半角に直してください。"
            return f"{self.label}の{self._name}が全角です。{offer}"
        if self.item.type in ("DATE", "YM") and (other := self._other_form(half)):
            offer = f"「{other}」に直してください。" if show else "区切りを直してください。"
            return f"{self.label}の{self._name}の形が移行条件（{self._picture}）と違います。{offer}"
        if self._has_form(core):
            shown = f"「{core}」" if show else ""
            return f"{self.label}の{self._name}{shown}は存在しません。移行元の値を確かめてください。"
        return f"{self.label}の{self._name}の形が移行条件（{self._picture}）と違います。移行元の出力形式を確かめてください。"

    def _of_an_era(self, text: str, *, show: bool) -> str | None:
        """Return the remark on a value in 和暦: its 西暦 when it has one, and when the era does not have that day."""
        if self.eras:
            doubt = "移行条件の和暦の書き方では読めません。元号の期間にない日か、書き方の違いです。移行元の値を確かめてください。"
            return None if self._has_form(text) else f"{self.label}の{self._name}は、{doubt}"
        start = f"{self.label}に和暦の{self._name}があります。移行条件では西暦（{self._picture}）です。"
        if (meant := self._western(text)) is not None:
            era = era_over(text, self.item.type)
            doubt = f"{era.name}の期間にない{self._unit}です。元号も確かめてください。" if era else ""
            return start + (f"西暦では「{self._written(meant)}」です。" if show else "西暦に直してください。") + doubt
        if is_of_an_era(text, self.item.type):
            return f"{start}この和暦の{self._unit}は存在しないか、元号にない年か、旧暦（明治5年以前）です。移行元の値を確かめてください。"
        return None

    def _western(self, text: str) -> str | None:
        """Return the digits of the 西暦 of a value in 和暦."""
        if self.item.type == "DATE" and (day := western(text)):
            return day.strftime("%Y%m%d")
        if self.item.type == "YM" and (month := western_month(text)):
            return f"{month[0]:04d}{month[1]:02d}"
        if self.item.type == "YEAR" and (year := western_year(text)):
            return f"{year:04d}"
        return None

    def _is_fine(self, text: str) -> bool:
        if _has_few_digits(text) and text not in self.unknown_dates:
            return False
        if not self._has_width(text, self.dates):
            return False
        return int(self._verdicts(pa.array([text], pa.string()))[0]) != BROKEN

    def _has_form(self, text: str) -> bool:
        return text.translate(_TO_ZERO) == "".join("0" if c.isalpha() else c for c in self._form.picture)

    def _other_form(self, text: str) -> str | None:
        """Return the value in the agreed form, when it is right in one of the other forms."""
        for form in () if _has_few_digits(text) else SEPARATORS:
            if form == self.dates or not self._has_width(text, form):
                continue
            array = pa.array([text], pa.string())
            if int(verdicts(array, self.item, form, self.unknown_dates)[0]) != BROKEN:
                return self._written("".join(c for c in text if c.isdecimal()))
        return None

    def _has_width(self, text: str, dates: str) -> bool:
        """Return False for a text that is no date of a form by its length already: a column is asked about much more quickly than a value."""
        form = self._form if dates == self.dates else template(self.item, dates)
        return text.isascii() and len(text) == form.width

    def _written(self, digits: str) -> str:
        """Digits in the agreed form."""
        rest = iter(digits)
        return "".join(next(rest) if c.isalpha() else c for c in self._form.picture)


#: Of a year, or of a time.
_FEWEST_DIGITS = 4


def _has_few_digits(text: str) -> bool:
    """Return True for what is no date in any form, as nearly all is where a whole column is wrong."""
    return sum(c.isdecimal() for c in text) < _FEWEST_DIGITS


@dataclass(frozen=True)
class DateKnown(DateRule):
    """An unknown-date form where the item or the agreement does not allow it."""

    entry: ClassVar[Rule] = Rule(
        "V06",
        "不明を表す日付",
        "Unknown-date forms",
        checks="00000000、99999999、9999-12-31、月や日が 00 の日付が、それを認めない項目や移行条件にないか。",
        why="移行先が実在の日付として計算し、0歳や8000歳として扱うおそれがあります。",
        example="生年月日が 19480000（日が不明）。",
        remedy="実際の日付を確かめるか、不明の表し方を移行条件の unknown_dates で合意してください（年だけ分かるものは yyyy0000）。",
        actors=("移行元", "移行先"),
        severity=Severity.WARNING,
    )
    verdict: ClassVar[int] = UNKNOWN

    @classmethod
    def applies(cls, item: Item, layout: Layout, settings: Settings) -> DateKnown | None:
        """Dates, months, years and times that no code list decides on."""
        if is_coded(item, layout) or not is_dated(item):
            return None
        return cls(item, dates=settings.dates, unknown_dates=settings.agreement.unknown_dates)

    def message(self, value: str, *, show: bool) -> str:
        """Return the form, and who does not allow it. These forms hold nobody's birthday, but a part of a date might."""
        digits = "".join(c for c in value if c.isdecimal())
        whole = len(set(digits)) == 1 or digits.startswith("9999")
        shown = f"「{value}」" if whole or self.shows(show) else "（年または月日の一部が不明）"
        if self.item.has("unknown_date"):
            agreed = "、".join(self.unknown_dates) or "なし"
            return (
                f"{self.label}の不明を表す値{shown}は移行条件の unknown_dates（{agreed}）にありません。"
                "移行条件に加えるか（年だけ分かるものは yyyy0000、年月までは yyyymm00）、合意した値に直してください。"
            )
        return f"{self.label}は不明の{self._name}を認めない項目ですが、不明を表す値{shown}があります。実際の{self._name}を確かめてください。"
