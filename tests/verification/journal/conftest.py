"""A project of three small files, and what decides their results, to be changed one by one."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from tests.verification.conftest import AGREED, AS_OF, HEADER, ITEMS

from chukan.agreement import Agreement
from chukan.layouts.body import LayoutBody
from chukan.layouts.codes import CodeList, CodeValue
from chukan.layouts.declarations import RecordRule
from chukan.layouts.model import Item, Layout
from chukan.layouts.origin import Origin
from chukan.verification.decisions.model import Decision, Decisions, Waiver
from chukan.verification.document import to_json
from chukan.verification.job import Job, Options, Target
from chukan.verification.run import Reject, RunResult, run

SECRET = b"s" * 32
#: Missing sex, no code, a number that is there twice, text that cp932 does not have, a number that no person has.
RECORDS = {
    "people.csv": ["0001,山田太郎,1,,100", "0002,山田花子,9,,x", "0002,山田,,,1"],
    "more.csv": ["0003,試験一郎,2,,5", "0004,試験,3,,6", "0005"],
    "taxes.csv": ["0001,山田太郎,1,,100", "0009,誰か,7,,1"],
}


def layout_of(slug: str, *, note: str = "", codes: Sequence[str] = "12") -> Layout:
    """Return people, or taxes whose number must be one of a person."""
    references = [{"items": ["番号"], "to": ["s"]}] if slug == "t" else []
    body = {"name": {"s": "住民", "t": "税"}[slug], "references": references}
    return Layout(
        origin=Origin(pack="t", pack_name="試験", authority="imported"),
        edition="1",
        business="b",
        business_name="試験業務",
        slug=slug,
        body=LayoutBody.model_validate(body),
        codes={"gender": CodeList(id="gender", name="性別", values=tuple(CodeValue(code=c, name=c) for c in codes))},
        items=tuple(Item(no=n, note=note, **i) for n, i in enumerate(ITEMS, 1)),
    )


@dataclass
class World:
    """All that decides a result."""

    folder: Path
    records: dict[str, list[str]] = field(default_factory=lambda: {name: list(rows) for name, rows in RECORDS.items()})
    layouts: dict[str, Layout] = field(default_factory=lambda: {slug: layout_of(slug) for slug in "st"})
    agreements: dict[str, Agreement] = field(default_factory=lambda: dict.fromkeys(RECORDS, AGREED))
    job: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    expected: int | None = None
    secret: bytes = SECRET
    version: str = ""

    @property
    def journal(self) -> Path:
        """The folder of the journal."""
        return self.folder / ".chukan" / "journal"

    def run(self, *, journal: bool = True, reject: Reject | None = None, **options: Any) -> RunResult:
        """Write the files and check them."""
        for name, rows in self.records.items():
            agreed = self.agreements[name]
            text = "".join(f"{row}\n" for row in (HEADER, *rows))
            (self.folder / name).write_bytes(text.encode(agreed.encoding or "cp932"))
        targets = [
            Target(
                self.folder / name,
                name,
                self.layouts["t" if name == "taxes.csv" else "s"],
                self.agreements[name],
                municipality="999999",
                expected_records=self.expected if name == "taxes.csv" else None,
            )
            for name in self.records
        ]
        kept = self.journal if journal else None
        made = Job(targets, agreement=AGREED, secret=lambda: self.secret, journal=kept, **self.job)
        chosen: dict[str, Any] = {"as_of": AS_OF, "sample_limit": 2, "jobs": 1} | self.options | options
        return run(made, Options(**chosen), reject=reject)


def taken(result: RunResult) -> set[str]:
    """Return the names of the files whose results were taken over, and "across" where that of the rest was."""
    across = {"across"} if result.verification.across_taken_over else set()
    return {f.path for f in result.verification.files if f.taken_over} | across


def without_times(result: RunResult) -> tuple[dict[str, Any], list[Any]]:
    """Return all that a result says but when, and what was taken over."""
    v = replace(
        result.verification,
        files=tuple(replace(f, taken_over=None) for f in result.verification.files),
        across_taken_over=None,
        started="",
        finished="",
    )
    return json.loads(to_json(v)), result.findings


def sheet(result: RunResult, *, accepted: int = 1) -> Decisions:
    """Return the rows of a sheet of all findings of a run, the first of them accepted."""
    found = [f for f in result.findings if f.fingerprint]
    rows = tuple(
        Decision(
            rule=f.rule,
            item=f.item or "",
            scope=f"{f.municipality}/{f.business}/{f.layout}",
            fingerprint=f.fingerprint,
            action="了承" if n < accepted else "",
            reason="独自の値",
            who="住民課長",
            when="2026-11-20",
            place=f"report.xlsx {n}",
        )
        for n, f in enumerate(found)
    )
    return Decisions(rows=rows, run="2026-11-22T00:00:00+09:00")


def local_rule(text: str) -> dict[str, Sequence[RecordRule]]:
    """Return a rule of the municipality's own about people."""
    stated = {"id": "own", "when": "番号 IS NOT NULL", "assert": text, "items": ["税額"], "message": "独自の規則です。"}
    return {"b/s": (RecordRule.model_validate(stated),)}


WAIVER = Waiver("V04", "性別", "", 5, "独自の値", "住民課長", "2026-11-20", "waivers.xlsx 2行目")
LATER = AS_OF + dt.timedelta(1)


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Return the project."""
    return World(tmp_path)
