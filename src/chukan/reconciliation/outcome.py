"""What came of a reconciliation: to look at, to compute with, to write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from chukan.output.earlier import earlier_results_of
from chukan.output.folder import whole_folder
from chukan.reconciliation.document import FILE_NAME, to_json
from chukan.reconciliation.job import ReconcileJob, ReconcileOptions
from chukan.reconciliation.run import ReconcileResult, run
from chukan.reconciliation.views.differences import differences_table, write_differences
from chukan.reports.kept import must_not_lose_decisions
from chukan.scratch import close_to_others
from chukan.verification.decisions.model import Decisions
from chukan.verification.verdict import Verdict

if TYPE_CHECKING:
    import pandas as pd

_PAGE, _WORKBOOK, _PAPER = "reconciliation.html", "reconciliation.xlsx", "突合結果報告書.docx"
FILES = (FILE_NAME, "differences.parquet", "differences.csv", _PAGE, _WORKBOOK, _PAPER)


class ReconcileOutcome(ReconcileResult):
    """A reconciliation, and the differences that its samples keep.

    Attributes:
        reconciliation: exact counts, verdict, what each rule of equality explained.
        differences: a bounded sample, at most `limit` for each rule, item and file; values are masked unless asked for.
    """

    @property
    def verdict(self) -> Verdict:
        """``pass``, ``pass_with_waivers``, ``fail`` or ``not_checked``."""
        return self.reconciliation.verdict

    def __repr__(self) -> str:
        r = self.reconciliation.records
        return (
            f"<ReconcileOutcome {self.verdict}: {r.same} same, {r.explained} explained, {r.different} different, "
            f"{r.only_delivered} only delivered, {r.only_loaded} only loaded>"
        )

    def to_pandas(self) -> pd.DataFrame:
        """Return the differences as a table: the columns of ``differences.parquet`` as Arrow types."""
        import pandas as pd

        frame: pd.DataFrame = differences_table(self.differences).to_pandas(types_mapper=pd.ArrowDtype)
        return frame

    def to_html(self) -> str:
        """Return the page ``reconciliation.html``: one self-contained document in Japanese."""
        from chukan.reconciliation.views.html import to_html

        return to_html(self)

    def write(self, folder: str | Path) -> Path:
        """Leave in a folder what `chukan reconcile --out` leaves: whole, or not at all.

        Args:
            folder: made where it is missing; files of an earlier reconciliation in it are replaced.

        Returns:
            The folder.

        Raises:
            OutputError: the folder can't be written, or its sheet has decisions that were not taken in.
        """
        folder = Path(folder)
        _must_not_lose(folder, self.ledger.decisions)
        with whole_folder(folder, known=_earlier(folder)) as beside:
            self._write_into(beside)
        return folder

    def _write_into(self, folder: Path) -> None:
        # what draws pages, sheets and papers takes longer to load than two small files to compare
        from chukan.reconciliation.views import excel, paper

        digest = write_differences(folder, self.differences)
        text = to_json(self.reconciliation, beside=digest)
        (folder / FILE_NAME).write_text(text, encoding="utf-8", newline="\n")
        (folder / _PAGE).write_text(self.to_html(), encoding="utf-8", newline="\n")
        excel.write_excel(folder / _WORKBOOK, self)
        (folder / _PAPER).write_bytes(paper.paper(self.reconciliation))
        if self.reconciliation.values_shown:
            close_to_others(folder)


def reconcile_job(job: ReconcileJob, options: ReconcileOptions) -> ReconcileOutcome:
    """Run a job.

    Args:
        job: what is compared.
        options: how.

    Raises:
        InputError: a side of a single pair can't be read.
        ProjectError: the rules of equality, or what they name, are wrong.
    """
    result = run(job, options)
    return ReconcileOutcome(result.reconciliation, result.differences, result.ledger)


def reconcile_job_into(folder: Path, job: ReconcileJob, options: ReconcileOptions) -> ReconcileOutcome:
    """Run a job and leave its outcome in a folder, whole or not at all; whether it can be written is known before the run.

    Args:
        folder: where the files of the contract are left.
        job: what is compared.
        options: how.

    Raises:
        InputError: a side of a single pair can't be read.
        OutputError: the folder can't be written, or its sheet has decisions that were not taken in.
        ProjectError: the rules of equality, or what they name, are wrong.
    """
    inputs = [spec.path for pair in job.pairs for spec in (pair.delivered, pair.loaded) if spec is not None]
    _must_not_lose(folder, job.decisions)
    with whole_folder(folder, known=_earlier(folder), inputs=inputs) as beside:
        outcome = reconcile_job(job, options)
        outcome._write_into(beside)  # noqa: SLF001 - of this module
    return outcome


def _must_not_lose(folder: Path, decisions: Decisions) -> None:
    must_not_lose_decisions(folder, decisions, sheet_file=_WORKBOOK, document=FILE_NAME)


def _earlier(folder: Path) -> Callable[[str], bool]:
    """Return what tells whether a file in the folder is a result of an earlier reconciliation."""
    return earlier_results_of(folder / FILE_NAME, lambda _: lambda path: path in FILES)
