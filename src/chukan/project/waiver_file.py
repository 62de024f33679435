"""The waiver sheet as YAML, for those who keep a project in version control: the rows of the Excel sheet, by key."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from pydantic import field_validator

from chukan.documents import Document, Natural, load_lines
from chukan.errors import ProjectError, did_you_mean
from chukan.rules.catalogue import RULES
from chukan.verification.decisions.model import Waiver
from chukan.verification.scope import LEVELS

SUFFIXES = (".yaml", ".yml")


class WaiverRow(Document):
    """Findings that the municipality accepts as a whole.

    Attributes:
        item: Left out = any item.
        scope: municipality/business/layout, as far as it goes; left out = everywhere.
        limit: At most so many; when more are found, none is covered.
        when: The day of the decision (了承日).
        until: The last day on which it holds (期限); left out = no end.
        whole: True = whatever findings there are up to the limit, also others than those of today (まとめて).
    """

    rule: str
    item: str = ""
    scope: str = ""
    limit: Natural
    reason: str = ""
    who: str = ""
    when: dt.date | None = None
    until: dt.date | None = None
    whole: bool = False

    @field_validator("rule")
    @classmethod
    def _known(cls, rule: str) -> str:
        if rule not in RULES:
            hint = did_you_mean(rule, RULES) or "chukan rules で一覧を見られます。"
            raise ValueError(f"検査項目「{rule}」はありません。{hint}")
        if rule == "W01":
            raise ValueError("了承の不備（W01）は了承できません")
        return rule

    @field_validator("scope")
    @classmethod
    def _not_too_deep(cls, scope: str) -> str:
        if scope.count("/") >= LEVELS:
            raise ValueError("範囲は 市区町村/業務/移行ファイル定義 の順に、3つまで書いてください")
        return scope


class WaiverFile(Document):
    """`waivers.yaml`."""

    waivers: tuple[WaiverRow, ...] = ()


def load_waiver_file(path: Path) -> list[Waiver]:
    """Return the waivers of a YAML file.

    A missing reason, name or day is no error here: the verification makes a W01 finding of it.

    Raises:
        ProjectError: the file can't be read, or a row is wrong; names the line.
    """
    file, lines = load_lines(path, WaiverFile, ProjectError)
    return [
        Waiver(
            rule=row.rule,
            item=row.item,
            scope=row.scope,
            limit=row.limit,
            reason=row.reason,
            who=row.who,
            when=row.when.isoformat() if row.when else "",
            place=f"{path.name} {lines.at('waivers', number).rpartition(':')[2]} 行目",
            until=row.until.isoformat() if row.until else "",
            is_whole=row.whole,
        )
        for number, row in enumerate(file.waivers)
    ]
