"""The server itself: on this computer only, started and stopped."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from chukan.errors import InputError, MissingExtra, UsageError
from chukan.serving.run import _listening, serve


def test_it_serves_until_it_is_stopped(project: Path) -> None:
    command = [sys.executable, "-m", "chukan", "serve", str(project / "out")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8") as run:
        assert run.stdout is not None
        run.stdout.readline()
        address = run.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        with httpx.Client(trust_env=False, follow_redirects=True) as client:
            assert "指摘の確認と記入" in client.get(address).text
            assert client.get(address.partition("/enter")[0]).status_code == 200
        assert httpx.get(address.partition("/enter")[0], trust_env=False).status_code == 403
        run.send_signal(signal.SIGINT)
        assert run.wait(20) == 130
        assert "Traceback" not in run.stderr.read()  # type: ignore[union-attr]


def test_a_port_that_is_taken_is_an_error() -> None:
    with _listening(0) as first, pytest.raises(UsageError, match="使えません"):
        _listening(first.getsockname()[1])


def test_a_folder_without_results_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        serve(tmp_path, started=print)


def test_without_the_extra_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(MissingExtra, match="starlette"):
        serve(tmp_path, started=print)
    assert [*tmp_path.iterdir()] == []
