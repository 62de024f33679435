"""Run the notebooks and keep what they show.

python scripts/run_notebooks.py
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
#: Seconds that a cell may take on a slow machine.
PATIENCE = 120


def executed(path: Path) -> Any:
    """Return the notebook with fresh outputs, nothing in it that differs from run to run or from machine to machine.

    Raises:
        CellExecutionError: a cell failed.
    """
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    client = NotebookClient(notebook, timeout=PATIENCE, resources={"metadata": {"path": str(path.parent)}})
    client.execute()
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for cell in notebook.cells:
        cell.metadata = {}
    return notebook


def main() -> None:
    """All of them, in place."""
    for path in sorted(FOLDER.glob("*.ipynb")):
        text = nbformat.writes(executed(path))  # type: ignore[no-untyped-call]
        path.write_text(f"{text.rstrip()}\n", encoding="utf-8", newline="\n")
        print(f"run: {path.name}")


if __name__ == "__main__":
    main()
