"""The rules of the house, as checks."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src" / "chukan"
TESTS = ROOT / "tests"

#: Wing -> the wings it may import (beside itself and the ground: errors, yaml_text, documents, agreement, record_types, paths, scratch, severity, __version__).
MAY_IMPORT = {
    "layouts": set(),
    "values": {"layouts"},
    "output": {"layouts", "values"},
    "expressions": {"layouts", "values"},
    "authoring": {"layouts", "values", "expressions", "output"},
    "intake": {"layouts", "values", "expressions"},
    "rules": {"layouts", "values", "expressions", "intake"},
    "integrity": {"layouts", "values", "expressions", "intake", "rules"},
    "engines": set(),
    "verification": {"layouts", "values", "expressions", "intake", "rules", "integrity", "engines"},
}
MAY_IMPORT["project"] = {*MAY_IMPORT["verification"], "verification", "authoring", "output"}
MAY_IMPORT["reports"] = {*MAY_IMPORT["project"], "project"}
MAY_IMPORT["serving"] = {*MAY_IMPORT["reports"], "reports"}
MAY_IMPORT["evidence"] = {*MAY_IMPORT["reports"], "reports", "reconciliation"}
MAY_IMPORT["reduction"] = {*MAY_IMPORT["reports"], "reports"}
MAY_IMPORT["reconciliation"] = {*MAY_IMPORT["reports"], "reports"}
MAY_IMPORT["impact"] = {*MAY_IMPORT["verification"], "verification", "authoring"}
MAY_IMPORT["mending"] = {*MAY_IMPORT["verification"], "verification", "output"}
MAY_IMPORT["sample"] = {*MAY_IMPORT["project"], "project"}
GROUND = {
    "arguments",
    "cache",
    "errors",
    "paths",
    "yaml_text",
    "documents",
    "agreement",
    "record_types",
    "scratch",
    "severity",
}
HEAVY = ("pandas", "pyarrow", "pandera", "duckdb", "numpy", "matplotlib", "openpyxl", "xlsxwriter", "sqlglot")

SECTION = re.compile(r"^\s*(Args|Returns|Raises|Yields|Attributes|Examples?|Notes?):\s*$", re.MULTILINE)
#: The share of public functions and classes whose docstring has a section. It is only ever raised.
SECTIONS_FLOOR = 0.55
#: Modules without a test of their own name, and why. A new module has one, or a line here that says who tests it.
WITHOUT_A_TEST = {
    # they hold types, words or constants: what they mean is tested where it is used
    "authoring/workbook/assembly.py": "types",
    "authoring/workbook/cell_words.py": "words, tested by the cells that hold them",
    "authoring/workbook/report.py": "types",
    "evidence/judgement/clauses.py": "constants of the call",
    "expressions/parts.py": "types",
    "intake/source/cells.py": "types",
    "integrity/model.py": "types",
    "reconciliation/job.py": "types",
    "reconciliation/sides/facts.py": "types",
    "reduction/classify/columns.py": "names of columns in SQL",
    "reduction/classify/linked.py": "types",
    "rules/entries_deliveries.py": "entries of the catalogue, tested by test_catalogue",
    "rules/entries_files.py": "entries of the catalogue, tested by test_catalogue",
    "rules/entries_reconciliation.py": "entries of the catalogue, tested by test_catalogue",
    "verification/decisions/use.py": "types",
    # commands, which the journeys run as a person does
    "cli/evidence.py": "journeys/test_evidence",
    "cli/init.py": "journeys/test_init",
    "cli/reduce.py": "journeys/test_reduction",
    "cli/review.py": "journeys/test_decisions",
    "cli/screen.py": "journeys/test_check, journeys/test_verify",
    # how a folder comes to be whole or absent
    "output/moving.py": "output/test_folder",
    "output/refusals.py": "output/test_folder",
    # parts of a workbook, which is tested as a whole
    "reports/cover_sheet.py": "reports/test_excel",
    # sheets that only come to be on the way from one run to the next
    "reports/merged_sheet.py": "journeys/test_decisions",
    # parts of a draft or a sheet that only the whole shows
    "project/drafting/sheet_draft.py": "journeys/test_init",
    "project/drafting/survey.py": "project/drafting/test_outline",
    "project/drafting/write.py": "journeys/test_init",
    "project/drafting/yaml_draft.py": "project/drafting/test_outline",
    "project/sheets/cells.py": "project/sheets/test_read",
    "project/sheets/form.py": "project/sheets/test_read",
    "project/sheets/places.py": "project/sheets/test_read",
    "project/sheets/table.py": "project/sheets/test_read",
    "sample/deliveries/sums.py": "sample/deliveries/test_linked",
    # parts of a reconciliation, which is tested by what it says of two sides
}

#: So many names of public classes still mean different things in different wings. It is only ever lowered.
SEVERAL_MEANINGS = 26

#: Tests of a wing that are about no one module: what they are about.
ABOUT_MANY = {
    "cli/test_paths.py": "the paths of every command",
    "rules/test_same_as_check.py": "the stream and validate find the same",
    "authoring/export/test_schemas.py": "the three schemas say the same",
    "authoring/workbook/test_public.py": "the public workbook",
    "authoring/workbook/test_trials.py": "the trial workbooks",
    "intake/test_hostile.py": "files that nobody should send",
    "integrity/test_correct_registers.py": "registers without a mistake",
    "layouts/test_content.py": "the packs that the wheel carries",
    "layouts/test_example.py": "the example of docs/packs.md",
    "layouts/test_legal.py": "records of the built-in pack that are legal",
    "layouts/test_nonsense.py": "records of the built-in pack that nobody can have",
    "layouts/test_order_of_days.py": "days of the built-in pack that come one after the other",
    "layouts/test_statutes.py": "what the statutes allow and forbid, business by business",
    "sample/test_vocabularies.py": "the lists of words",
}
#: Folders of tests that mirror no wing.
NO_WINGS = {"journeys", "properties", "fuzz", "browser"}


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of chukan, parsed, by its dotted name."""
    return {dotted(p): ast.parse(p.read_text(encoding="utf-8")) for p in sorted(SRC.rglob("*.py"))}


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(SRC.parent).with_suffix("").parts).removesuffix(".__init__")


