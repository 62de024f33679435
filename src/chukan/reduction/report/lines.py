"""From the tables of a run to the lines of its report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from chukan.reduction.classify.classification import NO_RULE, Classifier
from chukan.reduction.classify.reading import ReadFile
from chukan.reduction.classify.secret import secret_columns
from chukan.reduction.classify.units import Unit
from chukan.reduction.report.report import Amount, Cell, FileLine, RuleEffect, RuleLine, Scenario
from chukan.reduction.rules.in_force import years_of
from chukan.reduction.rules.load import Retention
from chukan.reduction.rules.model import RetentionRule
from chukan.reduction.rules.reasons import CANDIDATE, CHECK, MUST, Reasons
from chukan.reduction.rules.settings import BY_BOUNDARY, Trial

#: What a limitation period is, and what it is not.
LIMITATION = (
    "「期間制限・時効」は、賦課・徴収・請求ができなくなる期間です。保存義務の終わりを示すものではなく、"
    "団体の定めを補う根拠として、それより短い削減を止めるためだけに使っています。"
)


def cells_of(unit: Unit, classifier: Classifier, reasons: Reasons) -> list[Cell]:
    """Return the classes of a unit's records, counted.

    Args:
        unit: The files of one layout and municipality.
        classifier: Has classified its records.
        reasons: The numbers of reasons.
    """
    if not unit.rules:
        return [
            Cell(
                file=f.index,
                level=MUST,
                rule="",
                code="no_rule",
                reason=NO_RULE,
                year=None,
                over=False,
                amount=Amount(f.records, f.record_bytes),
            )
            for f in unit.files
            if f.records
        ]
    return [
        Cell(
            file=part,
            level=level,
            rule=unit.rules[rule].rule.id if rule >= 0 else "",
            code=reasons[why].code,
            reason=reasons[why].text,
            year=year,
            over=own == CANDIDATE and (level == CANDIDATE or unit.rules[rule].start.type != "follows"),
            amount=Amount(records, size),
        )
        for part, level, own, rule, why, year, records, size in classifier.cells(unit)
    ]


def file_line(file: ReadFile, retention: Retention) -> FileLine:
    """Return the report's line about a delivered file."""
    target, layout = file.target, file.target.layout
    return FileLine(
        municipality=target.municipality,
        municipality_name=target.municipality_name,
        business=layout.business,
        business_name=layout.business_name,
        layout=layout.slug,
        layout_name=layout.name,
        layout_address=layout.address,
        layout_digest=layout.digest,
        statement=layout.origin.statement,
        path=target.shown,
        sha256=file.sha256,
        bytes=file.account.total_bytes,
        encoding=file.facts.encoding,
        read=Amount(file.records, file.record_bytes),
        rejected=Amount(file.rejected, file.rejected_bytes),
        totals=dict(sorted(file.totals.items())),
        my_number_items=secret_columns(file.facts, layout),
        judged=bool(retention.of(layout.path)),
    )


def scenario_of(day: dt.date, trial: Trial, cells: Sequence[Cell], classifier: Classifier) -> Scenario:
    """Return the sums of one day and trial, whose tables the classifier holds.

    Args:
        day: The day of the cut.
        trial: Settings that are tried.
        cells: The counted classes of that day.
        classifier: Has classified the records.
    """
    effects: dict[str, Amount] = {}
    sums = dict.fromkeys((CANDIDATE, CHECK, MUST), Amount())
    for cell in cells:
        sums[cell.level] += cell.amount
        if cell.level == CANDIDATE:
            effects[cell.rule] = effects.get(cell.rule, Amount()) + cell.amount
    by_rule = tuple(
        # the only rule that lets anything go does so alone
        RuleEffect(rule, amount, amount if len(effects) == 1 else Amount(*classifier.candidates_alone(rule)))
        for rule, amount in sorted(effects.items())
    )
    return Scenario(
        as_of=day.isoformat(),
        trial=trial.words(),
        candidates=sums[CANDIDATE],
        check=sums[CHECK],
        must=sums[MUST],
        by_rule=by_rule,
    )


