"""A table of a PostgreSQL database: against a real server where there is one, else against a driver that only looks like it."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pyarrow as pa
import pytest
from tests.reconciliation.conftest import AGREED, AS_OF, LAYOUT, csv_bytes, only, person

import chukan
from chukan.agreement import Agreement
from chukan.errors import InputError, MissingExtra, UsageError
from chukan.reconciliation.outcome import ReconcileOutcome
from chukan.reconciliation.sides.postgresql import TableAddress, open_postgresql
from chukan.reconciliation.sides.side import SideSpec

PEOPLE = [person(n) for n in range(1, 21)]
TOOLS = {name: shutil.which(name) for name in ("initdb", "pg_ctl", "psql")}
NO_SERVER = not all(TOOLS.values()) or importlib.util.find_spec("adbc_driver_postgresql") is None
QUIET = "himitsu-no-kotoba"


@pytest.mark.parametrize(
    ("written", "uri", "table", "shown"),
    [
        ("postgresql://db/new#person", "postgresql://db/new", "person", "postgresql://db/new#person"),
        ("postgres://u@db:5433/new#s.t", "postgresql://u@db:5433/new", "s.t", "postgresql://db:5433/new#s.t"),
        ("postgresql:/db/new?sslmode=require#t", "postgresql://db/new?sslmode=require", "t", "postgresql://db/new#t"),
        ("postgresql://db/new", "postgresql://db/new", "", "postgresql://db/new"),
    ],
)
def test_an_address_is_shown_without_user_and_settings(written: str, uri: str, table: str, shown: str) -> None:
    assert TableAddress.of(written) == TableAddress.of(Path(written)) == TableAddress(uri, table, shown)


@pytest.mark.parametrize(
    "written", ["new/person.csv", "C:\\new\\person.csv", "person.sqlite/person", "s3://b/p.csv", ""]
)
def test_a_file_is_no_address(written: str) -> None:
    assert TableAddress.of(written) is None


@pytest.mark.parametrize("written", [f"postgresql://u:{QUIET}@db/new#t", f"postgresql://db/new?password={QUIET}#t"])
def test_an_address_with_a_password_is_refused_and_the_password_is_told_to_nobody(written: str) -> None:
    with pytest.raises(UsageError) as caught:
        SideSpec(Path(written), written, LAYOUT)

    assert "PGPASSWORD" in (caught.value.hint or "")
    assert QUIET not in f"{caught.value!r} {caught.value.place} {caught.value.hint}"


def test_without_the_driver_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "adbc_driver_postgresql", None)

    with pytest.raises(MissingExtra, match="adbc-driver-postgresql") as caught:
        open_postgresql(TableAddress("postgresql://db/new", "t", "postgresql://db/new#t"), LAYOUT, Agreement())

    assert caught.value.extra == "postgresql"


class Driver:
    """What the driver answers, at its boundary."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, columns: list[tuple[str, str]], table: pa.Table) -> None:
        self.asked: list[str] = []
        self.columns, self.table, self.refuses = columns, table, ""
        module, dbapi = ModuleType("adbc_driver_postgresql"), ModuleType("adbc_driver_postgresql.dbapi")
        dbapi.Error = RuntimeError  # type: ignore[attr-defined]
        dbapi.connect = self.connect  # type: ignore[attr-defined]
        module.dbapi = dbapi  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "adbc_driver_postgresql", module)
        monkeypatch.setitem(sys.modules, "adbc_driver_postgresql.dbapi", dbapi)

    def connect(self, uri: str) -> Driver:
        if self.refuses == "connect":
            raise RuntimeError(f'FATAL: password authentication failed for user "{QUIET}"')
        self.asked.append(uri)
        return self

    def cursor(self) -> Driver:
        return self

    def execute(self, sql: str) -> None:
        if self.refuses and self.refuses in sql:
            raise RuntimeError(QUIET)
        self.asked.append(sql)

    def fetchall(self) -> list[Any]:
        return [("public", "person", True)] if "pg_class" in self.asked[-1] else self.columns

    def fetch_record_batch(self) -> pa.RecordBatchReader:
        return self.table.to_reader(max_chunksize=7)

    def rollback(self) -> None:
        self.asked.append("ROLLBACK")

    def close(self) -> None: ...


@pytest.fixture
def driver(monkeypatch: pytest.MonkeyPatch) -> Driver:
    columns = [(name, "text") for name in LAYOUT.names]
    table = pa.table({name: [row.get(name, "") for row in PEOPLE] for name in LAYOUT.names})
    return Driver(monkeypatch, columns, table)


def compared(tmp_path: Path, address: str, **options: Any) -> ReconcileOutcome:
    (tmp_path / "old.csv").write_bytes(csv_bytes(PEOPLE, LAYOUT.names))
    return chukan.reconcile(tmp_path / "old.csv", address, LAYOUT, agreement=AGREED, as_of=AS_OF, **options)


def test_what_the_driver_gives_is_compared(tmp_path: Path, driver: Driver) -> None:
    outcome = compared(tmp_path, "postgresql://u@db/new#person")

    file = only(outcome)
    assert (outcome.verdict, file.records.same, file.loaded.encoding) == ("pass", 20, "postgresql")
    assert file.loaded.path == "postgresql://db/new#person"


def test_every_transaction_is_read_only_sees_one_state_and_is_given_up(tmp_path: Path, driver: Driver) -> None:
    compared(tmp_path, "postgresql://db/new#person")

    for at, asked in enumerate(driver.asked):
        if asked.startswith("postgresql:"):
            assert driver.asked[at + 1] == "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
    assert driver.asked.count("ROLLBACK") == 2
    assert not [sql for sql in driver.asked if sql.split()[0] not in ("SET", "SELECT", "ROLLBACK", driver.asked[0])]


