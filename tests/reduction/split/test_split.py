"""The split of files that are not as they should be: nothing lost, nothing changed, or nothing written."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from chukan.errors import Bug, ProjectError
from chukan.reduction.report.report import SplitFile
from chukan.reduction.split.split import _Cursor, _safe_name

ISSUED = "resident_register/issuance"
OLD, NEW = "20100401", "20250401"


@pytest.fixture
def issuing(town: Any) -> Any:
    """Return a town that keeps 交付履歴 for five years, and whose files have two columns."""
    town.decide(JK04={"years": 5, "name": "文書管理規程"})
    return town


def split(town: Any, data: bytes, **agreed: Any) -> tuple[SplitFile, dict[str, bytes]]:
    """Return the line of a file with these bytes, and what was written of it."""
    path = town.put(ISSUED, data, "f.csv")
    town.agreement |= agreed
    out = town.folder / "out"
    (line,) = town.reduce(split=out).split.files
    files = {kind: out / kind / path.name for kind in ("migrate", "archive", "rejected")}
    return line, {kind: file.read_bytes() for kind, file in files.items() if file.exists()}


HEAD = "宛名番号,交付年月日\r\n".encode("cp932")


@pytest.mark.parametrize(
    ("body", "migrate", "archive", "rejected"),
    [
        pytest.param(
            b"1,20100401\r\n2,20250401\n3,20100401\r\n",
            b"2,20250401\n",
            b"1,20100401\r\n3,20100401\r\n",
            b"",
            id="mixed newlines",
        ),
        pytest.param(b"1,20100401\r\n\x1a", b"\x1a", b"1,20100401\r\n\x1a", b"", id="end mark"),
        pytest.param(b"1,20100401\r\n2,20250401", b"2,20250401", b"1,20100401\r\n", b"", id="no final newline, stays"),
        pytest.param(b"1,20250401\r\n2,20100401", b"1,20250401\r\n", b"2,20100401", b"", id="no final newline, goes"),
        pytest.param(
            b"1,20100401\r\n\r\n2,20100401\r\n\r\n", b"\r\n\r\n", b"1,20100401\r\n2,20100401\r\n", b"", id="blank lines"
        ),
        pytest.param(
            b"1,20100401,x\r\n2,20100401\r\n", b"", b"2,20100401\r\n", b"1,20100401,x\r\n", id="too many fields"
        ),
        pytest.param(
            b'"1","20100401"\r\n2,"20250401"\r\n',
            b'2,"20250401"\r\n',
            b'"1","20100401"\r\n',
            b"",
            id="quotes as they are",
        ),
        pytest.param(
            b"\x81,20100401\r\n2,20100401\r\n",
            b"",
            b"\x81,20100401\r\n2,20100401\r\n",
            b"",
            id="bytes that are no text",
        ),
        pytest.param(b"1,\x81\r\n2,20100401\r\n", b"1,\x81\r\n", b"2,20100401\r\n", b"", id="a damaged date"),
        pytest.param(b"", b"", None, b"", id="header only"),
        pytest.param(b"1,20100401\r\n", b"", b"1,20100401\r\n", b"", id="all of it"),
    ],
)
def test_odd_files(issuing: Any, body: bytes, migrate: bytes, archive: bytes | None, rejected: bytes) -> None:
    line, written = split(issuing, HEAD + body, newline=None)

    assert written["migrate"] == HEAD + migrate
    assert written.get("archive") == (None if archive is None else HEAD + archive)
    assert written.get("rejected", b"") == rejected
    assert line.migrate_bytes + line.archive_bytes - line.copied_bytes + line.rejected_bytes == len(HEAD + body)
    assert line.migrate_sha256 == hashlib.sha256(written["migrate"]).hexdigest()


@pytest.mark.skipif(sys.platform == "win32", reason="rights of another kind")
def test_records_of_residents_are_their_owner_s(issuing: Any) -> None:
    split(issuing, HEAD + b"1,20100401\r\n2,20250401\r\n")

    files = [p for kind in ("migrate", "archive") for p in (issuing.folder / "out" / kind).iterdir()]
    assert len(files) >= 2
    assert {p.stat().st_mode & 0o777 for p in files if p.name == "f.csv"} == {0o600}


def test_skipped_lines_go_with_both(issuing: Any) -> None:
    first, last = "出力 2026-11-01\r\n".encode("cp932"), b"END,3\r\n"

    _, written = split(issuing, first + HEAD + b"1,20100401\r\n2,20250401\r\n" + last, skip={"first": 1, "last": 1})

    assert written["migrate"] == first + HEAD + b"2,20250401\r\n" + last
    assert written["archive"] == first + HEAD + b"1,20100401\r\n" + last


def test_an_unclosed_quote_holds_no_record_back_unseen(issuing: Any) -> None:
    body = b'1,20100401\r\n2,"20250401\r\n3,20100401\r\n'

    line, written = split(issuing, HEAD + body)

    assert line.source_records == line.migrate_records + line.archive_records + line.rejected_records
    total = sum(len(data) for data in written.values()) - line.copied_bytes
    assert total == len(HEAD + body)


def test_totals_are_counted_from_what_was_written(town: Any) -> None:
    rows = [
        {
            "年度": "2015",
            "調定番号": str(n),
            "収入年月日": "20160410",
            "収入未済額": "0" if n % 2 else "5",
            "調定額": str(100 + n),
        }
        for n in range(6)
    ]
    town.put("financial_accounting/revenue", rows)
    town.decide(ZK02={"years": 5, "name": "財務規則"})

    (line,) = town.reduce(split=town.folder / "out").split.files

    amounts = {k: (line.source_totals[k], line.migrate_totals[k], line.archive_totals[k]) for k in line.source_totals}
    assert (line.migrate_records, line.archive_records) == (3, 3)
    assert all(source == migrate + archive for source, migrate, archive in amounts.values())
    assert any(archive for _, _, archive in amounts.values())


def test_two_files_that_would_have_one_name(issuing: Any) -> None:
    import gzip

    issuing.agreement["header"] = False
    names = issuing.layout(ISSUED).names
    data = [f"{n},,,{OLD}".encode().ljust(6) + b"," * (len(names) - 4) + b"\r\n" for n in (1, 2)]
    issuing.put(ISSUED, gzip.compress(data[0]), "f.csv.gz")
    issuing.put(ISSUED, data[1], "f.csv")

    lines = issuing.reduce(split=issuing.folder / "out").split.files

    written = [(issuing.folder / "out" / line.archive).read_bytes() for line in lines]
    assert written == data
    assert len({line.archive for line in lines}) == 2


def test_a_file_that_changes_between_is_refused(issuing: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path = issuing.put(ISSUED, HEAD + b"1,20100401\r\n", "f.csv")

    def change(*_: Any) -> None:
        path.write_bytes(HEAD + b"1,20250401\r\n")

    monkeypatch.setattr("chukan.reduction.town.check_my_number", change)

    with pytest.raises(ProjectError, match="ファイルが変わりました"):
        issuing.reduce(split=issuing.folder / "out")


def test_a_split_that_does_not_add_up_is_a_bug(issuing: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chukan.reduction.split.split._Output.write", lambda self, data: _lossy(self, bytes(data)))

    with pytest.raises(Bug, match="合いません"):
        split(issuing, HEAD + b"1,20100401\r\n2,20250401\r\n3,20250401\r\n")


def _lossy(output: Any, data: bytes) -> None:
    """Write all but the last of the records."""
    output.path.parent.mkdir(parents=True, exist_ok=True)
    with output.path.open("ab") as f:
        f.write(data if data == HEAD else b"")
    output._file = output._file or output.path.open("ab")
    output.size += len(data)


def test_an_empty_file_stays_one(issuing: Any) -> None:
    line, written = split(issuing, b"")

    assert (line.source_records, line.archive, written) == (0, "", {"migrate": b""})


def test_numbers_are_taken_a_block_at_a_time() -> None:
    cursor = _Cursor(iter([(1, 4), (5, 9), (12,)]))

    assert cursor.upto(4).tolist() == [1, 4]
    assert cursor.upto(8).tolist() == [5]
    assert cursor.upto(20).tolist() == [9, 12]
    assert cursor.upto(30).dtype == np.int64
    assert cursor.digest.hexdigest() == hashlib.sha256(b"1\n4\n5\n9\n12\n").hexdigest()


@pytest.mark.parametrize(
    ("shown", "expected"),
    [("a/b.csv", "a/b.csv"), ("../x/b.csv", "x/b.csv"), ("/abs/b.csv.gz", "abs/b.csv"), ("C:\\d\\b.csv", "C_/d/b.csv")],
)
def test_names_stay_below_the_folder(tmp_path: Path, shown: str, expected: str) -> None:
    assert _safe_name(shown, tmp_path) == expected
