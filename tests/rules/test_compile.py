from __future__ import annotations

import pickle
from collections.abc import Callable

from chukan.agreement import Agreement
from chukan.layouts.library import Library, builtin_folder
from chukan.layouts.model import Layout
from chukan.layouts.pack import Pack
from chukan.rules.catalogue import RULES
from chukan.rules.checks import FieldCheck
from chukan.rules.compile import CompiledRules, compile_rules
from chukan.rules.records import RecordCheck
from chukan.rules.settings import Settings
from chukan.severity import Severities

Compile = Callable[..., CompiledRules]

EVERYTHING = (
    {"item": "文", "type": "N", "length": 9, "required": "required"},
    {"item": "番号", "type": "X", "format": "my_number"},
    {"item": "性別", "type": "X", "code": "gender"},
    {"item": "日", "type": "DATE"},
    {"item": "数", "type": "9", "length": 3},
)


def rules_of(compiled: CompiledRules) -> set[str]:
    return {c.rule for checks in compiled.fields.values() for c in checks}


def test_every_field_rule_is_compiled(compiled: Compile) -> None:
    settings = Settings(agreement=Agreement(repertoire="cp932"))

    assert rules_of(compiled(*EVERYTHING, settings=settings)) == {r for r in RULES if r.startswith("V")}


def test_a_switched_off_rule_yields_no_check(compiled: Compile) -> None:
    for rule in (r for r in RULES if r.startswith("V")):
        settings = Settings(agreement=Agreement(repertoire="cp932"), severities=Severities({rule: "off"}))

        assert rule not in rules_of(compiled(*EVERYTHING, settings=settings))


def test_the_project_s_severities_win(compiled: Compile) -> None:
    settings = Settings(severities=Severities({"V01": "warning", "V09": "error", "V07": "info"}))

    found = {c.rule: c.severity for checks in compiled(*EVERYTHING, settings=settings).fields.values() for c in checks}

    assert (found["V01"], found["V09"], found["V07"], found["V02"]) == ("warning", "error", "info", "error")


def test_default_severities_are_the_catalogue_s(compiled: Compile) -> None:
    for checks in compiled(*EVERYTHING).fields.values():
        assert {(c.rule, c.severity) for c in checks if c.rule != "V13"} == {
            (c.rule, RULES[c.rule].severity) for c in checks if c.rule != "V13"
        }
        assert {c.severity for c in checks if c.rule == "V13"} <= {RULES["V13"].severity, "warning"}


def test_rule_sets_travel(compiled: Compile) -> None:
    rules = compiled(*EVERYTHING)

    assert pickle.loads(pickle.dumps(rules)) == rules  # noqa: S301 - pickled here


def test_every_layout_of_the_built_in_pack_compiles() -> None:
    pack = Pack(builtin_folder() / "mic")
    troubles = {}
    for business, slug in pack.layouts():
        rules = compile_rules(pack.layout(business, slug), Settings())
        assert list(rules.fields) == list(rules.layout.names)
        if rules.could_not_run:
            troubles[f"{business}/{slug}"] = dict(rules.could_not_run)

    assert troubles == {}


def all_checks(layout: Layout, settings: Settings) -> list[FieldCheck | RecordCheck]:
    rules = compile_rules(layout, settings)
    return [*(check for checks in rules.fields.values() for check in checks), *rules.records]


def test_a_reference_that_only_estimates_fails_nothing_and_an_import_of_the_same_does() -> None:
    layout = Library.default().layout("mic@2.7/resident_register/person")
    items = tuple(i.model_copy(update={"basis": "estimate"}) for i in layout.items)
    rules = tuple(r.model_copy(update={"basis": "estimate"}) for r in layout.body.rules)
    guessed = layout.model_copy(update={"items": items, "body": layout.body.model_copy(update={"rules": rules})})
    lists = {
        code: one.model_copy(update={"values": tuple(v.model_copy(update={"basis": "estimate"}) for v in one.values)})
        for code, one in layout.codes.items()
    }
    guessed = guessed.model_copy(update={"codes": lists})
    imported = guessed.model_copy(update={"origin": layout.origin.model_copy(update={"authority": "imported"})})

    # a character that is lost is lost whatever anybody estimated: V13 rests on the file itself
    errors = {(c.rule, c.ground) for c in all_checks(guessed, Settings()) if c.severity == "error"}
    assert errors == {("V13", "")}
    assert {c.ground for c in all_checks(guessed, Settings())} == {"estimate", ""}
    raised = Settings(severities=Severities(estimates="error"))
    assert "error" in {c.severity for c in all_checks(guessed, raised)}
    assert {c.ground for c in all_checks(imported, Settings())} == {"attested", ""}
    assert "error" in {c.severity for c in all_checks(imported, Settings())}


def test_what_the_law_asks_for_fails_under_a_reference_too() -> None:
    layout = Library.default().layout("mic@2.7/resident_register/person")
    errors = {(c.rule, c.ground) for c in all_checks(layout, Settings()) if c.severity == "error"}

    assert {("V05", "statute"), ("V07", "statute"), ("V02", "public-standard"), ("R02", "statute")} <= errors
    assert not [ground for _, ground in errors if ground == "estimate"]
