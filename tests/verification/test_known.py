"""A file whose findings are known is read for its key columns and its rejected records, and must be the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
from tests.conftest import FIXTURES
from tests.verification.conftest import AS_OF, BAD_SEX, GOOD

from chukan.agreement import load_agreement
from chukan.errors import InputError
from chukan.intake.reader import open_file
from chukan.layouts.library import Library
from chukan.severity import Severities
from chukan.verification.examine import Picker
from chukan.verification.file import FileCheck, FileOutcome
from chukan.verification.job import Options, Target
from chukan.verification.known import KnownFile, SettledFile
from chukan.verification.progress import FileProgress, Follower

OPTIONS = Options(as_of=AS_OF, jobs=1, block_size=64)


class Kept:
    """Keeps what is spilled."""

    def __init__(self) -> None:
        self.rows: list[object] = []

    def write(self, table: pa.RecordBatch, records: pa.Array, lines: pa.Array, columns: Sequence[str]) -> None:
        """Append it."""
        self.rows += [table.to_pylist(), records.to_pylist(), lines.to_pylist(), list(columns)]

    def close(self) -> None:
        """Do nothing."""


@pytest.fixture
def checked(file: Callable[..., Path], target: Callable[..., Target]) -> tuple[FileOutcome, Kept, list[bytes]]:
    """Check a file of several blocks, one record of which can't be read."""
    kept, rejected = Kept(), list[bytes]()
    one = target(file(GOOD, BAD_SEX, "0003", *[GOOD] * 5))
    check = FileCheck(
        one,
        OPTIONS,
        severities=Severities(),
        sink=kept,
        spilled=("番号", "性別"),
        reject=lambda r: rejected.append(r.raw),
    )
    for block in check.blocks():
        check.take(check.examine(block, check.state()))
    return check.outcome(), kept, rejected


def test_it_leaves_what_a_check_leaves(checked: tuple[FileOutcome, Kept, list[bytes]]) -> None:
    outcome, kept, rejected = checked
    again, told, seen = Kept(), list[bytes](), list[int]()
    follower = Follower([1], follow=lambda step: seen.append(step.records))
    known = KnownFile(
        outcome,
        OPTIONS,
        sink=again,
        spilled=("番号", "性別"),
        reject=lambda r: told.append(r.raw),
        progress=follower.begins(0, "people.csv"),
    )

    for block in known.blocks():
        known.take(known.examine(block, known.state()))

    assert known.outcome() is outcome
    assert again.rows == kept.rows
    assert told == rejected == [b"0003"]
    assert seen[-1] == outcome.account["total_records"] == 8


def test_another_file_in_its_place_is_told(checked: tuple[FileOutcome, Kept, list[bytes]]) -> None:
    outcome = replace(checked[0], sha256="0" * 64)
    known = KnownFile(outcome, OPTIONS, sink=Kept(), spilled=(), reject=None, progress=FileProgress())
    assert list(known.blocks())

    with pytest.raises(InputError, match="書き換えられました"):
        known.outcome()


def test_one_of_which_nothing_is_needed_is_not_read(checked: tuple[FileOutcome, Kept, list[bytes]]) -> None:
    settled = SettledFile(checked[0])

    assert list(settled.blocks()) == []
    assert settled.outcome() is checked[0]


@pytest.mark.parametrize("name", sorted(path.name for path in (FIXTURES / "bad").iterdir()))
@pytest.mark.parametrize("block_size", [200, 1 << 20])
def test_some_columns_are_read_as_all_are(library: Library, name: str, block_size: int) -> None:
    layout = library.layout("resident_register/household")
    agreed = "fixed" if name.startswith("fixed") else "utf8" if name in ("utf16.csv", "bom.csv") else "cp932"
    agreement = load_agreement(FIXTURES / "agreements" / f"{agreed}.yaml")

    def picked(*, only: bool) -> list[list[object]]:
        reader = open_file(FIXTURES / "bad" / name, layout, agreement, block_size=block_size)
        wanted = tuple(item for item in layout.names[::2] if item in reader.facts.columns)
        picker = Picker(reader.plan.only(wanted) if only else reader.plan, wanted)
        found = [picker(block, frozenset()) for block in reader.blocks()]
        return [[f.index, f.spilled.to_pylist(), f.records.to_pylist(), f.lines.to_pylist(), f.rejected] for f in found]

    try:
        whole = picked(only=False)
    except InputError as e:
        with pytest.raises(InputError, match=re.escape(e.message)):
            picked(only=True)
    else:
        assert picked(only=True) == whole
