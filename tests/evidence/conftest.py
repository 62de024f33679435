"""A small group of municipalities, and verifications of it made by hand: no engine runs here."""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
import yaml

from chukan.evidence.checklist.checklist import make_checklist
from chukan.evidence.judgement.judge import judge
from chukan.evidence.papers import contents
from chukan.evidence.papers.context import Case as PaperCase
from chukan.evidence.papers.fields import TARGETS
from chukan.evidence.papers.make import fill_workbook, make_papers
from chukan.evidence.papers.templates import Templates
from chukan.layouts.library import Library
from chukan.project.project import Project
from chukan.reports.findings import write_findings
from chukan.reports.summary import summarise
from chukan.rules.catalogue import of_a_verification
from chukan.severity import Severity
from chukan.verification.document import FILE_NAME, to_json
from chukan.verification.result import (
    SCHEMA_VERSION,
    Count,
    FileResult,
    Finding,
    LayoutRef,
    NotRun,
    Records,
    RuleRun,
    Totals,
    Verification,
    verdict_of,
)
from chukan.verification.verdict import worst
from chukan.verification.weights import layout_weights

LIBRARY = Library()

PROJECT: dict[str, object] = {
    "group": {"name": "みどり地域クラウド協議会", "representative": "131016", "case": "new"},
    "layout": "mic@2.7",
    "agreement": {"format": "csv", "encoding": "cp932", "newline": "crlf", "header": True},
    "as_of": dt.date(2026, 11, 23),
    "vendors": [
        {"id": "a", "name": "事業者A"},
        {"id": "b", "name": "事業者B"},
        {"id": "c", "name": "事業者C"},
    ],
    "municipalities": [
        {
            "code": "131016",
            "name": "みどり市",
            "businesses": [
                {
                    "business": "resident_register",
                    "from": "a",
                    "to": "c",
                    "delivered": dt.date(2026, 10, 1),
                    "files": [
                        {"layout": "person", "path": "131016/person.csv", "records": 3},
                        {"layout": "household", "path": "131016/household.csv"},
                    ],
                },
                {
                    "business": "seal_registration",
                    "from": "b",
                    "to": "c",
                    "files": [{"layout": "registration", "path": "131016/seal.csv"}],
                },
            ],
        },
        {
            "code": "131024",
            "name": "あおば町",
            "businesses": [
                {
                    "business": "resident_register",
                    "from": "a",
                    "to": "c",
                    "files": [{"layout": "person", "path": "131024/person.csv"}],
                },
                {
                    "business": "light_vehicle_tax",
                    "from": "a",
                    "to": "c",
                    "files": [{"layout": "vehicle", "path": "131024/vehicle.csv"}],
                },
            ],
        },
    ],
}

TOOL = {"name": "chukan", "version": "0.1.0", "python": "3.11.0"}


def businesses(project: Mapping[str, object], town: int) -> list[dict[str, object]]:
    """Return the businesses of the n-th municipality, to be changed by a test."""
    return project["municipalities"][town]["businesses"]  # type: ignore[index, no-any-return]


@dataclass
class Case:
    """A project on disk with its files, and the verification that belongs to it."""

    folder: Path
    project: Project
    verification: Verification

    @property
    def verification_folder(self) -> Path:
        return self.folder / "verification"

    def with_counts(self, path: str, *counts: Count, not_run: Sequence[NotRun] = (), **more: object) -> Case:
        """Return the same case with findings in one file."""
        files = []
        for f in self.verification.files:
            if f.path == path:
                f = replace(  # noqa: PLW2901 - the next one goes on from it
                    f,
                    counts=counts,
                    not_run=tuple(not_run),
                    verdict=verdict_of(counts, tuple(not_run)),
                    **more,  # type: ignore[arg-type]
                )
            files.append(f)
        return replace_verification(self, files)

    def of_files(self, *paths: str) -> Case:
        """Return the same case where only some files were verified."""
        return replace_verification(self, [f for f in self.verification.files if f.path in paths])

    def save(self) -> Case:
        """Write `verification.json`, and a finding for each that it counts."""
        self.verification_folder.mkdir(exist_ok=True)
        findings = [
            Finding(
                f.municipality,
                f.business,
                f.layout.layout or "",
                f.path,
                None,
                None,
                c.item,
                c.rule,
                c.severity,
                "",
                "",
            )
            for f in self.verification.files
            for c in f.counts
            for _ in range(min(c.count, self.verification.sample_limit))
        ]
        digest = write_findings(self.verification_folder, findings)
        text = to_json(self.verification, beside=digest)
        (self.verification_folder / FILE_NAME).write_text(text, encoding="utf-8", newline="\n")
        return self


def replace_verification(case: Case, files: Sequence[FileResult], **more: object) -> Case:
    """Return the same case with other files in its verification; deliveries, totals and verdict follow."""
    deliveries = []
    for d in case.verification.deliveries:
        own = [f.verdict for f in files if (f.municipality, f.business) == (d.municipality, d.business)]
        deliveries.append(replace(d, verdict=worst(own) if own or d.method == "layout" else None))
    verdicts = [f.verdict for f in files] + [d.verdict for d in deliveries if d.verdict is not None]
    verification = replace(
        case.verification,
        files=tuple(files),
        deliveries=tuple(deliveries),
        totals=_totals(files),
        verdict=worst(verdicts),
        **more,  # type: ignore[arg-type]
    )
    return replace(case, verification=verification)


