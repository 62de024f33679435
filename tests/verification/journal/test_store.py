"""Entries are whole or absent, private, sealed and bounded."""

from __future__ import annotations

import os
import resource
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from chukan.verification.journal.store import DamagedEntryError, Store, key_of_place

SECRET = b"s" * 32
ONE, TWO = "1" * 32, "2" * 32


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "journal", SECRET)


def test_what_is_kept_is_found(store: Store) -> None:
    store.save(ONE, {"head": 1}, {"a": ["漢", "\ud800", 1]})

    found = store.load(ONE)

    assert found is not None
    assert (found.head, found.tree) == ({"head": 1}, {"a": ["漢", "\ud800", 1]})
    assert store.load(TWO) is None


def test_it_is_for_its_owner_only(store: Store) -> None:
    store.save(ONE, {"head": 1}, {})

    assert stat.S_IMODE(store.folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in store.folder.iterdir()] == [0o600]


def test_a_folder_that_others_may_enter_is_closed(store: Store) -> None:
    store.folder.mkdir(mode=0o755)

    store.save(ONE, {"head": 1}, {})

    assert stat.S_IMODE(store.folder.stat().st_mode) == 0o700


def test_a_link_is_not_followed(store: Store, tmp_path: Path) -> None:
    store.folder.symlink_to(tmp_path, target_is_directory=True)

    with pytest.raises(OSError, match="自分だけ"):
        store.save(ONE, {"head": 1}, {})
    with pytest.raises(DamagedEntryError):
        store.load(ONE)


@pytest.mark.parametrize("cut", [0, 1, 20, 81, -1])
def test_half_an_entry_is_none(store: Store, cut: int) -> None:
    store.save(ONE, {"head": 1}, {"a": "b" * 100})
    path = store.folder / f"{ONE}.entry"
    path.write_bytes(path.read_bytes()[:cut])

    with pytest.raises(DamagedEntryError):
        store.load(ONE)


def test_an_entry_is_no_other_ones_and_no_other_projects(store: Store) -> None:
    store.save(ONE, {"head": 1}, {})
    (store.folder / f"{ONE}.entry").rename(store.folder / f"{TWO}.entry")

    with pytest.raises(DamagedEntryError):
        store.load(TWO)
    store.save(ONE, {"head": 1}, {})
    with pytest.raises(DamagedEntryError):
        Store(store.folder, b"t" * 32).load(ONE)


def test_a_full_disk_leaves_the_earlier_entry(store: Store) -> None:
    store.save(ONE, {"head": 1}, {"a": 1})
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
    try:
        with pytest.raises(OSError, match="arge"):
            store.save(ONE, {"head": 1}, {"a": os.urandom(50_000).hex()})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    found = store.load(ONE)
    assert found is not None
    assert found.tree == {"a": 1}
    assert len(list(store.folder.iterdir())) == 1


def test_it_grows_no_further_than_its_bound_and_what_was_used_stays(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chukan.verification.journal.store.LARGEST", 900)
    for name in (ONE, TWO):
        store.save(name, {"head": 1}, {"a": os.urandom(500).hex()})
        os.utime(store.folder / f"{name}.entry", (time.time() - 100, time.time() - 100))
    store.used(ONE)

    store.tidy()

    assert [path.stem for path in store.folder.iterdir()] == [ONE]
    os.utime(store.folder / f"{ONE}.entry", (0, 0))
    store.tidy()
    assert list(store.folder.iterdir()) == []


def test_what_a_killed_run_left_half_written_goes(store: Store) -> None:
    store.save(ONE, {"head": 1}, {})
    dead = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True, check=True
    )
    (store.folder / f".{TWO}.{int(dead.stdout)}.part").write_bytes(b"x")
    (store.folder / f".{TWO}.{os.getppid()}.part").write_bytes(b"x")

    store.tidy()

    assert sorted(path.name for path in store.folder.iterdir()) == [f".{TWO}.{os.getppid()}.part", f"{ONE}.entry"]


def test_nothing_is_tidied_where_nothing_is(store: Store) -> None:
    store.tidy()
    store.used(ONE)

    assert not store.folder.exists()


def test_the_key_is_that_of_the_secret_where_it_lies(tmp_path: Path) -> None:
    """A folder that is handed over with its secret brings no entries that would be believed."""
    there, here = tmp_path / "there", tmp_path / "here"
    there.mkdir()
    (there / "secret").write_text("s", encoding="ascii")
    shutil.copytree(there, here)

    keys = {key_of_place(SECRET, folder / "secret") for folder in (there, there, here)}
    there.rename(tmp_path / "moved")

    assert len(keys) == 2
    assert key_of_place(SECRET, tmp_path / "moved" / "secret") in keys
    assert key_of_place(b"t" * 32, tmp_path / "moved" / "secret") not in keys