def imports(node: ast.AST) -> Iterator[str]:
    """Yield the names that a module imports from chukan, inside functions too.

    Imports under ``if TYPE_CHECKING`` are left out: they never run, so that they can neither fail nor decide an order.
    """
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and isinstance(child.test, ast.Name) and child.test.id == "TYPE_CHECKING":
            continue
        if isinstance(child, ast.ImportFrom) and child.module and child.module.split(".")[0] == "chukan":
            yield from (f"{child.module}.{alias.name}" for alias in child.names)
        if isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names if alias.name.split(".")[0] == "chukan")
        yield from imports(child)


def module_of(name: str) -> str:
    """Return the module that an imported name is, or lies in."""
    return name if name in modules() else name.rpartition(".")[0]


@cache
def wings_of(tree: ast.Module) -> set[str]:
    """Return the wings of chukan that a module imports, wherever in it."""
    return {module_of(name).split(".")[1] for name in imports(tree) if module_of(name) != "chukan"}


@pytest.mark.parametrize("wing", MAY_IMPORT)
def test_imports_run_downwards_only(wing: str) -> None:
    allowed = MAY_IMPORT[wing] | GROUND | {wing}
    inside = {name: tree for name, tree in modules().items() if name.split(".")[1:2] == [wing]}

    wrong = {name: bad for name, tree in inside.items() if (bad := wings_of(tree) - allowed)}

    assert wrong == {}


@pytest.mark.parametrize("module", sorted(GROUND))
def test_the_ground_imports_the_ground_only(module: str) -> None:
    tree = modules().get(f"chukan.{module}")

    assert tree is None or wings_of(tree) <= GROUND


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {name: {module_of(i) for i in imports(tree)} - {name} for name, tree in modules().items()}
    found: list[set[str]] = []
    while circle := first_circle(graph):
        found.append(circle)
        for name in circle:  # out of the way, to see the next one
            graph[name] -= circle

    assert found == []


def first_circle(graph: dict[str, set[str]]) -> set[str] | None:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return set(error.args[1])
    return None


def test_every_wing_is_known() -> None:
    wings = {p.name for p in SRC.iterdir() if (p / "__init__.py").exists()}

    assert wings == set(MAY_IMPORT) | {"cli"}


