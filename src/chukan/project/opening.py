"""A project read from its file: YAML, or a workbook of the same content."""

from __future__ import annotations

from pathlib import Path

from chukan.documents import checked
from chukan.errors import ProjectError
from chukan.project.project_file import ProjectFile
from chukan.project.sheets.form import SUFFIXES
from chukan.project.unfilled import refuse_unfilled
from chukan.yaml_text import Lines, read_document, read_yaml


def load_project(path: Path) -> tuple[ProjectFile, Lines]:
    """Return a project, and where its values stand.

    Args:
        path: a YAML file, or a workbook as `chukan init` writes it.

    Raises:
        ProjectError: it is wrong, or a mark of its draft still stands; names line or cell, and the nearest key.
        InputError: a workbook can't be read at all.
    """
    if path.suffix.lower() in SUFFIXES:
        from chukan.project.sheets.read import read_project  # it loads openpyxl, a tenth of a second

        data, lines = read_project(path)
    else:
        lines, data = read_yaml(read_document(path, ProjectError), ProjectError, place=str(path))
    refuse_unfilled(data, lines)
    return checked(data, ProjectFile, ProjectError, lines), lines
