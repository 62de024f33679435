"""What of a retention rule is in force: what the law says, what the municipality set instead, what a trial asks."""

from __future__ import annotations

from chukan.reduction.rules.load import AppliedRule
from chukan.reduction.rules.model import PeriodStart, YearEnd
from chukan.reduction.rules.settings import LocalSettings, Trial


def years_of(applied: AppliedRule, settings: LocalSettings, trial: Trial) -> int | None:
    """Return the years of retention in force: those of the trial, of the municipality, or of the law.

    Returns:
        None when the municipality must set them and has not. A trial takes the place of a rule of the municipality's own
        (``own_rule``) only where the municipality has named that rule: without a basis there is nothing to try.
    """
    rule = applied.rule
    setting = settings.rules.get(rule.id)
    tried = trial.years.get(rule.id)
    if tried is not None and (rule.default != "own_rule" or (setting is not None and setting.name)):
        return tried
    if setting is not None and setting.years is not None:
        return setting.years
    return rule.years


def start_in_force(applied: AppliedRule, settings: LocalSettings) -> PeriodStart:
    """Return when the period begins: as the rule says, or counted as the municipality counts by its own rule."""
    setting = settings.rules.get(applied.rule.id)
    counted = setting.count_from if setting is not None else None
    if counted is None or applied.start.type in ("follows", "never"):
        return applied.start
    year: YearEnd | None = None if counted == "date" else counted
    return applied.start.model_copy(update={"type": "completion", "from_end_of": year})
