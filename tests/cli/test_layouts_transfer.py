"""`chukan layouts import` and `export`, there and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import PERSON, answer
from typer.testing import Result

from chukan.errors import LayoutNotFound, UsageError

Run = Callable[..., Result]


def test_export_and_import_again(run: Run, tmp_path: Path) -> None:
    run("export", "mic@2.7/seal_registration", "--out", "seal.xlsx")
    report = answer(run("import", "seal.xlsx", "--out", "back", "--json"))

    digests = {y["address"].split("/", 1)[1]: y["digest"] for y in report["layouts"]}
    for address, digest in digests.items():
        assert answer(run("show", f"mic@2.7/{address}", "--json"))["digest"] == digest


@pytest.mark.parametrize("form", ["excel", "dictionary", "markdown", "html", "table-schema", "json-schema", "pandera"])
def test_export(run: Run, tmp_path: Path, form: str) -> None:
    paths = answer(run("export", PERSON, "-f", form, "--out", "out", "--json"))

    assert [Path(p).exists() for p in paths] == [True]


def test_export_mistakes(run: Run) -> None:
    with pytest.raises(UsageError):
        run("export", PERSON, "-f", "exel")
    with pytest.raises(LayoutNotFound):
        run("export", "mic@9.9/resident_register/person")
