from __future__ import annotations

import pickle
from collections.abc import Callable

from chukan.agreement import Agreement
from chukan.layouts.library import builtin_folder
from chukan.layouts.pack import Pack
from chukan.rules.catalogue import RULES
from chukan.rules.compile import compile_rules
from chukan.rules.schema import LayoutSchema
from chukan.rules.settings import Settings
from chukan.severity import Severities

Compile = Callable[..., LayoutSchema]

EVERYTHING = (
    {"item": "文", "type": "N", "length": 9, "required": "required"},
    {"item": "番号", "type": "X", "format": "my_number"},
    {"item": "性別", "type": "X", "code": "gender"},
    {"item": "日", "type": "DATE"},
    {"item": "数", "type": "9", "length": 3},
)


def rules_of(compiled: LayoutSchema) -> set[str]:
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

    assert pickle.loads(pickle.dumps(rules)) == rules  # noqa: S301


def test_every_layout_of_the_built_in_pack_compiles() -> None:
    pack = Pack(builtin_folder() / "mic")
    troubles = {}
    for business, slug in pack.layouts():
        rules = compile_rules(pack.layout(business, slug), Settings())
        assert list(rules.fields) == list(rules.layout.names)
        if rules.could_not_run:
            troubles[f"{business}/{slug}"] = dict(rules.could_not_run)

    assert troubles == {}
