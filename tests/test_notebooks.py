"""The notebooks run, without a warning, and what stands in them is what they show."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def _kinds(notebook: Any) -> list[list[tuple[str, ...]]]:
    """Of each output of each cell: its type, and the forms in which it is shown."""
    return [
        [(o.output_type, o.get("name", ""), *sorted(o.get("data", ()))) for o in cell.get("outputs", ())]
        for cell in notebook.cells
    ]


@pytest.fixture
def executed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Any]:
    """Run a notebook, in a home of its own."""
    for place in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "MPLCONFIGDIR"):
        monkeypatch.setenv(place, str(tmp_path / place))
    run: Callable[[Path], Any] = runpy.run_path(str(ROOT / "scripts" / "run_notebooks.py"))["executed"]
    return run


def test_there_are_some() -> None:
    assert NOTEBOOKS


@pytest.mark.filterwarnings("default")  # of the machinery around; a warning of a cell is an output, and is looked at
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_runs_clean_and_shows_what_is_kept(path: Path, executed: Callable[[Path], Any]) -> None:
    kept = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    fresh = executed(path)
    assert not [o for cell in fresh.cells for o in cell.get("outputs", ()) if o.get("name") == "stderr"]
    assert _kinds(fresh) == _kinds(kept), "run scripts/run_notebooks.py"
    assert [c.get("execution_count") for c in fresh.cells] == [c.get("execution_count") for c in kept.cells]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_is_small_and_whole(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)
    assert path.stat().st_size < 300_000
    shown = [o for cell in notebook.cells for o in cell.get("outputs", ())]
    assert any("image/png" in o.get("data", ()) for o in shown)
    assert not [o for o in shown if o.output_type == "error"]
