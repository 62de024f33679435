"""What is settled before the first record is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from chukan.agreement import Agreement
from chukan.intake.batch import Account, Anomaly, FileFacts, Summary
from chukan.intake.encoding.choice import Choice
from chukan.intake.encoding.decode import WIDE
from chukan.intake.encoding.respelling import Respelling
from chukan.intake.parsing.spreadsheet import SpreadsheetTraces
from chukan.intake.parsing.trailer import Trailers
from chukan.intake.records.block import Plan
from chukan.intake.records.cut import Finder, Start
from chukan.intake.records.headers import RepeatedHeader
from chukan.intake.records.kinds import RecordTyping
from chukan.intake.records.lines import newlines, physical


@dataclass(frozen=True)
class Opening:
    """How one file is cut and parsed, and what its beginning already told.

    Attributes:
        bom: Bytes of the byte order mark.
        prologue: The bytes before the first record, for the account.
        transcode: The encoding to decode from before anything is cut.
        typing: Tells control records from data.
        header: Finds the header where it occurs again.
    """

    plan: Plan
    find: Finder
    start: Start
    facts: FileFacts
    bom: int
    prologue: Summary
    anomalies: tuple[Anomaly, ...] = ()
    respelling: Respelling = field(default_factory=Respelling)
    """What is respelled then."""
    transcode: str | None = None
    """The encoding to decode from before anything is cut."""
    trailers: Trailers | None = None
    """Compares what trailers state."""
    traces: SpreadsheetTraces = field(default_factory=SpreadsheetTraces)
    """Says what a spreadsheet did."""
    is_part: bool = False
    """Another reading of the file reports what concerns the file as a whole."""
    typing: RecordTyping | None = None
    header: RepeatedHeader | None = None


def facts_of(
    choice: Choice,
    agreement: Agreement,
    *,
    form: str,
    newline: str,
    delimiter: str | None,
    header: bool,
    columns: tuple[str, ...],
    missing: tuple[str, ...] = (),
    extra: tuple[str, ...] = (),
    extra_shown: tuple[str, ...] = (),
    dates: str | None,
    quoting: str | None = None,
    record_length: int | None = None,
    skipped: int = 0,
    wrong_layout: str | None = None,
) -> FileFacts:
    """Return the facts of a file; what the agreement leaves open is named as undecided."""
    undecided = agreement.model_copy(update={"format": form}).undecided
    undecided = undecided if agreement.format else ("format", *undecided)
    return FileFacts(
        encoding=choice.encoding,
        encoding_confidence=choice.confidence,
        encoding_reason=choice.reason,
        newline=newline,
        delimiter=delimiter,
        header=header,
        columns=columns,
        missing=missing,
        extra=extra,
        extra_shown=extra_shown,
        dates=agreement.date_form or dates or "yyyymmdd",
        undecided=undecided,
        format=form,
        bom=choice.bom > 0,
        quoting=quoting,
        record_length=record_length,
        skipped=skipped,
        wrong_layout=wrong_layout,
    )


def prologue_of(
    prologue: bytes, choice: Choice, size: int, contents: Iterable[tuple[int, int]] = ()
) -> tuple[Summary, int]:
    """Return the bytes before the first record, for the account, and how many lines they are.

    Args:
        prologue: the bytes, as they are cut.
        choice: the encoding.
        size: how many bytes they are in the file.
        contents: where the contents of header and skipped records begin and end: newlines in them end nothing.
    """
    plain = bytearray(prologue)
    for start, end in contents:
        plain[start:end] = plain[start:end].replace(b"\r", b"_").replace(b"\n", b"_")
    view = np.frombuffer(plain, np.uint8)
    lines = physical(view, final=True)
    kinds = newlines(view, lines)
    unit = 2 if choice.encoding in WIDE else 1
    blank = [
        (number, end - start)
        for number, (start, end) in enumerate(zip(lines.starts.tolist(), lines.ends.tolist(), strict=True), 1)
        if not plain[start:end].strip(b" ")
    ]
    blanks = sum(size for _, size in blank)
    account = Account(bom_bytes=choice.bom, newline_bytes=unit * kinds.size, blank_bytes=unit * blanks)
    account.header_bytes = size - account.newline_bytes - account.blank_bytes
    account.total_bytes = choice.bom + size
    counts = {f"newline_{kind}": count for kind, count in kinds.counts.items() if kind != "none"}
    firsts = {f"newline_{kind}": 1 + line for kind, line in kinds.firsts.items() if kind != "none"}
    if blank:
        counts["blank_lines"], firsts["blank_lines"] = len(blank), blank[0][0]
    return Summary(account, (), counts, firsts), len(physical(np.frombuffer(prologue, np.uint8), final=True))
