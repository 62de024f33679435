"""Within a memory limit, in a private folder; nothing is left, whatever happens."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from chukan.errors import Bug, ChukanError, OutputError
from chukan.expressions.session import Session, batch_connection
from chukan.integrity.spill import Spill

WIDE = "SELECT count(*) FROM (SELECT DISTINCT hash(i)::VARCHAR || i::VARCHAR FROM range({n}) t(i))"
#: Takes no memory, so that it ends for no other reason than being interrupted.
ENDLESS = "SELECT max(hash(i)) FROM range(1000000000000) t(i)"


def test_more_than_the_memory_holds_goes_to_the_folder_and_is_answered(tmp_path: Path) -> None:
    with Session(tmp_path, 40 << 20) as session:
        assert session.one(WIDE.format(n=1_000_000)) == 1_000_000


def test_nothing_outside_the_folder_is_in_reach(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.csv").write_text("秘密\n", encoding="utf-8")
    (tmp_path / "own").mkdir()
    with Session(tmp_path / "own", 64 << 20) as session, pytest.raises(Bug) as told:
        session.rows(f"SELECT * FROM read_csv('{(tmp_path / 'other' / 'a.csv').as_posix()}')")
    assert "秘密" not in str(told.value)


@pytest.mark.skipif(os.name == "nt", reason="folders have no such modes")
def test_the_folder_is_private_and_gone_after_an_error() -> None:
    spill = Spill()

    def fail() -> None:
        with spill:
            assert spill.folder.stat().st_mode & 0o777 == 0o700
            (spill.folder / "00000.parquet").touch()
            raise OutputError("x")

    with pytest.raises(ChukanError):
        fail()
    assert not spill.folder.exists()


def test_no_temporary_folder_at_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(OutputError, match="作業用の一時ファイルに書けません: ファイルかフォルダがありません"), Spill():
        pass


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C to a whole console")
def test_ctrl_c_while_the_database_works_leaves_nothing(tmp_path: Path) -> None:
    script = (
        "import signal\nfrom chukan.expressions.session import Session\nfrom chukan.integrity.spill import Spill\n"
        # whoever runs the tests in the background has it ignored, and a process inherits that
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "with Spill() as spill, Session(spill.folder, 40 << 20) as session:\n"
        f"    session.one({WIDE.format(n=1_000_000)!r})\n"
        f"    print('ready', flush=True)\n    session.one({ENDLESS!r})\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        process.stdout.readline()
        assert len(list(tmp_path.iterdir())) == 1
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        try:
            _, err = process.communicate(timeout=60)
        finally:
            process.kill()
    assert b"KeyboardInterrupt" in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "statement",
    ["SELECT * FROM read_csv('/etc/hosts')", "COPY (SELECT 1) TO 'x.csv'", "SET threads = 4", "ATTACH 'x.db'"],
)
def test_the_session_itself_is_shut(statement: str) -> None:
    with pytest.raises(duckdb.Error):
        batch_connection().execute(statement)


def test_a_forked_process_has_a_session_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    own = batch_connection()
    assert batch_connection() is own

    monkeypatch.setattr("chukan.expressions.session.os.getpid", lambda: -1)

    assert batch_connection() is not own
