"""Findings, filtered and cut into pages."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from chukan.errors import InputError
from chukan.serving.app import Pages
from chukan.serving.findings import Findings, Query


def _found(pages: Pages, **parameters: str) -> list[str]:
    findings = pages.findings
    numbers = findings.matching(Query.of(parameters), pages.book.states)
    return [findings[int(n)].rule for n in numbers]


def test_every_filter_leaves_what_has_the_value(pages: Pages) -> None:
    everything = _found(pages)
    assert len(everything) == len(pages.findings) > 3
    for name, values in pages.findings.facets.items():
        for value, count in values:
            assert len(_found(pages, **{name: value})) == count
    assert _found(pages, rule="V04", item="性別") == ["V04"] * 3
    assert _found(pages, rule="V04", severity="info", item="性別") == []
    assert len(_found(pages, text="性別")) >= 3
    assert _found(pages, text="どこにもない") == []
    assert _found(pages, state="未決") == everything
    assert _found(pages, state="了承") == []


@pytest.mark.parametrize("page", ["0", "-1", "x", "", "9" * 30, "１"])
def test_a_page_that_is_none_is_the_first(page: str) -> None:
    assert Query.of({"page": page}).page == 1


def test_the_parameters_of_a_query_are_those_that_make_it() -> None:
    query = Query.of({"rule": "V04", "text": " a ", "page": "3", "nonsense": "1"})
    assert query.parameters() == {"rule": "V04", "text": "a", "page": "3"}
    assert Query.of(query.parameters()) == query
    assert query.parameters(page=1) == {"rule": "V04", "text": "a"}


def test_a_folder_without_results_is_an_error(tmp_path: Path, project: Path) -> None:
    with pytest.raises(InputError):
        Findings.load(tmp_path)
    (project / "out" / "findings.parquet").write_bytes(b"x")
    with pytest.raises(InputError, match=r"findings\.parquet"):
        Findings.load(project / "out")


def test_masks_are_of_all_findings(pages: Pages) -> None:
    assert pages.book.states.shape == (len(pages.findings),)
    assert pages.findings.matching(Query(), np.array([], "<U8")).tolist() == [*range(len(pages.findings))]
