"""A layout under an agreement, compiled into checks.

One defect is one finding. Which rule speaks of what, and which are silent then:

| the value                                                    | speaks | silent |
|---|---|---|
| empty, or blanks only, where the item is required            | V01    | all    |
| blanks only, where it is not                                 | V09    | all    |
| coded: not in the list, whatever else is wrong               | V04    | V02 V03 V05-V12 |
| date, month, year, time: not one, 和暦, full-width, blanks   | V05    | V02 V03 V07-V12 |
| date: a form of "unknown" that is not agreed                 | V06    | V05 |
| number: letters, commas, blanks inside                       | V02    | V03 V08 |
| number of the right form: too many digits                    | V03    | V08 |
| number: sign, decimals, zeros in front, full-width, range    | V08    | V02 V03 |
| fixed digits (個人番号, 郵便番号 ...): wrong characters      | V02    | V03 V07 |
| fixed digits: wrong length                                   | V03    | V07 |
| fixed digits: the check digit                                | V07    | |
| text: a character that its type forbids                      | V02    | V11 V12, and V09 inside the value |
| text: too long without the blanks at its ends                | V03    | |
| text: blanks at the ends, of the wrong width, missing in names | V09  | V02 V03 |
| text: private use                                            | V10    | V02 V11 V12 |
| text: differs between systems, inside the repertoire         | V11    | V12 |
| text: outside the repertoire                                 | V12    | V11 |
| record: a value that the rule reads is unreadable            | V05, V06, V08 | V01 by condition, R01, R02 |
| text: control characters                                     | F05 (intake) | V02 V11 V12 |
| undecodable bytes                                            | F03 (intake) | all: the caller leaves such rows out |
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from chukan.expressions.conditions import RecordView
from chukan.expressions.types import DateForms
from chukan.layouts.declarations import RecordRule
from chukan.layouts.model import DATE_TYPES, Item, Layout
from chukan.rules.catalogue import RULES
from chukan.rules.check import FieldCheck, RuleSet, Settings
from chukan.rules.fields.blanks import Blanks
from chukan.rules.fields.characters import Characters
from chukan.rules.fields.check_digits import CheckDigit
from chukan.rules.fields.codes import InCodeList
from chukan.rules.fields.dates import DateExists, DateKnown
from chukan.rules.fields.gaiji import NoGaiji
from chukan.rules.fields.length import Length
from chukan.rules.fields.numbers import NumberCharacters, NumberForm, NumberLength, YearInRange
from chukan.rules.fields.repertoire import InRepertoire, SameEverywhere
from chukan.rules.fields.required import Required
from chukan.rules.records import record_rules
from chukan.severity import Severities, Severity
from chukan.values.formats import checked_formats, exact_widths


def compile_rules(layout: Layout, settings: Settings, local_rules: Sequence[RecordRule] = ()) -> RuleSet:
    """All the checks of a layout.

    Args:
        layout: what the file must be.
        settings: the agreement, the forms in force and the project's severities; a rule that is ``off`` yields no check.
        local_rules: record rules of the project's own.

    Raises:
        PackError: an expression of the pack is not one that may run.
        ProjectError: the same of a local rule, or it names an item that the layout lacks.
        UsageError: a severity is chosen for a rule that does not exist.
    """
    Severities(settings.severities, known=RULES)
    could_not_run: dict[str, str] = {}
    fields: Mapping[str, tuple[FieldCheck, ...]] = {
        item.name: tuple(_field_checks(layout, item, settings, could_not_run)) for item in layout.items
    }
    forms = DateForms(settings.dates, settings.agreement.unknown_dates)
    view = RecordView(layout.by_name, forms, settings.as_of)
    records, troubles = record_rules(layout, view, local_rules, settings.severities.of)
    return RuleSet(
        layout=layout, settings=settings, fields=fields, records=records, could_not_run={**could_not_run, **troubles}
    )


def _field_checks(  # noqa: C901, PLR0912 - one branch for each rule
    layout: Layout, item: Item, settings: Settings, could_not_run: dict[str, str]
) -> Iterator[FieldCheck]:
    def on(rule: str, default: Severity = Severity.ERROR, ground: str = "") -> Severity | None:
        return settings.severities.of(rule, default, ground)

    measured = layout.ground(item.length_basis)
    asked = layout.ground(item.basis)  # whatever asks for the item's length, type, format or required flag rests on it
    agreement = settings.agreement
    if item.required == "required" and (severity := on("V01", ground=asked)):
        yield Required(item, severity, ground=asked)
    codes = layout.code_list(item)
    coded = codes is not None and not codes.any_value
    dated = item.type in DATE_TYPES or item.has("month_day")
    if item.type != "BLOB" and (severity := on("V09", Severity.WARNING)):
        spoken_for = item.required == "required" or item.name in layout.body.required_when
        yield Blanks(item, severity, only_whole=coded or dated, whole=not spoken_for)
    if codes is not None and coded:
        # that there are no other values is an estimate where only some are attested
        listed = layout.ground("estimate" if codes.is_open else codes.basis)
        default = Severity.INFO if codes.is_open else Severity.ERROR
        if severity := settings.severities.of("V04", default, listed, limit=Severity.INFO):
            if codes.codes:
                yield InCodeList(item, severity, codes=codes, ground=listed)
            else:
                could_not_run["V04"] = f"項目「{item.name}」のコード表「{codes.name}」（{codes.id}）に値がありません"
        return
    if dated:
        unknown = agreement.unknown_dates
        if severity := on("V05", ground=asked):
            yield DateExists(item, severity, dates=settings.dates, unknown_dates=unknown, ground=asked)
        if severity := on("V06", Severity.WARNING, asked):
            yield DateKnown(item, severity, dates=settings.dates, unknown_dates=unknown, ground=asked)
        if item.type == "YEAR" and item.range and (severity := on("V08", ground=asked)):
            yield YearInRange(item, severity, ground=asked)
        return
    if item.is_number:
        zeros = item.has("fixed") or (agreement.format == "fixed" and agreement.padding.number == "left_zero")
        if severity := on("V02", ground=asked):
            yield NumberCharacters(item, severity, ground=asked)
        if item.length and (severity := on("V03", ground=measured)):
            yield NumberLength(item, severity, ground=measured)
        if severity := on("V08", ground=asked):
            yield NumberForm(item, severity, zeros=zeros, ground=asked)
        return
    if (item.length or exact_widths(item)) and (severity := on("V03", ground=measured)):
        unit = settings.encoding if agreement.length_unit == "bytes" else None
        yield Length(item, severity, encoding=unit, ground=measured)
    if not item.is_text:
        return
    if severity := on("V02", ground=asked):
        yield Characters(item, severity, ground=asked)
    for number in checked_formats(item.formats):
        if severity := on("V07", number.check_severity, asked):
            yield CheckDigit(item, severity, number=number, ground=asked)
    if agreement.gaiji != "allow" and (severity := on("V10", Severity(agreement.gaiji))):
        yield NoGaiji(item, severity)
    if severity := on("V11", Severity.WARNING):
        yield SameEverywhere(item, severity, encoding=settings.encoding, repertoire=agreement.repertoire)
    if agreement.repertoire != "any" and (severity := on("V12")):
        yield InRepertoire(item, severity, encoding=settings.encoding, repertoire=agreement.repertoire)
