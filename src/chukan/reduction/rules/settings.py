"""What a municipality decides on reduction: the project's ``reduction`` section, and ``--set``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, Literal

from pydantic import Field, ValidationError

from chukan.documents import Document, Names, refusal
from chukan.errors import ProjectError, UsageError, did_you_mean
from chukan.reduction.rules.model import RetentionRule
from chukan.yaml_text import Lines

#: Eliminated on or before the day before this one: the old five years were over when the 150 years came (2019-06-20).
BOUNDARY = dt.date(2014, 6, 20)
#: 除票 were kept for so long before; on a day before the amendment the old period still counts.
OLD_YEARS = 5
#: The rules that the boundary decides, not an age.
BY_BOUNDARY = ("JK01", "FH01")


class RuleSetting(Document):
    """What the municipality sets for one rule.

    Attributes:
        name: The municipality's own rule that sets it: 印鑑条例施行規則18条 ...
        count_from: From the day itself, or from the end of the fiscal or calendar year that holds it; None = as the rule says.
            Only for a municipality's own rule: the law says itself from when it counts.
        use: False = no record is a candidate by this rule.
    """

    years: int | None = Field(default=None, ge=1, le=1000)
    name: str = ""
    decided_by: str = ""
    decided_on: dt.date | None = None
    count_from: Literal["date", "fiscal_year", "year"] | None = None
    use: bool = True


class Absent(Document):
    """Layouts that the municipality vouches for: no record in them keeps a candidate.

    Attributes:
        layouts: BUSINESS/LAYOUT, with ``*`` for any.
    """

    layouts: Names
    reason: str = Field(min_length=1)
    decided_by: str = ""

    def covers(self, layout: str) -> bool:
        """Is BUSINESS/LAYOUT among them?"""
        return any(fnmatchcase(layout, pattern) for pattern in self.layouts)


class MyNumber(Document):
    """How 個人番号 is removed from what is archived (番号法20条).

    Attributes:
        basis: Who decided on it, and in which document.
    """

    removal: Literal["blank"]
    basis: str = Field(min_length=1)


class Archive(Document):
    """The medium that records go to, and who is responsible for it.

    Attributes:
        disposal: Who decides on disposal.
        search: How a record is found on the medium: 索引、検索用ソフト ...
        searched_by: Who looks it up when a certificate or an answer is asked for.
    """

    medium: str = ""
    label: str = ""
    retain_until: dt.date | None = None
    keeper: str = ""
    disposal: str = ""
    search: str = ""
    searched_by: str = ""


class LocalSettings(Document):
    """The settings of one municipality, or of all.

    Attributes:
        household_slips: False = 除票 were kept one a person (個人票): a household need not go as a whole.
    """

    juhyo_boundary_date: dt.date | None = None
    household_slips: bool | None = None
    rules: dict[str, RuleSetting] = {}
    absent: tuple[Absent, ...] = ()
    my_number: MyNumber | None = None
    archive: Archive | None = None

    @property
    def boundary(self) -> dt.date:
        """The day on and after which a removal keeps its slip; set, or the default."""
        return self.juhyo_boundary_date or BOUNDARY


class ReductionSettings(LocalSettings):
    """The project's ``reduction`` section.

    Attributes:
        municipalities: By 全国地方公共団体コード: what differs there.
    """

    municipalities: dict[str, LocalSettings] = {}

    def for_municipality(self, code: str) -> LocalSettings:
        """Return what holds for one municipality: its own settings over the common ones."""
        own = self.municipalities.get(code, LocalSettings())
        return LocalSettings(
            juhyo_boundary_date=own.juhyo_boundary_date or self.juhyo_boundary_date,
            household_slips=_first(own.household_slips, self.household_slips, True),
            rules=self.rules | own.rules,
            absent=self.absent + own.absent,
            my_number=own.my_number or self.my_number,
            archive=own.archive or self.archive,
        )


def _first(*values: bool | None) -> bool:
    """Return the first value that is set."""
    return next(v for v in values if v is not None)


@dataclass(frozen=True)
class Trial:
    """Years that ``--set RULE.years=N`` tries out. No decision: a split refuses them."""

    years: Mapping[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.years)

    def words(self) -> str:
        """For tables: 「IK01 7年、ZE09 10年」."""
        return "、".join(f"{rule} {years}年" for rule, years in sorted(self.years.items()))


def load_settings(
    raw: Mapping[str, Any], rules: Mapping[str, RetentionRule], place: str | Lines, municipalities: Sequence[str] = ()
) -> ReductionSettings:
    """Return the ``reduction`` section, checked.

    Args:
        raw: the section, as it is written.
        rules: the rules of retention, by id.
        place: the project file; its lines where they are known.
        municipalities: the codes of the project; own settings of any other would hold nowhere. None = not checked.

    Raises:
        ProjectError: an unknown key, rule or municipality, years below the law's, a name missing, a boundary that the law forbids.
    """
    lines = (place if isinstance(place, Lines) else Lines(place)).below("reduction")
    try:
        settings = ReductionSettings.model_validate(dict(raw))
    except ValidationError as e:
        raise refusal(e, ReductionSettings, ProjectError, lines) from None
    for code in settings.municipalities if municipalities else ():
        if code not in municipalities:
            raise ProjectError(
                f"団体コード「{code}」の市区町村は、このプロジェクトにありません",
                place=lines.at("municipalities", code),
                hint=did_you_mean(code, municipalities) or f"使えるコード: {'、'.join(municipalities)}",
            )
    towns = ((lines.below("municipalities", code), own) for code, own in settings.municipalities.items())
    for within, own in ((lines, settings), *towns):
        _check_boundary(own, within.at("juhyo_boundary_date"))
        for name, setting in own.rules.items():
            _check_rule(name, setting, rules, within.at("rules", name))
    return settings


def parse_trial(texts: Sequence[str], rules: Mapping[str, RetentionRule]) -> Trial:
    """Parse the values of ``--set``.

    Raises:
        UsageError: not of the form RULE.years=N, an unknown rule, or fewer years than the law asks for.
    """
    years: dict[str, int] = {}
    for text in texts:
        left, _, value = text.partition("=")
        rule, _, key = left.partition(".")
        if key != "years" or not (value.isascii() and value.isdigit()) or int(value) < 1:
            raise UsageError(
                f"--set の「{text}」を読めません", hint="RULE.years=7 の形で書いてください（例 ZE09.years=7）。"
            )
        if rule not in rules:
            raise UsageError(
                f"--set の規則「{rule}」はありません",
                hint=did_you_mean(rule, rules) or "reduction.html の規則一覧を見てください。",
            )
        if problem := _too_short(rules[rule], int(value)):
            raise UsageError(f"--set の「{text}」は使えません", hint=problem)
        years[rule] = int(value)
    return Trial(years)


def _check_boundary(own: LocalSettings, place: str) -> None:
    if own.juhyo_boundary_date is not None and own.juhyo_boundary_date > BOUNDARY:
        raise ProjectError(
            f"juhyo_boundary_date（{own.juhyo_boundary_date}）が {BOUNDARY} より後です",
            place=place,
            hint="2014-06-20 以後に消除・改製した除票の保存期間は150年です（住民基本台帳法施行令34条1項）。",
        )


def _check_rule(name: str, setting: RuleSetting, rules: Mapping[str, RetentionRule], place: str) -> None:
    if name not in rules:
        raise ProjectError(
            f"保存年限の規則「{name}」はありません",
            place=place,
            hint=did_you_mean(name, rules) or "layouts/retention/rules.csv を見てください。",
        )
    rule = rules[name]
    if setting.count_from is not None and not rule.must_be_set:
        raise ProjectError(
            f"規則「{name}」の count_from は使えません",
            place=place,
            hint=f"{rule.law} が起算の日を定めています。count_from は団体が年数を定める規則に使います。",
        )
    if setting.years is None:
        return
    if problem := _too_short(rule, setting.years):
        raise ProjectError(f"規則「{name}」の years: {setting.years} は使えません", place=place, hint=problem)
    if rule.must_be_set and not setting.name.strip():
        raise ProjectError(
            f"規則「{name}」の name がありません",
            place=place,
            hint="年数を定めている団体の条例・規則・規程の名前を name に書いてください。",
        )


def _too_short(rule: RetentionRule, years: int) -> str:
    """Why the years can't be set for a rule; "" when they can."""
    if name_of := _BOUND.get(rule.id):
        return name_of
    if rule.default == "never":
        return f"{rule.record_class} は継続使用・国の依頼などにより候補にしません。"
    if rule.default == "fact":
        return f"{rule.id} を当てる移行ファイルはありません。"
    if rule.years is not None and years < rule.years:
        return f"{rule.law} の {rule.years} 年より短くはできません。"
    return ""


_BOUND = dict.fromkeys(BY_BOUNDARY, "除票は年数でなく境界日で分けます。juhyo_boundary_date を使ってください。")
