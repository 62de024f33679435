"""The findings of a run, filtered and cut into pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from chukan.errors import InputError, reason
from chukan.reports.findings import COLUMNS
from chukan.verification.document import load_verification
from chukan.verification.result import Finding, Verification

PAGE = 50
"""Findings on one page."""
FACETS = ("severity", "rule", "item", "municipality", "business", "file", "ground")
"""What is filtered by choosing one of the values that occur."""
_COMPARED = ("record", "line")


@dataclass(frozen=True)
class Query:
    """What somebody wants to see.

    Attributes:
        chosen: Facet -> value.
        text: Must occur in the message, the item, the key or the fingerprint.
        state: Of the decision; "" = all.
        page: From 1.
    """

    chosen: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    state: str = ""
    page: int = 1

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> Query:
        """Return the query of an address; what it does not know is left out."""
        number = parameters.get("page", "1")
        return cls(
            chosen={name: parameters[name] for name in FACETS if parameters.get(name)},
            text=parameters.get("text", "").strip()[:100],
            state=parameters.get("state", ""),
            page=max(1, whole_number(number) or 1),
        )

    def parameters(self, **other: object) -> dict[str, str]:
        """Return the parameters of an address, with some of them changed."""
        found: dict[str, object] = {**self.chosen, "text": self.text, "state": self.state, "page": self.page, **other}
        return {name: str(value) for name, value in found.items() if value != "" and (name, value) != ("page", 1)}


@dataclass(frozen=True)
class Findings:
    """All the findings that a run kept, in its order.

    Attributes:
        verification: What it says as a whole.
        table: One row a finding, columns as in ``findings.parquet``.
    """

    verification: Verification
    table: pa.Table

    @classmethod
    def load(cls, folder: Path) -> Findings:
        """Read what `check` or `verify` left in a folder.

        Raises:
            InputError: it left nothing there, or it can't be read.
        """
        verification = load_verification(folder)
        path = folder / "findings.parquet"
        try:
            table = pq.read_table(path, memory_map=True)
            table = table.select(list(COLUMNS)).combine_chunks()
        except (OSError, pa.ArrowInvalid, KeyError) as e:
            what = reason(e) if isinstance(e, OSError) else "壊れているか、この版の chukan のものではありません"
            raise InputError(
                f"指摘の一覧（findings.parquet）を読めません: {what}",
                place=str(path),
                hint="chukan verify をやり直してください。",
            ) from None
        return cls(verification, table)

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def __getitem__(self, number: int) -> Finding:
        row: dict[str, Any] = self.table.slice(number, 1).to_pylist()[0]
        return Finding(**row)

    @cached_property
    def facets(self) -> dict[str, list[tuple[str, int]]]:
        """For each facet its values with the number of findings, the commonest first."""
        found: dict[str, list[tuple[str, int]]] = {}
        for name in FACETS:
            counted = pc.value_counts(pc.fill_null(self.table.column(name), ""))
            pairs = [(one["values"], one["counts"]) for one in counted.to_pylist() if one["values"]]
            found[name] = sorted(pairs, key=lambda pair: (-pair[1], pair[0]))
        return found

    def matching(self, query: Query, states: npt.NDArray[np.str_]) -> npt.NDArray[np.int64]:
        """Return the numbers of the findings that somebody wants to see.

        Args:
            query: what is wanted.
            states: of the decision on each finding.
        """
        wanted = np.ones(len(self), bool)
        for name, value in query.chosen.items():
            wanted &= _true(pc.equal(self.table.column(name), value))
        if query.text:
            found = np.zeros(len(self), bool)
            for name in ("message", "item", "key", "fingerprint"):
                found |= _true(pc.match_substring(self.table.column(name), query.text, ignore_case=True))
            wanted &= found
        if query.state:
            wanted &= states == query.state
        return np.flatnonzero(wanted)


def whole_number(text: str) -> int | None:
    """Return the number that an address or a form names; None where it is none, or none that can be meant."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else None


def _true(mask: pa.ChunkedArray) -> npt.NDArray[np.bool_]:
    return np.asarray(pc.fill_null(mask, False).to_numpy(), bool)