def test_no_module_is_too_long() -> None:
    long = {
        str(p.relative_to(SRC)): n
        for p in SRC.rglob("*.py")
        if (n := len(p.read_text(encoding="utf-8").splitlines())) > 400
    }

    assert long == {}


def test_no_module_is_a_drawer_of_words() -> None:
    drawers = [name for name in modules() if name.rpartition(".")[2] in ("words", "utils", "helpers", "misc", "common")]

    assert drawers == []


def test_one_word_has_one_meaning() -> None:
    places: dict[str, int] = {}
    for tree in modules().values():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name] = places.get(node.name, 0) + 1

    several = sorted(name for name, count in places.items() if count > 1)

    assert len(several) <= SEVERAL_MEANINGS, several


def test_public_names_have_docstrings_with_sections() -> None:
    public = [
        node
        for tree in modules().values()
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]

    share = sum(bool(SECTION.search(ast.get_docstring(node) or "")) for node in public) / len(public)

    assert share >= SECTIONS_FLOOR


def test_six_values_or_more_are_given_by_name() -> None:
    """What is made of many values says which is which; a table's headings and the like are one value each (`*args`)."""
    by_place = [
        f"{name}:{node.lineno} {ast.unparse(node.func)}"
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and makes_an_object(node.func.id)
        if len(node.args) >= 6 and not any(isinstance(argument, ast.Starred) for argument in node.args)
    ]

    assert by_place == []


def makes_an_object(name: str) -> bool:
    return name == "cls" or name.lstrip("_")[:1].isupper()


def test_every_module_has_a_test_of_its_own_name() -> None:
    names = [p.relative_to(SRC) for p in SRC.rglob("*.py") if not p.name.startswith("__")]

    lacking = {n.as_posix() for n in names if not (TESTS / n.parent / f"test_{n.name}").exists()}

    assert lacking - WITHOUT_A_TEST.keys() == set()
    assert WITHOUT_A_TEST.keys() - lacking == set()


def test_who_tests_a_module_instead_is_there() -> None:
    named = {name for why in WITHOUT_A_TEST.values() for name in re.findall(r"[a-z_/]+/test_[a-z_]+", why)}

    assert [name for name in sorted(named) if not (TESTS / f"{name}.py").exists()] == []


def test_a_test_is_named_for_what_it_tests() -> None:
    tests = [p.relative_to(TESTS) for p in TESTS.glob("*/**/test_*.py")]
    wings = [t for t in tests if t.parts[0] not in NO_WINGS]

    stray = {t.as_posix() for t in wings if not mirrored(SRC / t.parent / t.stem.removeprefix("test_"))}

    assert stray - ABOUT_MANY.keys() == set()
    assert ABOUT_MANY.keys() - stray == set()


def mirrored(named: Path) -> bool:
    return named.is_dir() or named.with_suffix(".py").exists()


@pytest.mark.parametrize(
    "statement",
    ["import chukan", "import chukan.cli.main", "import chukan.rules.catalogue", "import chukan.layouts.library"],
)
def test_starting_up_loads_nothing_heavy(statement: str) -> None:
    code = f"import sys; {statement}; print([m for m in {HEAVY!r} if m in sys.modules])"

    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert out.strip() == "[]"


def test_public_names_exist() -> None:
    import chukan

    missing = [name for name in chukan.__all__ if not hasattr(chukan, name)]

    assert missing == []


def test_what_lint_is_told_to_overlook_has_a_reason() -> None:
    bare = re.compile(r"# noqa(: [A-Z]+[0-9]+(, [A-Z]+[0-9]+)*)?\s*$", re.MULTILINE)
    files = [p for folder in ("src", "tests", "scripts", "benchmarks") for p in (ROOT / folder).rglob("*.py")]

    assert [p.relative_to(ROOT).as_posix() for p in files if bare.search(p.read_text(encoding="utf-8"))] == []


def test_the_version_is_written_once() -> None:
    from chukan import __version__

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    written = [name for name, tree in modules().items() if __version__ in strings(tree)]

    assert "version" not in project
    assert written == ["chukan"]
    assert headings[:2] == ["Unreleased", __version__]


def strings(tree: ast.Module) -> Iterator[str]:
    yield from (n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str))