def merged_scenarios(towns: Sequence[Sequence[Scenario]]) -> tuple[Scenario, ...]:
    """Return the scenarios of all municipalities, added up."""
    merged = []
    for same in zip(*towns, strict=True):
        effects: dict[str, RuleEffect] = {}
        for effect in (e for scenario in same for e in scenario.by_rule):
            so_far = effects.get(effect.rule, RuleEffect(effect.rule, Amount(), Amount()))
            effects[effect.rule] = RuleEffect(
                effect.rule, so_far.candidates + effect.candidates, so_far.alone + effect.alone
            )
        merged.append(
            Scenario(
                as_of=same[0].as_of,
                trial=same[0].trial,
                candidates=sum((s.candidates for s in same), Amount()),
                check=sum((s.check for s in same), Amount()),
                must=sum((s.must for s in same), Amount()),
                by_rule=tuple(effects[rule] for rule in sorted(effects)),
            )
        )
    return tuple(merged)


def rule_lines(
    units: Sequence[Unit], retention: Retention, cells: Sequence[Cell], alone: Mapping[str, Amount]
) -> tuple[RuleLine, ...]:
    """Return the rules that apply to something delivered, and the storage ban, in the order of the table.

    Args:
        units: What was delivered.
        retention: The rules in force.
        cells: The counted classes.
        alone: Rule -> the candidates that no other rule makes.
    """
    applied: dict[str, list[Unit]] = {}
    for unit in units:
        for one in unit.rules:
            applied.setdefault(one.rule.id, []).append(unit)
    return tuple(
        _rule_line(rule, applied.get(rule.id, []), cells, alone.get(rule.id, Amount()))
        for rule in retention.rules.values()
        if rule.id in applied or rule.kind == "storage_restriction"
    )


def _rule_line(rule: RetentionRule, units: Sequence[Unit], cells: Sequence[Cell], alone: Amount) -> RuleLine:
    own = [c for c in cells if c.rule == rule.id]
    settings = [u.settings.rules[rule.id] for u in units if rule.id in u.settings.rules]
    years = {years_of(a, u.settings, Trial()) for u in units for a in u.rules if a.rule.id == rule.id}
    return RuleLine(
        id=rule.id,
        kind=rule.kind,
        default=rule.default,
        business=rule.business,
        record_class=rule.record_class,
        law=rule.law,
        period=rule.period,
        start=rule.start,
        in_force_since=rule.in_force_since,
        prior=rule.prior,
        provenance=rule.provenance,
        confidence=rule.confidence,
        source=rule.source,
        note=rule.note,
        ask=rule.ask,
        layouts=tuple(dict.fromkeys(u.address for u in units)),
        years=tuple(sorted(y for y in years if y is not None)),
        law_years=rule.years,
        unset=None in years and rule.must_be_set,
        boundary="・".join(sorted({str(u.settings.boundary) for u in units})) if rule.id in BY_BOUNDARY else "",
        set_name="、".join(dict.fromkeys(s.name for s in settings if s.name)),
        set_by="、".join(dict.fromkeys(s.decided_by for s in settings if s.decided_by)),
        set_on="、".join(dict.fromkeys(s.decided_on.isoformat() for s in settings if s.decided_on)),
        candidates=sum((c.amount for c in own if c.level == CANDIDATE), Amount()),
        alone=alone,
        waiting=sum((c.amount for c in own if c.code == "not_set"), Amount()),
        held=sum((c.amount for c in own if c.over and c.level != CANDIDATE), Amount()),
    )


def notes_of(files: Sequence[FileLine], retention: Retention) -> tuple[str, ...]:
    """Return what a reader must keep in mind, as whole sentences."""
    notes = [
        "「削減候補」は、移行先へ移さず別の媒体で保管してもよいと考えられる記録です。廃棄してよいという意味ではありません。",
        LIMITATION,
        "参照の切れた記録や重複があると、つながりを正しくたどれません。検証で合格した提出データを使ってください。",
        "法令の条番号・施行日は、提出の前に e-Gov 法令検索で確かめてください。規則一覧の「確認の程度」が「未確認」のものは特に注意してください。",
    ]
    notes += dict.fromkeys(f"レイアウトの位置付け: {f.statement}" for f in files if f.statement)
    if any(f.my_number_items for f in files):
        ban = next(r for r in retention.rules.values() if r.kind == "storage_restriction")
        notes.append(
            f"{ban.law}により、保存期間を過ぎた特定個人情報は媒体に移して残すこともできません。媒体で保管する記録からは個人番号を復元できないように除きます。"
        )
    return tuple(notes)