@pytest.mark.parametrize("refuses", ["connect", "pg_class", 'FROM "public"'])
def test_the_words_of_the_driver_are_told_to_nobody(tmp_path: Path, driver: Driver, refuses: str) -> None:
    driver.refuses = refuses

    with pytest.raises(InputError) as caught:
        compared(tmp_path, f"postgresql://{QUIET}@db/new#person")

    error = caught.value
    assert QUIET not in f"{error!r} {error.place} {error.hint} {error.__cause__}"
    assert error.__suppress_context__


def test_a_table_that_is_not_there_is_named_with_the_nearest(tmp_path: Path, driver: Driver) -> None:
    with pytest.raises(InputError, match="persn") as caught:
        compared(tmp_path, "postgresql://db/new#persn")

    assert "person" in (caught.value.hint or "")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a server on the loopback with a password; return where its database is."""
    if NO_SERVER:
        pytest.skip("no PostgreSQL server or no driver is installed")
    import pwd

    folder = tmp_path_factory.mktemp("pg")
    as_user: dict[str, Any] = {}
    if os.getuid() == 0:  # a server refuses to run as root
        try:
            owner = pwd.getpwnam("postgres")
        except KeyError:
            pytest.skip("nobody may run a server here")
        home = Path(tempfile.mkdtemp(prefix="chukan-test-"))  # pytest's own folders are root's alone
        os.chown(home, owner.pw_uid, owner.pw_gid)
        folder, as_user = home, {"user": "postgres", "group": owner.pw_gid, "extra_groups": []}
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    (folder / "pw").write_text(QUIET, encoding="utf-8")
    data = folder / "data"

    def run(*command: object) -> None:
        subprocess.run(
            [str(part) for part in command], check=True, capture_output=True, cwd=folder, timeout=90, **as_user
        )

    try:
        run(
            TOOLS["initdb"],
            "-D",
            data,
            "-U",
            "chukan",
            "-A",
            "scram-sha-256",
            "--pwfile",
            folder / "pw",
            "-E",
            "UTF8",
            "--locale=C",
            "-N",
        )
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        run(TOOLS["pg_ctl"], "-D", data, "-o", options, "-l", folder / "log", "-w", "start")
        yield f"postgresql://chukan@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run(
            [str(TOOLS["pg_ctl"]), "-D", str(data), "-m", "immediate", "stop"],
            check=False,
            capture_output=True,
            cwd=folder,
            **as_user,
        )
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def database(server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return a database with the people in it, under a password that the address does not hold."""
    monkeypatch.setenv("PGPASSWORD", QUIET)
    kinds = {"異動日": "date", "税額": "integer", "枝番": "smallint"}
    columns = ", ".join(f'"{name}" {kinds.get(name, "text")}' for name in LAYOUT.names)
    rows = ", ".join(
        "(" + ", ".join(f"'{row[name]}'" if row[name] else "NULL" for name in LAYOUT.names) + ")" for row in PEOPLE
    )
    sql = f"DROP SCHEMA IF EXISTS town CASCADE; CREATE SCHEMA town; CREATE TABLE town.person ({columns}); INSERT INTO town.person VALUES {rows};"
    psql(server, sql)
    return server


def psql(server: str, sql: str) -> None:
    subprocess.run(
        [str(TOOLS["psql"]), server, "-v", "ON_ERROR_STOP=1", "-q", "-c", sql], check=True, capture_output=True
    )


def test_a_real_table_holds_what_was_delivered(tmp_path: Path, database: str) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text(
        "rules:\n  - {id: 日付, kind: dates, items: [異動日], agreed_by: 課長, why: 日付型で持つ}\n", encoding="utf-8"
    )

    outcome = compared(tmp_path, f"{database}#town.person", rules=rules)

    file = only(outcome)
    assert (outcome.verdict, file.records.explained) == ("pass", 20)
    assert QUIET not in repr(outcome.reconciliation)
    assert "chukan@" not in repr(outcome.reconciliation)


def test_a_real_difference_is_found(tmp_path: Path, database: str) -> None:
    psql(database, """UPDATE town.person SET "税額" = 7 WHERE "番号" = '000003'""")
    derived = "rules:\n  - {id: 日付, kind: dates, items: [異動日], agreed_by: 課長, why: 日付型で持つ}\n"
    (tmp_path / "rules.yaml").write_text(derived, encoding="utf-8")

    outcome = compared(tmp_path, f"{database}#town.person", rules=tmp_path / "rules.yaml")

    assert [(d.finding.rule, d.finding.record, d.finding.item) for d in outcome.differences] == [("M03", 3, "税額")]


def test_a_wrong_password_is_a_clear_error(tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "wrong")

    with pytest.raises(InputError, match="つながりません") as caught:
        compared(tmp_path, f"{database}#town.person")

    assert "chukan@" not in f"{caught.value} {caught.value.place}"


def test_values_are_printed_as_the_other_databases_print_them(database: str) -> None:
    psql(
        database,
        """CREATE TABLE town.kinds ("番号" boolean, "氏名" bytea, "カナ" char(5), "生年月日" timestamp, "税額" numeric(9, 2));
        INSERT INTO town.kinds VALUES (true, '\\x0aff', 'ab', '2023-04-01', 1.50), (false, NULL, NULL, NULL, NULL)""",
    )
    address = TableAddress.of(f"{database}#town.kinds")
    assert address is not None

    (part,) = open_postgresql(address, LAYOUT, Agreement()).blocks()

    assert part.table.to_pydict() == {
        "番号": ["1", "0"],
        "氏名": ["0aff", ""],
        "カナ": ["ab", ""],
        "生年月日": ["2023-04-01 00:00:00", ""],
        "税額": ["1.50", ""],
    }
