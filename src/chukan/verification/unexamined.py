"""Rules that could not look at all that they are for, as a file lacks columns."""

from __future__ import annotations

from chukan.intake.batch import FileFacts
from chukan.rules.compile import CompiledRules

_NAMED = 3
"""Items that a reason names; of more, how many there are."""


def unexamined(rules: CompiledRules, facts: FileFacts) -> dict[str, str]:
    """Return the rules that could not look at all they are for, as the file lacks items: rule id -> why.

    An item that a reference only estimates is no reason by itself: nobody knows that it must be there. A rule of which
    nothing is left did not run, whatever its items rest on.

    Args:
        rules: the compiled layout.
        facts: what the file is.
    """
    if not facts.missing:
        return {}
    there, layout = set(facts.columns), rules.layout
    fields = [(check.rule, (name,)) for name, checks in rules.fields.items() for check in checks]
    reads: list[tuple[str, tuple[str, ...]]] = [*fields, *((c.rule, tuple(c.reads)) for c in rules.records)]
    ran = {rule for rule, names in reads if there.issuperset(names)}
    guessed = {i.name for i in layout.items if layout.ground(i.basis) == "estimate"}
    absent: dict[str, dict[str, None]] = {}
    for rule, names in reads:
        lacking = [name for name in names if name not in there and (name not in guessed or rule not in ran)]
        if lacking:
            absent.setdefault(rule, {}).update(dict.fromkeys(lacking))
    return {rule: _lacking(list(names), whole=rule not in ran) for rule, names in absent.items()}


def _lacking(names: list[str], *, whole: bool) -> str:
    shown = "".join(f"「{name}」" for name in names[:_NAMED])
    more = f"ほか{len(names) - _NAMED:,}項目" if len(names) > _NAMED else ""
    what = "この検査が見る項目" if whole else "検査する項目の一部"
    return f"見出しが定義に合わず、{what}（{shown}{more}）がファイルにありません"
