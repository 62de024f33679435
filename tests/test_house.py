"""The rules of the house, as checks."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SRC = Path(__file__).parents[1] / "src" / "chukan"

#: Wing -> the wings it may import (beside itself and the ground: errors, documents, __version__).
MAY_IMPORT = {
    "layouts": set(),
    "values": {"layouts"},
    "expressions": {"layouts", "values"},
    "authoring": {"layouts", "values", "expressions"},
    "intake": {"layouts", "values", "expressions"},
    "rules": {"layouts", "values", "expressions", "intake"},
    "integrity": {"layouts", "values", "expressions", "intake", "rules"},
    "verification": {"layouts", "values", "expressions", "intake", "rules", "integrity"},
}
MAY_IMPORT["project"] = {*MAY_IMPORT["verification"], "verification", "authoring"}
MAY_IMPORT["output"] = {*MAY_IMPORT["verification"], "verification"}
MAY_IMPORT["reports"] = {*MAY_IMPORT["project"], "project", "output"}
MAY_IMPORT["evidence"] = {*MAY_IMPORT["reports"], "reports"}
MAY_IMPORT["reduction"] = {*MAY_IMPORT["reports"], "reports"}
MAY_IMPORT["sample"] = {*MAY_IMPORT["project"], "project", "output"}
GROUND = {"errors", "documents", "agreement", "severity"}
HEAVY = ("pandas", "pyarrow", "pandera", "duckdb", "numpy", "matplotlib", "openpyxl", "xlsxwriter")


def imports_of(path: Path) -> set[str]:
    """The wings of chukan that a module imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("chukan."):
            found.add(node.module.split(".")[1])
        if isinstance(node, ast.Import):
            found.update(a.name.split(".")[1] for a in node.names if a.name.startswith("chukan."))
    return found


@pytest.mark.parametrize("wing", MAY_IMPORT)
def test_imports_run_downwards_only(wing: str) -> None:
    allowed = MAY_IMPORT[wing] | GROUND | {wing}

    wrong = {str(p.relative_to(SRC)): bad for p in (SRC / wing).rglob("*.py") if (bad := imports_of(p) - allowed)}

    assert wrong == {}


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
