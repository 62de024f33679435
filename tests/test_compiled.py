"""Dataclasses made of methods that an earlier run compiled are those that Python makes."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass, field
from pathlib import Path
from typing import Any

import pytest

from chukan import cache, compiled


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(cache.ENVIRONMENT, str(tmp_path / "cache"))
    return tmp_path / "cache"


def _made() -> type[Any]:
    @dataclass(frozen=True, order=True, slots=True)
    class Made:
        name: str
        number: int = 1
        parts: tuple[str, ...] = field(default_factory=tuple, compare=False)

    return Made


def _check(made: type[Any]) -> None:
    one = made("a")
    assert repr(one).endswith("Made(name='a', number=1, parts=())")
    assert (one == made("a", parts=("x",)), hash(one) == hash(made("a")), one < made("b")) == (True, True, True)
    with pytest.raises(FrozenInstanceError, match="number"):
        one.number = 2


def _never(*_: object, **__: object) -> None:
    raise AssertionError("compiled anew")


@pytest.mark.usefixtures("folder")
def test_the_second_run_compiles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    first = compiled.Methods()
    monkeypatch.setattr(dataclasses, "exec", first, raising=False)
    _check(_made())
    first.save()

    monkeypatch.setattr(dataclasses, "exec", compiled.Methods(), raising=False)
    monkeypatch.setattr(compiled, "compile", _never, raising=False)
    _check(_made())

    with pytest.raises(AssertionError, match="compiled anew"):
        dataclasses.make_dataclass("Another", ["nobody_has_had_it"])


def _folder_of_nobody(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cache.ENVIRONMENT, "")
    assert not folder.exists()


def _damaged(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    methods = compiled.Methods()
    monkeypatch.setattr(dataclasses, "exec", methods, raising=False)
    _made()
    methods.save()
    (entry,) = folder.iterdir()
    entry.write_bytes(entry.read_bytes()[:-1])


@pytest.mark.parametrize("spoil", [_folder_of_nobody, _damaged])
def test_where_nothing_is_kept_all_is_compiled(
    folder: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path, pytest.MonkeyPatch], None]
) -> None:
    spoil(folder, monkeypatch)
    methods = compiled.Methods()
    monkeypatch.setattr(dataclasses, "exec", methods, raising=False)

    _check(_made())
    methods.save()


@pytest.mark.usefixtures("folder")
def test_what_has_grown_too_large_is_begun_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    def size_after(text: str) -> int:
        methods = compiled.Methods()
        methods(f"def __create_fn__():\n return {text}", None, {})
        methods.save()
        return len(cache.load("dataclasses", *compiled._origin()) or b"")

    one = size_after("1")
    assert size_after("2") > one

    monkeypatch.setattr(compiled, "_LARGEST", one)
    assert size_after("3") == one


def test_a_command_keeps_what_it_compiled_and_the_next_one_adds_nothing(folder: Path) -> None:
    def run() -> tuple[str, bytes]:
        done = subprocess.run([sys.executable, "-m", "chukan", "rules"], capture_output=True, check=True)
        return done.stdout.decode("utf-8", "replace"), (folder / "dataclasses").read_bytes()

    assert run() == run()
