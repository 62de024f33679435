"""U01: pandera checks that a user added to a schema. They run, count, mask and report as the others do."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chukan.errors import UsageError
from chukan.rules.rule import OWN_RULE, Rule

if TYPE_CHECKING:
    import pandera.pandas as pandera

OWN = Rule(
    OWN_RULE,
    "利用者の検査",
    "Check of one's own",
    checks="利用者が pandera のスキーマに加えた検査（Python のライブラリとして使うとき）。",
    why="定義にもプロジェクトの local_rules にも書けない、団体だけの決まりごとがあります。",
    example="schema.columns['備考'].checks.append(pandera.Check(lambda s: s != '未定', error='備考が未定です'))",
    remedy="指摘の文（検査の error または description）に従ってください。",
    severity_note="raise_warning=True の検査は警告",
)


@dataclass(frozen=True)
class OwnChecks:
    """The checks of a schema that are the user's.

    Attributes:
        columns: By item.
    """

    columns: Mapping[str, tuple[pandera.Check, ...]] = field(default_factory=dict)
    records: tuple[pandera.Check, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.columns or self.records)

    @property
    def can_travel(self) -> bool:
        """True when they can go to other processes; a lambda can't."""
        try:
            pickle.dumps(self)
        except (pickle.PicklingError, AttributeError, TypeError):
            return False
        return True


def must_stay() -> UsageError:
    """Return what to say to somebody who wants checks in other processes that can't go there."""
    return UsageError(
        "スキーマに加えた検査を、ほかのプロセスに渡せません",
        hint="lambda でなくモジュールの関数にするか、jobs=1 で実行してください。",
    )


NO_OWN_CHECKS = OwnChecks()
