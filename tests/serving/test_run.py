"""The server itself: on this computer only, started and stopped."""

from __future__ import annotations

import queue
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import httpx
import pytest
import uvicorn

from chukan.errors import InputError, MissingExtra, UsageError
from chukan.serving.guard import cookie
from chukan.serving.run import LOOPBACK, _listening, serve


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


@dataclass(frozen=True)
class Served:
    """A server in a thread of this process."""

    address: str
    server: uvicorn.Server
    thread: Thread

    def stop(self) -> None:
        """Stop it, as Ctrl-C does, and see that it ends."""
        self.server.should_exit = True
        self.thread.join(20)
        assert not self.thread.is_alive()


@pytest.fixture
def served(project: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    servers: list[uvicorn.Server] = []
    original = uvicorn.Server.__init__

    def noted(self: uvicorn.Server, config: uvicorn.Config) -> None:
        original(self, config)
        servers.append(self)

    monkeypatch.setattr(uvicorn.Server, "__init__", noted)
    monkeypatch.setattr("chukan.serving.run._PATIENCE", 1)
    started: queue.Queue[str] = queue.Queue()
    serving = Thread(target=serve, args=(project / "out",), kwargs={"started": lambda address, _: started.put(address)})
    serving.start()
    address = started.get(timeout=30)
    while not servers:
        time.sleep(0.01)
    found = Served(address, servers[0], serving)
    yield found
    found.stop()


def ask(address: str, text: str, wait: float = 5) -> str:
    """Send bytes to the server as they stand and return the first line of the answer."""
    with socket.create_connection((LOOPBACK, urlsplit(address).port or 0), timeout=wait) as connection:
        connection.sendall(text.encode("latin-1"))
        return connection.recv(4096).decode("utf-8", "replace").partition("\r\n")[0]


def test_what_no_browser_sends_gets_an_answer_and_ends_nothing(served: Served) -> None:
    address = served.address
    host, token = urlsplit(address).netloc, address.partition("token=")[2]
    mine = f"Host: {host}\r\nCookie: {cookie(host)}={token}\r\nConnection: close\r\n"
    post = f"POST /finding/0 HTTP/1.1\r\n{mine}Origin: http://{host}\r\n"
    for text, status in (
        (f"GET / HTTP/1.1\r\n{mine}\r\n", "200"),
        (f"GET /finding/..%2f..%2fetc%2fpasswd HTTP/1.1\r\n{mine}\r\n", "404"),
        (f"GET /../../../etc/passwd HTTP/1.1\r\n{mine}\r\n", "404"),
        (f"GET /finding/%00 HTTP/1.1\r\n{mine}\r\n", "404"),
        (f"GET http://evil.example/ HTTP/1.1\r\n{mine}\r\n", "404"),
        (f"GET /?item=%ed%a0%80&q=%ff&page=99999999999 HTTP/1.1\r\n{mine}\r\n", "200"),
        (f"GET / HTTP/1.1\r\n{mine}Host: evil.example\r\n\r\n", "400"),
        ("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", "421"),
        ("GET / HTTP/1.0\r\n\r\n", "421"),
        (f"{post}Content-Length: {'9' * 5000}\r\n\r\n", "400"),
        (f"{post}Content-Length: 3\r\nContent-Length: 5\r\n\r\na=1", "400"),
        (f"{post}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "413"),
        (f"{post}Transfer-Encoding: chunked\r\n\r\n3\r\na=1\r\n0\r\n\r\n", "413"),
        (f"{post}Content-Length: 0\r\n\r\n", "409"),
        ("\x16\x03\x01\x02\x00\x01\x00\x01\xfc", "400"),
    ):
        assert f" {status} " in ask(address, text), text


def test_connections_that_send_nothing_keep_nobody_waiting(served: Served, capfd: pytest.CaptureFixture[str]) -> None:
    """Neither another page nor the end of the server; a window that is closed while it sends is no fault of the program."""
    host, token = urlsplit(served.address).netloc, served.address.partition("token=")[2]
    mine = f"Host: {host}\r\nCookie: {cookie(host)}={token}\r\nOrigin: http://{host}\r\n"
    with ExitStack() as stack:
        for number in range(60):
            slow = stack.enter_context(socket.create_connection((LOOPBACK, urlsplit(served.address).port or 0)))
            rest = "Content-Length: 1000\r\n\r\na=" if number % 2 else "X-"
            slow.sendall(f"POST /finding/0 HTTP/1.1\r\n{mine}{rest}".encode())
            if number % 3 == 0:
                slow.close()
        assert " 200 " in ask(served.address, f"GET / HTTP/1.1\r\n{mine}\r\n")
        served.stop()

    assert capfd.readouterr().err == ""


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
