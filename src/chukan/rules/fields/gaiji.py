"""V10: gaiji, characters that a municipality made for itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal

import pyarrow as pa

from chukan.layouts.basis import Basis
from chukan.layouts.model import Item, Layout
from chukan.rules.fields.base import FieldRule, is_plain_text
from chukan.rules.fields.characters import forbidden
from chukan.rules.rule import Rule
from chukan.rules.settings import Settings
from chukan.severity import Severity
from chukan.values import charsets as cs
from chukan.values.buffers import strings
from chukan.values.kernels import contains_any, mask_or_none, table


@dataclass(frozen=True)
class NoGaiji(FieldRule):
    """A value holds a character of the private use areas."""

    entry: ClassVar[Rule] = Rule(
        "V10",
        "外字",
        "Gaiji",
        checks="団体が作った文字（CP932 の F040〜F9FC、Unicode の私用領域）。コード・件数・項目を外字一覧に示します。",
        why="同じコードでも団体ごとに字形が違い、そのまま移すと別の字になります。",
        example="氏名に U+E000 の外字。",
        remedy="外字一覧の字形を確かめ、行政事務標準文字などへの対応を決めてください。",
        actors=("団体", "移行先"),
        severity=Severity.WARNING,
        severity_note="移行条件の gaiji による",
    )

    agreed: Literal["warning", "error"] = field(default="warning", kw_only=True)
    """What the agreement says of gaiji."""

    @classmethod
    def applies(cls, item: Item, layout: Layout, settings: Settings) -> NoGaiji | None:
        """Text, unless gaiji are agreed."""
        agreed = settings.agreement.gaiji
        return None if agreed == "allow" or not is_plain_text(item, layout) else cls(item, agreed=agreed)

    @property
    def default_severity(self) -> Severity:
        """What the agreement says."""
        return Severity(self.agreed)

    def bases(self) -> tuple[Basis, ...]:
        """Return nothing: the file and the agreement decide."""
        return ()

    @property
    def repeats(self) -> bool:
        """Texts of wide characters may."""
        return self.item.type != "X"

    def failing(self, values: pa.Array) -> pa.Array | None:
        """Return True where a gaiji stands that V02 does not forbid anyway."""
        found = contains_any(strings(values), table(cs.GAIJI), besides=forbidden(self.item))
        return found if found is None else mask_or_none(found)

    def message(self, value: str, *, show: bool) -> str:
        """Which gaiji: their codes say nothing of the rest of the value."""
        flags = table(cs.GAIJI)
        codes = [] if self.item.is_secret else list(dict.fromkeys(f"U+{ord(c):04X}" for c in value if flags[ord(c)]))
        listed = f"（{'、'.join(codes[:5])}{' など' if len(codes) > 5 else ''}）" if codes else ""
        return f"{self.label}に外字{listed}があります。外字一覧で字形を確かめ、移行先での文字を決めてください。"
