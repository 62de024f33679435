"""Checking what is to be migrated, as `verify` does: leaving records out must not break what stays."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from chukan.intake.pinning import pinned
from chukan.reduction.classify.reading import ReadFile
from chukan.reduction.report.report import MigratedFile, Migration, SplitFile
from chukan.verification.document import to_json
from chukan.verification.job import Job, Options
from chukan.verification.run import run

FILE_NAME = "migrate_verification.json"


def verify_migrated(
    job: Job, files: Sequence[ReadFile], split: Sequence[SplitFile], folder: Path, options: Options
) -> Migration:
    """Check the files of ``migrate/`` under the project's rules, and leave the verification in the folder.

    The delivery note counts what was delivered: what is archived or could not be read is taken off it.

    Args:
        job: the project's, with its waivers.
        files: as they were read; in the order of the job's targets.
        split: what became of them.
        folder: holds ``migrate/``.
        options: of the verification.
    """
    by_source = {(s.municipality, s.business, s.layout, s.source): s for s in split}
    targets, expected = [], []
    for read in sorted(files, key=lambda f: f.index):
        target = read.target
        part = by_source[target.municipality, target.layout.business, target.layout.slug, target.shown]
        gone = part.archive_records + part.rejected_records
        expected.append(target.expected_records)
        targets.append(
            replace(
                target,
                path=folder / part.migrate,
                shown=part.migrate,
                agreement=pinned(target.agreement, read.facts),
                expected_records=None if target.expected_records is None else target.expected_records - gone,
                expected_totals={
                    item: total - part.archive_totals.get(item, 0) for item, total in target.expected_totals.items()
                },
            )
        )
    verification = run(replace(job, targets=targets, journal=None), options).verification
    document = to_json(verification).encode()
    (folder / FILE_NAME).write_bytes(document)
    lines = tuple(
        MigratedFile(
            municipality=f.municipality,
            business_name=f.business_name,
            layout_name=f.layout.name,
            path=f.path,
            verdict=f.verdict,
            errors=sum(c.count - c.waived for c in f.counts if c.severity == "error"),
            noted=note,
            records=f.records.total,
        )
        for f, note in zip(verification.files, expected, strict=True)
    )
    return Migration(
        verification.verdict, verification.totals.errors, lines, FILE_NAME, hashlib.sha256(document).hexdigest()
    )
