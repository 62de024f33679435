"""The cache holds what follows from chukan's own files, and is never out of date, half written or somebody else's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from chukan import cache


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(cache.ENVIRONMENT, str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_there_and_back(folder: Path) -> None:
    assert cache.load("a", "x", "y") is None

    cache.save("a", b"one\ntwo", "x", "y")

    assert cache.load("a", "x", "y") == b"one\ntwo"
    assert [path.name for path in folder.iterdir()] == ["a"]
    assert os.name == "nt" or folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("origin", [("x",), ("x", "z"), ("y", "x"), ("xy",), ("x", "y", "")])
def test_what_followed_from_something_else_is_not_there(folder: Path, origin: tuple[str, ...]) -> None:
    cache.save("a", b"one", "x", "y")

    assert cache.load("a", *origin) is None


def test_another_version_begins_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.save("a", b"one", "x")
    monkeypatch.setattr(cache, "__version__", "another")

    assert cache.load("a", "x") is None


@pytest.mark.parametrize(
    "change", [lambda b: b[:-1], lambda b: b + b"!", lambda _: b"", lambda b: b.replace(b"n", b"N")]
)
def test_a_damaged_entry_is_none(folder: Path, change: object) -> None:
    cache.save("a", b"one", "x")
    assert callable(change)
    (folder / "a").write_bytes(change((folder / "a").read_bytes()))

    assert cache.load("a", "x") is None


def test_a_folder_that_cannot_be_looked_at_is_not_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "no", str(folder))

    monkeypatch.setattr(Path, "stat", refuse)
    monkeypatch.setattr(Path, "lstat", refuse)

    cache.save("a", b"one", "x")
    assert cache.load("a", "x") is None


@pytest.mark.skipif(os.name == "nt", reason="permissions are the profile's there")
def test_a_folder_that_others_may_write_is_not_used(folder: Path) -> None:
    cache.save("a", b"one", "x")
    folder.chmod(0o777)

    assert cache.load("a", "x") is None
    cache.save("b", b"two", "x")
    assert not (folder / "b").exists()


def test_nothing_is_kept_where_the_variable_is_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cache.ENVIRONMENT, "")
    monkeypatch.chdir(tmp_path)
    cache.save("a", b"one", "x")

    assert cache.load("a", "x") is None
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_can_not_be_made_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(cache.ENVIRONMENT, str(tmp_path / "file" / "cache"))
    cache.save("a", b"one", "x")

    assert cache.load("a", "x") is None
