"""Holding what a split wrote against its source: counted from the new files, not from what was meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from chukan.agreement import Agreement
from chukan.errors import Bug
from chukan.intake.reader import open_file
from chukan.layouts.model import Layout
from chukan.reduction.report.report import SplitFile
from chukan.reduction.split.numbers import count_numbers
from chukan.verification.amounts import Amounts


@dataclass(frozen=True)
class CountedFile:
    """A written file, read again."""

    records: int
    rejected: int
    totals: dict[str, int]
    secrets: int
    numbers: dict[str, int]


def count(
    path: Path, layout: Layout, agreement: Agreement, secret: Sequence[str], *, archived: bool = False
) -> CountedFile:
    """Count what is in a written file.

    Args:
        secret: its 個人番号 columns; the values left in them are counted.
        archived: whether other text is searched for 個人番号 as well.
    """
    reader = open_file(path, layout, agreement)
    amounts = Amounts.of(layout)
    secrets = 0
    numbers: dict[str, int] = {}
    for batch in reader:
        amounts.add(batch.table)
        if archived:
            for item, hits in count_numbers(batch.table, secret).items():
                numbers[item] = numbers.get(item, 0) + hits
        for name in secret:
            if name in batch.table.schema.names:
                secrets += sum(
                    bool((v or "").strip())
                    for v in batch.table.column(batch.table.schema.names.index(name)).unique().to_pylist()
                )
    reader.account.check()
    return CountedFile(
        reader.account.read_records,
        reader.account.rejected_records,
        dict(sorted(amounts.sums.items())),
        secrets,
        numbers,
    )


def check(s: SplitFile, meant: int, meant_archive: int, lost: int, *, blanks: bool) -> None:
    """Raise Bug unless source = migrate + archive + rejected, holds in bytes, records and control totals.

    Args:
        s: The split of one file.
        meant: Records that should be in the part that migrates.
        meant_archive: Records that should be in the archive.
        lost: Records of the written parts that could not be read back.
        blanks: True when 個人番号 is emptied in the archive.

    Raises:
        Bug: The sums differ.
    """
    size = s.migrate_bytes + s.archive_bytes - s.copied_bytes + s.blanked_bytes + s.rejected_bytes
    records = s.migrate_records + s.archive_records + s.rejected_records
    totals = {k: s.migrate_totals.get(k, 0) + s.archive_totals.get(k, 0) for k in s.source_totals}
    wrong = [
        name
        for name, right in (
            ("バイト数", size == s.source_bytes),
            ("件数", records == s.source_records and not lost),
            ("書いた件数", (meant, meant_archive) == (s.migrate_records, s.archive_records)),
            ("合計", totals == s.source_totals),
            ("個人番号", not (blanks and s.my_number_left)),
        )
        if not right
    ]
    if wrong:
        raise Bug(f"分割の{'・'.join(wrong)}が合いません", hint="出力は残していません。開発元に知らせてください。")
