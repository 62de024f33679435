"""Dockerfile: no daemon runs here, so what can be known without one."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "Dockerfile").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_every_line_begins_with_an_instruction_or_continues_one() -> None:
    joined = TEXT.replace("\\\n", " ").splitlines()
    words = {line.split()[0] for line in joined if line.strip() and not line.startswith("#")}

    assert words == {"FROM", "ARG", "WORKDIR", "COPY", "RUN", "ENV", "USER", "ENTRYPOINT", "CMD"}


def test_both_stages_install_the_same_extras_and_these_exist() -> None:
    built, installed = re.findall(r"\[([a-z,]+)\]\"", TEXT)

    assert built == installed
    assert set(built.split(",")) <= PROJECT["project"]["optional-dependencies"].keys()


def test_what_the_wheel_is_made_of_gets_into_the_image() -> None:
    let_in = set(re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE))

    assert all((ROOT / name).exists() for name in let_in)
    sources = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert {"src", "pyproject.toml", PROJECT["project"]["readme"], "constraints.txt", *sources} <= let_in


def test_what_it_is_built_on_can_be_fixed_by_its_digest() -> None:
    bases = re.findall(r"^FROM (\S+)", TEXT, re.MULTILINE)

    assert bases == ["${BASE}", "${BASE}"]
    assert TEXT.index("ARG BASE=") < TEXT.index("FROM ")


def test_it_does_not_run_as_root() -> None:
    assert TEXT.rindex("USER nobody") > TEXT.rindex("RUN ")
