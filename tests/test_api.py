"""The library: what it exports, that its examples run, that it does what the commands do."""

from __future__ import annotations

import doctest
import gc
import importlib
import inspect
import json
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import FIXTURES, PERSON

import chukan
from chukan.layouts.library import Library
from chukan.layouts.pack import Pack

PUBLIC = [name for name in chukan.__all__ if not name.startswith("__")]


def objects() -> Iterator[tuple[str, Any]]:
    """Every public object, with the methods of the classes."""
    for name in PUBLIC:
        yield name, getattr(chukan, name)


EXAMPLES = [test for name, thing in objects() for test in doctest.DocTestFinder().find(thing, name) if test.examples]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: str(e.name))
@pytest.mark.usefixtures("folder")
def test_examples_run(example: doctest.DocTest) -> None:
    shown: list[str] = []

    doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(example, out=shown.append)

    assert "".join(shown) == ""


def test_what_is_called_has_an_example() -> None:
    assert {e.name.partition(".")[0] for e in EXAMPLES} >= {
        "Agreement",
        "Layout",
        "Library",
        "Outcome",
        "Project",
        "check",
        "layout",
        "read",
        "schema",
        "strategies",
        "verify",
    }


def test_dir_shows_the_public_names_and_nothing_else() -> None:
    code = "import chukan; print(dir(chukan) == sorted(chukan.__all__)); chukan.check; print(len(dir(chukan)))"

    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert out.split() == ["True", str(len(chukan.__all__))]


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="chek"):
        chukan.chek  # noqa: B018 - looking it up is what is tested


def test_every_error_is_exported() -> None:
    errors = importlib.import_module("chukan.errors")

    defined = {n for n, c in vars(errors).items() if inspect.isclass(c) and issubclass(c, chukan.ChukanError)}

    assert defined <= set(chukan.__all__)


@pytest.mark.parametrize("name", ["layout", "schema", "read", "check"])
def test_a_layout_is_always_called_layout(name: str) -> None:
    assert "layout" in inspect.signature(getattr(chukan, name)).parameters
    assert "layout" in inspect.signature(chukan.strategies.records).parameters


def packs_alive() -> int:
    gc.collect()
    return sum(isinstance(o, Pack) for o in gc.get_objects())


def test_a_hundred_calls_cost_no_more_memory_than_one() -> None:
    chukan.layout(PERSON)
    alive = packs_alive()
    tracemalloc.start()
    chukan.layout(PERSON)
    before, _ = tracemalloc.get_traced_memory()

    for _ in range(100):
        chukan.layout(PERSON)

    gc.collect()
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert packs_alive() == alive
    assert after - before < 100_000


def test_the_default_library_follows_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Library.default() is Library.default()
    monkeypatch.setenv("CHUKAN_PACKS", str(FIXTURES / "packs" / "missing_code_list"))

    assert "missing_code_list" in Library.default().names


@pytest.mark.parametrize(
    "agreement",
    [
        {"encoding": "cp932"},
        chukan.Agreement(encoding="cp932"),
        "agreement.yaml",
        Path("agreement.yaml"),
    ],
    ids=["mapping", "object", "text", "path"],
)
@pytest.mark.usefixtures("folder")
def test_an_agreement_in_each_form(agreement: Any) -> None:
    assert chukan.check("person.csv", PERSON, agreement=agreement).verification.agreement["encoding"] == "cp932"


@pytest.mark.usefixtures("folder")
def test_a_wrong_key_of_an_agreement_is_named() -> None:
    with pytest.raises(chukan.AgreementError, match="encoding"):
        chukan.check("person.csv", PERSON, agreement={"encodin": "cp932"})


@pytest.mark.usefixtures("folder")
def test_attrs_of_a_table_are_plain_json() -> None:
    frame = chukan.read("person.csv", PERSON, agreement="agreement.yaml")

    assert json.loads(json.dumps(frame.attrs)) == frame.attrs
    assert frame.attrs["account"]["total_records"] == len(frame)


def test_an_empty_file_gives_an_empty_table(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_bytes((FIXTURES / "bad" / "header_only.csv").read_bytes())

    frame = chukan.read(path, "resident_register/household")

    assert frame.empty
    assert list(frame.columns) == list(chukan.layout("resident_register/household").names)


def test_an_opened_project_has_its_packs_already(folder: Path) -> None:
    project = chukan.Project.open("project.yaml")
    assert "みほん協議会" in repr(project)

    with pytest.raises(chukan.UsageError, match="packs"):
        chukan.verify(project, packs=[folder])


def test_a_missing_extra_is_an_import_error() -> None:
    error = chukan.MissingExtra("署名には cryptography が必要です", extra="sign")

    assert isinstance(error, ImportError)
    assert error.exit_code == 2
    assert 'pip install "chukan[sign]"' in str(error)


def test_strategies_without_hypothesis_name_the_extra() -> None:
    code = (
        "import sys; sys.modules['hypothesis'] = None\n"
        "import chukan\n"
        "try: chukan.strategies\n"
        "except ImportError as e: print(type(e).__name__, e.extra)"
    )

    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert out.split() == ["MissingExtra", "strategies"]
