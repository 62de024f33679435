"""How much a finding weighs, and what a project says about it: one order, one set of words, one resolver."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Literal, get_args

from chukan.errors import UsageError, did_you_mean

OFF = "off"
"""The word that switches a rule off."""


class Severity(StrEnum):
    """What a finding weighs, from gravest to mildest. An unwaived error fails a delivery."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def weight(self) -> int:
        """The heavier, the graver: 2 for an error, 1 for a warning, 0 for an information.

        Severities compare as the words that they are; sort and compare them by this.
        """
        return _WEIGHTS[self]

    @property
    def ja(self) -> str:
        """The word on screen."""
        return _WORDS[self]


def _weight(severity: Severity) -> int:
    return severity.weight


_WEIGHTS = {Severity.ERROR: 2, Severity.WARNING: 1, Severity.INFO: 0}
_WORDS = {Severity.ERROR: "エラー", Severity.WARNING: "警告", Severity.INFO: "情報"}

Choice = Literal["error", "warning", "info", "off"]
"""What may be chosen for a rule."""
CHOICES: tuple[str, ...] = get_args(Choice)


ESTIMATE = "estimate"
"""The ground of a finding that asks for what a reference pack only estimates: it never fails a delivery by itself."""


class Severities(Mapping[str, str]):
    """What a project chose, rule id -> ``error``, ``warning``, ``info`` or ``off``. Immutable; the only resolver.

    Attributes:
        estimates: the most that a finding weighs whose ground is an estimate; None = nobody chose, the checks' own limits.
    """

    __slots__ = ("_chosen", "estimates")

    def __init__(
        self,
        chosen: Mapping[str, str] | None = None,
        *,
        known: Iterable[str] | None = None,
        estimates: str | None = None,
    ) -> None:
        """Validate what was chosen.

        Args:
            chosen: rule id -> ``error``, ``warning``, ``info`` or ``off``.
            known: the ids of all rules; None = not checked here.
            estimates: ``error``, ``warning`` or ``info``: the municipality's word on what rests on estimates; None = what
                `chosen` says, if it is of this class.

        Raises:
            UsageError: there is no such rule or no such severity; names the nearest.
        """
        self._chosen = dict(chosen or {})
        inherited = chosen.estimates if isinstance(chosen, Severities) else None
        self.estimates: Severity | None = Severity(estimates) if estimates else inherited
        ids = list(self._chosen) if known is None else list(known)
        for rule, severity in self._chosen.items():
            if rule not in ids:
                hint = did_you_mean(rule, ids) or "`chukan rules` で一覧を見られます。"
                raise UsageError(f"検査項目「{rule}」はありません", hint=hint)
            if severity not in CHOICES:
                hint = did_you_mean(str(severity), CHOICES) or f"使える値: {'、'.join(CHOICES)}"
                raise UsageError(f"検査項目 {rule} の重大度「{severity}」は使えません", hint=hint)

    def of(self, rule: str, default: Severity, ground: str = "", limit: Severity = Severity.WARNING) -> Severity | None:
        """Return the severity in force; None when the rule is switched off.

        Args:
            rule: the rule's id.
            default: what it weighs when the project says nothing: the catalogue's, or the layout's own.
            ground: the basis of what the finding asks for; "" = it rests on the file itself or on the agreement.
            limit: the most that it weighs when its ground is an estimate and nobody chose `estimates`.
        """
        chosen = self._chosen.get(rule, default)
        if chosen == OFF:
            return None
        severity = Severity(chosen)
        return min(severity, self.estimates or limit, key=_weight) if ground == ESTIMATE else severity

    def with_estimates(self, estimates: str | None) -> Severities:
        """Return the same choices with another word on what rests on estimates; None leaves it as it is."""
        return Severities(self, estimates=estimates) if estimates else self

    def is_off(self, rule: str) -> bool:
        """Return True when the project switched the rule off."""
        return self._chosen.get(rule) == OFF

    def __getitem__(self, rule: str) -> str:
        return self._chosen[rule]

    def __iter__(self) -> Iterator[str]:
        return iter(self._chosen)

    def __len__(self) -> int:
        return len(self._chosen)

    def __eq__(self, other: object) -> bool:
        same = not isinstance(other, Severities) or self.estimates == other.estimates
        return same and isinstance(other, Mapping) and self._chosen == dict(other)

    def __hash__(self) -> int:
        return hash((frozenset(self._chosen.items()), self.estimates))

    def __repr__(self) -> str:
        estimates = f", estimates={self.estimates.value!r}" if self.estimates else ""
        return f"Severities({self._chosen}{estimates})"


NOTHING_CHOSEN = Severities()
"""Every rule weighs what it weighs by default."""
