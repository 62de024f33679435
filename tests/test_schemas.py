"""The JSON Schemas that the package carries say what the models say, and fit what people write."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from chukan.documents import SCHEMAS, schema_line
from chukan.errors import ProjectError
from chukan.yaml_text import read_yaml

ROOT = Path(__file__).parents[1]
PROJECTS = [*sorted((ROOT / "fixtures" / "projects").rglob("project.yaml"))]
AGREEMENTS = [*sorted((ROOT / "fixtures" / "agreements").glob("*.yaml")), *ROOT.glob("docs/examples/*/agreement.yaml")]
#: Fixtures whose mistake a schema can see.
WRONG = {"misspelt_key"}


def schema(name: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    return made


def errors(name: str, path: Path) -> list[str]:
    _, data = read_yaml(path.read_text(encoding="utf-8"), ProjectError, place=path.name)
    return [e.message for e in jsonschema.Draft202012Validator(schema(name)).iter_errors(data)]


def test_they_are_made_from_the_models(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    spec = importlib.util.spec_from_file_location("generate_docs", ROOT / "scripts" / "generate_docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault("generate_docs", module)
    spec.loader.exec_module(module)

    assert {p.name for p in SCHEMAS.iterdir()} == {f"{name}.schema.json" for name in module.DOCUMENTS}
    for name in module.DOCUMENTS:
        assert schema(name) == module.of_document(name)
        jsonschema.Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize("path", PROJECTS, ids=lambda p: p.parent.name)
def test_projects_fit(path: Path) -> None:
    assert bool(errors("project", path)) == (path.parent.name in WRONG)


@pytest.mark.parametrize("path", AGREEMENTS, ids=lambda p: p.stem)
def test_agreements_fit(path: Path) -> None:
    assert errors("agreement", path) == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("agreement", {"encodng": "cp932"}),
        ("agreement", {"newline": "crlff"}),
        ("project", {"group": {"name": "a", "representative": "131016"}, "municipalities": [], "stagee": "report"}),
    ],
)
def test_a_mistake_is_seen_while_typing(name: str, data: dict[str, Any]) -> None:
    assert not jsonschema.Draft202012Validator(schema(name)).is_valid(data)


def test_the_line_for_editors_names_a_file_that_is_there() -> None:
    found = re.fullmatch(r"# yaml-language-server: \$schema=(file:///\S+)", schema_line("agreement"))

    assert found is not None
    assert found[1] == (SCHEMAS / "agreement.schema.json").as_uri()
