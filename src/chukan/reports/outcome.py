"""What came of a check: a verification with its findings, to look at, to compute with, to write."""

from __future__ import annotations

import shutil
import weakref
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from chukan.output.folder import whole_folder
from chukan.reports.findings import findings_table
from chukan.reports.html import to_html
from chukan.reports.kept import must_not_lose_decisions
from chukan.reports.rejected import RejectedFiles
from chukan.reports.write import SOMETIMES, earlier_results, write_reports
from chukan.scratch import close_to_others, private_folder
from chukan.verification.decisions.ledger import NO_LEDGER, Ledger
from chukan.verification.job import Job, Options
from chukan.verification.journal.journal import JournalUse
from chukan.verification.result import Finding, Verification
from chukan.verification.run import RunResult, run
from chukan.verification.verdict import VERDICT_JA, Verdict

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 12
"""Kinds of findings that a notebook shows."""


class Outcome(RunResult):
    """A verification, and the findings that its samples keep.

    Attributes:
        verification: exact counts, verdict, account of every byte and record.
        findings: a bounded sample, at most `limit` for each rule, item and file; values are masked unless asked for.

    Examples:
        >>> import chukan
        >>> outcome = chukan.check("person.csv", "resident_register/person", agreement={"encoding": "utf-8"})
        >>> outcome
        <Outcome fail: 1 error, 1 warning, 0 infos in 1 file, 15 records>
        >>> [finding.rule for finding in outcome.findings if finding.severity == "error"]
        ['F03']
        >>> outcome.to_pandas()["rule"].nunique()
        2
        >>> outcome.write("results").name
        'results'
    """

    def __init__(
        self,
        verification: Verification,
        findings: list[Finding],
        *,
        ledger: Ledger = NO_LEDGER,
        journal_use: JournalUse | None = None,
        rejected_folder: Path | None = None,
    ) -> None:
        super().__init__(verification, findings, ledger, journal_use or JournalUse())
        self._rejected_folder = rejected_folder

    @property
    def verdict(self) -> Verdict:
        """``pass``, ``pass_with_waivers``, ``fail`` or ``not_checked``."""
        return self.verification.verdict

    def __repr__(self) -> str:
        t = self.verification.totals
        counts = ", ".join(
            _counted(n, word) for n, word in ((t.errors, "error"), (t.warnings, "warning"), (t.infos, "info"))
        )
        return (
            f"<Outcome {self.verdict}: {counts} in {_counted(t.files, 'file')}, {_counted(t.records.total, 'record')}>"
        )

    def _repr_html_(self) -> str:
        """Return the verdict and the most frequent kinds of findings, for a notebook."""
        v = self.verification
        kinds = sorted((c for f in v.files for c in f.counts), key=lambda c: (-c.severity.weight, -c.count))
        rows = "".join(
            f"<tr><td>{escape(c.rule)}</td><td>{c.severity.ja}</td><td>{escape(c.item or '')}</td>"
            f"<td style='text-align:right'>{c.count:,}</td></tr>"
            for c in kinds[:SHOWN]
        )
        more = f"<p>ほかに {len(kinds) - SHOWN} 種類</p>" if len(kinds) > SHOWN else ""
        t = v.totals
        head = (
            f"<p><b>判定: {VERDICT_JA[v.verdict]}</b>（エラー {t.errors:,} 件・警告 {t.warnings:,} 件・情報 {t.infos:,} 件、"
            f"{t.files} ファイル {t.records.total:,} 件）</p>"
        )
        table = (
            f"<table><tr><th>検査項目</th><th>重大度</th><th>項目</th><th>件数</th></tr>{rows}</table>" if rows else ""
        )
        return f"{head}{table}{more}<p>{escape(v.layout.statement)}</p>"

    def to_pandas(self) -> pd.DataFrame:
        """Return the findings as a table.

        Returns:
            One row a finding, the columns of ``findings.parquet`` as Arrow types: ``record`` and ``line`` are int64,
            ``waived`` is a bool, all others strings. Waived findings are among them.
        """
        import pandas as pd

        frame: pd.DataFrame = findings_table(self.findings).to_pandas(types_mapper=pd.ArrowDtype)
        return frame

    def to_html(self) -> str:
        """Return the page ``report.html``: one self-contained document in Japanese."""
        return to_html(self.verification, self.findings)

    def write(
        self,
        folder: str | Path,
        *,
        junit: bool = False,
        formats: Sequence[str] = (),
        waiver_draft: bool = False,
    ) -> Path:
        """Leave in a folder what `chukan check --out` and `chukan verify --out` leave: whole, or not at all.

        Args:
            folder: made where it is missing; files of an earlier outcome in it are replaced.
            junit: also ``junit.xml``; the same as ``junit`` among the formats.
            formats: further views for programs: ``junit``, ``sarif``, ``jsonl``, ``markdown``.
            waiver_draft: also ``waivers_draft.xlsx``, a draft of the waiver sheet.

        Returns:
            The folder.

        Raises:
            UsageError: there is no such format.
            OutputError: the folder can't be written, or its sheet has decisions that were not taken in.
        """
        formats = (*formats, "junit") if junit else formats
        must_not_lose_decisions(Path(folder), self.ledger.decisions)
        with whole_folder(Path(folder), sometimes=SOMETIMES, known=earlier_results(Path(folder))) as beside:
            self._write_into(beside, formats=formats, waiver_draft=waiver_draft)
            if self._rejected_folder is not None:
                shutil.copytree(self._rejected_folder, beside, dirs_exist_ok=True)
        return Path(folder)

    def _write_into(self, folder: Path, *, formats: Sequence[str], waiver_draft: bool, base: str = "") -> None:
        write_reports(folder, self.verification, self.findings, formats=formats, base=base, ledger=self.ledger)
        if waiver_draft:
            from chukan.project.waiver_draft import write_draft

            write_draft(folder / "waivers_draft.xlsx", self.verification)
        if self.verification.values_shown:
            close_to_others(folder)


