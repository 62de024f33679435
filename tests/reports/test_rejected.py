"""Records that could not be read, byte for byte, for their owner only."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.verification.conftest import layout, target

from chukan.intake.batch import Rejected
from chukan.reports.rejected import RejectedFiles
from chukan.verification.job import Target

__all__ = ["layout", "target"]  # fixtures


def rejected(raw: bytes, newline: bytes = b"\r\n") -> Rejected:
    return Rejected(record=1, line=1, offset=0, raw=raw, newline=newline)


@pytest.fixture
def two(target: Callable[..., Target], tmp_path: Path) -> list[Target]:
    return [target(tmp_path / name, municipality=town) for name, town in (("a.csv", "131016"), ("b.csv", "13/1"))]


def test_of_a_check_one_file_that_only_its_owner_reads(two: list[Target], tmp_path: Path) -> None:
    with RejectedFiles(tmp_path, two[:1], single=True) as files:
        files(two[0], rejected(b"\x93,\x00"))
        files(two[0], rejected(b"x", b"\n"))

    path = tmp_path / "rejected.csv"
    assert path.read_bytes() == b"\x93,\x00\r\nx\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_of_a_project_one_file_a_delivered_file(two: list[Target], tmp_path: Path) -> None:
    with RejectedFiles(tmp_path, two, single=False) as files:
        files(two[1], rejected(b"b1"))
        files(two[0], rejected(b"a1"))
        files(two[1], rejected(b"b2"))

    found = {path.name: path.read_bytes() for path in (tmp_path / "rejected").iterdir()}
    assert found == {"001_131016_b_s.csv": b"a1\r\n", "002_13_1_b_s.csv": b"b1\r\nb2\r\n"}


def test_nothing_rejected_leaves_nothing(two: list[Target], tmp_path: Path) -> None:
    with RejectedFiles(tmp_path, two, single=False):
        pass

    assert list(tmp_path.iterdir()) == []
