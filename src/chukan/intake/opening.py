"""What is settled before the first record is read."""

from __future__ import annotations

from dataclasses import dataclass

from chukan.intake.agreement import Agreement
from chukan.intake.batch import Anomaly, FileFacts, Plan, Summary
from chukan.intake.choice import Choice
from chukan.intake.cut import Finder, Start, Typing


@dataclass(frozen=True)
class Opening:
    """How one file is cut and parsed, and what its beginning already told."""

    plan: Plan
    find: Finder
    start: Start
    facts: FileFacts
    bom: int
    """Bytes of the byte order mark."""
    prologue: Summary
    """The bytes before the first record, for the account."""
    anomalies: tuple[Anomaly, ...] = ()
    transcode: str | None = None
    """The encoding to decode from before anything is cut."""
    typing: Typing | None = None


def facts_of(
    choice: Choice, agreement: Agreement, *, form: str, newline: str, delimiter: str | None, header: bool,
    columns: tuple[str, ...], missing: tuple[str, ...] = (), extra: tuple[str, ...] = (), dates: str | None,
    quoting: str | None = None, record_length: int | None = None,
) -> FileFacts:  # fmt: skip
    """The facts of a file; what the agreement leaves open is named as undecided."""
    undecided = agreement.model_copy(update={"format": form}).undecided
    undecided = undecided if agreement.format else ("format", *undecided)
    return FileFacts(
        encoding=choice.encoding, encoding_confidence=choice.confidence, encoding_reason=choice.reason,
        newline=newline, delimiter=delimiter, header=header, columns=columns, missing=missing, extra=extra,
        dates=agreement.dates or dates or "yyyymmdd", undecided=undecided, format=form, bom=choice.bom > 0,
        quoting=quoting, record_length=record_length,
    )  # fmt: skip