def run_job(job: Job, options: Options) -> Outcome:
    """Run a job and keep what `Outcome.write` needs.

    Records that can't be read are kept byte for byte in a private temporary folder, which goes away with the outcome.

    Raises:
        InputError: the job is one file by itself, and it could not be read.
    """
    folder = private_folder("chukan-rejected")
    try:
        with RejectedFiles(folder, job.targets, single=not job.across) as rejected:
            result = run(job, options, reject=rejected)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    if not any(folder.iterdir()):
        folder.rmdir()
        return Outcome(result.verification, result.findings, ledger=result.ledger, journal_use=result.journal_use)
    outcome = Outcome(
        result.verification,
        result.findings,
        ledger=result.ledger,
        journal_use=result.journal_use,
        rejected_folder=folder,
    )
    weakref.finalize(outcome, shutil.rmtree, folder, ignore_errors=True)
    return outcome


def run_job_into(
    folder: Path,
    job: Job,
    options: Options,
    *,
    formats: Sequence[str] = (),
    base: str = "",
    waiver_draft: bool = False,
) -> Outcome:
    """Run a job and leave its outcome in a folder, whole or not at all.

    Unlike `run_job` and `Outcome.write` it finds out before the run whether the folder can be written, and keeps
    nothing outside of it.

    Args:
        folder: where the files of the contract are left.
        formats: further views for programs; see `Outcome.write`.
        base: what they put before the paths of files; see `chukan.reports.formats.view.View`.
        waiver_draft: also ``waivers_draft.xlsx``.

    Raises:
        InputError: the job is one file by itself, and it could not be read.
        OutputError: the folder can't be written, or its sheet has decisions that were not taken in.
    """
    inputs = [target.path for target in job.targets]
    must_not_lose_decisions(folder, job.decisions)
    with whole_folder(folder, sometimes=SOMETIMES, known=earlier_results(folder), inputs=inputs) as beside:
        with RejectedFiles(beside, job.targets, single=not job.across) as rejected:
            result = run(job, options, reject=rejected)
        outcome = Outcome(result.verification, result.findings, ledger=result.ledger, journal_use=result.journal_use)
        outcome._write_into(beside, formats=formats, base=base, waiver_draft=waiver_draft)  # noqa: SLF001 - of this module
    return outcome


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
