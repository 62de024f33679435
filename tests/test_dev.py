"""dev.py: what it installs."""

from __future__ import annotations

import runpy
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def dev() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "dev.py"))


def test_every_dependency_has_a_lowest_version(dev: dict[str, Any]) -> None:
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]

    pins = dev["lowest"]()

    assert len(stated) > 10
    assert [r for r in stated if r.replace(">=", "==") not in pins] == []


def test_the_lowest_versions_are_pins(dev: dict[str, Any]) -> None:
    assert [pin for pin in dev["lowest"]() if "==" not in pin or "<" in pin or "[" in pin] == []


def test_help_names_every_job(dev: dict[str, Any]) -> None:
    assert [job for job in dev["JOBS"] if f"dev.py {job}" not in dev["__doc__"]] == []


def test_further_functions_are_installed_by_name(dev: dict[str, Any]) -> None:
    assert dev["whole_with"]([]) == ".[pictures]"
    assert dev["whole_with"](["serve", "dask"]) == ".[pictures,serve,dask]"
    with pytest.raises(SystemExit, match=r"serv\?.*serve"):
        dev["whole_with"](["serv"])