@dataclass
class Maker:
    """Makes cases in a folder."""

    folder: Path
    contents: dict[str, bytes] = field(default_factory=dict)

    def __call__(self, project: Mapping[str, object] = PROJECT, *, records: int = 3) -> Case:
        path = self.folder / "project.yaml"
        path.write_text(yaml.safe_dump(dict(project), allow_unicode=True, sort_keys=False), encoding="utf-8")
        opened = Project(path)
        job = opened.job(waived=False)
        files = []
        for target in job.targets:
            content = self.contents.get(target.shown, f"{target.shown}の中身\r\n".encode("cp932"))
            target.path.parent.mkdir(parents=True, exist_ok=True)
            target.path.write_bytes(content)
            files.append(
                FileResult(
                    municipality=target.municipality,
                    municipality_name=target.municipality_name,
                    business=target.layout.business,
                    business_name=target.layout.business_name,
                    layout=LayoutRef.of(target.layout),
                    path=target.shown,
                    sha256=hashlib.sha256(content).hexdigest(),
                    bytes=len(content),
                    encoding="cp932",
                    encoding_reason="移行条件",
                    newline="crlf",
                    records=Records(records, 0, records),
                    account={},
                    verdict="pass",
                    agreement=target.agreement.model_dump(mode="json", exclude_unset=True),
                    from_vendor=target.from_vendor,
                    to_vendor=target.to_vendor,
                    expected_records=target.expected_records,
                )
            )
        weights = layout_weights(job.targets, job.local_rules)
        verification = Verification(
            schema_version=SCHEMA_VERSION,
            tool=TOOL,
            layout=files[0].layout if files else _NO_LAYOUT,
            agreement=job.agreement.model_dump(mode="json", exclude_unset=True),
            as_of="2026-11-23",
            started="2026-11-23T10:00:00+09:00",
            finished="2026-11-23T10:00:05+09:00",
            files=(),
            totals=_totals([]),
            verdict="pass",
            rules=tuple(RuleRun(r.id, r.title, weights.get(r.id, r.severity), "ran") for r in of_a_verification()),
            deliveries=tuple(job.deliveries),
            group=job.group,
            project_sha256=opened.sha256,
        )
        return replace_verification(Case(self.folder, opened, verification), files)


_NO_LAYOUT = LayoutRef("mic", "2.7", None, None, "reference", "0" * 64)


def _totals(files: Sequence[FileResult]) -> Totals:
    records = Records(
        sum(f.records.read for f in files), sum(f.records.rejected for f in files), sum(f.records.total for f in files)
    )
    return Totals(
        files=len(files),
        bytes=sum(f.bytes for f in files),
        records=records,
        errors=sum(f.number(Severity.ERROR) for f in files),
        warnings=sum(f.number(Severity.WARNING) for f in files),
        infos=sum(f.number(Severity.INFO) for f in files),
        waived=sum(c.waived for f in files for c in f.counts),
    )


@pytest.fixture(autouse=True)
def _no_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing takes most of the time; one test does it."""
    monkeypatch.setattr("chukan.evidence.papers.make.png", lambda _: None)


@pytest.fixture
def make(tmp_path: Path) -> Maker:
    """Make a project with its files and a verification in which all is well."""
    return Maker(tmp_path)


@pytest.fixture
def project() -> dict[str, object]:
    """Return a project's data, to be changed."""
    import copy

    return copy.deepcopy(PROJECT)


def as_case(made: Any) -> PaperCase:
    v = made.verification
    judgement = judge(made.project, made.project.job(waived=False), v)
    return PaperCase(made.project, v, "e" * 64, judgement, make_checklist(made.project.file, judgement), summarise(v))


def text_of(data: bytes) -> str:
    """Everything that a paper says, headers and footers too."""
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        parts = [z.read(n).decode("utf-8") for n in z.namelist() if n.endswith(".xml") and "docProps" not in n]
    return re.sub(r"<w:br/>|</w:p>|</t>|</si>|</c>", "\n", "\n".join(parts)).replace("</w:t></w:r><w:r>", "")


def plain(data: bytes) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", text_of(data)))


def papers(made: Any, templates: Path | None = None) -> dict[str, str]:
    return {name: plain(data) for name, data in make_papers(as_case(made), Templates(templates)).items()}


def cells(data: bytes) -> list[list[list[str]]]:
    """Every table of a Word document."""
    return [[[c.text for c in row.cells] for row in table.rows] for table in docx.Document(io.BytesIO(data)).tables]


def filled(make: Any, path: Path) -> Any:
    return openpyxl.load_workbook(io.BytesIO(fill_workbook(path, TARGETS, contents.targets(as_case(make()))))).active
