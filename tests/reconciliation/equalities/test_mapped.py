"""Conversion tables: a file or in place, never both and never neither."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from tests.reconciliation.conftest import WHO

from chukan.errors import ProjectError
from chukan.reconciliation.equalities import KINDS
from chukan.reconciliation.equalities.mapped import Mapped


def rule(kind: str, **keys: Any) -> Mapped:
    made = KINDS[kind].model_validate({"id": "表", "kind": kind, "items": ("事由",), **WHO, **keys})
    assert isinstance(made, Mapped)
    return made


@pytest.mark.parametrize("kind", ["codes", "characters"])
@pytest.mark.parametrize("keys", [{}, {"table": "t.csv", "map": {"a": "b"}}])
def test_a_table_is_a_file_or_stands_in_place(kind: str, keys: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="どちらか一つ"):
        rule(kind, **keys)


@pytest.mark.parametrize("kind", ["codes", "characters"])
def test_a_file_and_the_same_in_place_say_the_same(kind: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("旧,新\n1,2\n", encoding="utf-8")
    one, other = rule(kind, table="t.csv"), rule(kind, map={1: 2})
    one.load(tmp_path)
    other.load(tmp_path)

    assert one.written == other.written == {"1": "2"}
    assert (one.files, other.files) == (("t.csv",), ())


def test_a_file_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="読めません"):
        rule("codes", table="t.csv").load(tmp_path)
