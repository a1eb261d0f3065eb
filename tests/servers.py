"""Private Redis and PostgreSQL servers for tests, on loopback, gone with the process."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

START_LIMIT = 30.0
POLL = 0.02
NUM_TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server that runs until its context ends.

    Attributes
    ----------
    url
        Address that clients connect to.
    pid
        Id of its first process, for tests that kill or stop it.
    """

    url: str
    pid: int


class ServerError(RuntimeError):
    """A server did not start; the message holds the end of its log."""


def find_redis() -> str | None:
    """Return the path of the Redis server, if it is installed."""
    return shutil.which("redis-server")


def find_postgres() -> Path | None:
    """Return the newest folder of PostgreSQL's programs, if the server is installed."""
    on_path = shutil.which("postgres")
    if on_path:
        return Path(on_path).resolve().parent
    found = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    newest = sorted(found, key=lambda path: int(path.parts[-3]))
    return newest[-1].parent if newest else None


@contextlib.contextmanager
def run_redis() -> Iterator[Server]:
    """Run a Redis server that keeps nothing on disk."""
    with _folder(None) as folder:
        for last in _tries():
            port = _free_port()
            options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
            command = [str(find_redis()), *options, "--appendonly", "no"]
            with _process(command, folder, user=None) as process:
                if _is_up(process, port):
                    yield Server(url=f"redis://127.0.0.1:{port}/0", pid=process.pid)
                    return
            if last:
                raise ServerError(_log(folder))


@contextlib.contextmanager
def run_postgres(*, is_durable: bool = False) -> Iterator[Server]:
    """Run a PostgreSQL server with a new cluster; the URL names its first database.

    Without a need to be durable it does not wait for the disk, so that tests are fast.

    PostgreSQL refuses to run as root, so root runs it as the user ``postgres``.
    """
    user = "postgres" if os.geteuid() == 0 else None
    programs = find_postgres()
    with _folder(user) as folder:
        data = f"{folder}/data"
        init = [f"{programs}/initdb", "-D", data, "-U", "postgres", "-A", "trust"]
        options = ["--no-sync", "--no-instructions", "--encoding=UTF8", "--locale=C.UTF-8"]
        with _process([*init, *options], folder, user=user) as process:
            if process.wait(timeout=2 * START_LIMIT) != 0:
                raise ServerError(_log(folder))
        for last in _tries():
            port = _free_port()
            settings = ["-c", "listen_addresses=127.0.0.1"]
            settings += ["-c", f"fsync={'on' if is_durable else 'off'}"]
            settings += ["-c", f"unix_socket_directories={folder}", "-p", str(port)]
            command = [f"{programs}/postgres", "-D", data, *settings]
            with _process(command, folder, user=user) as process:
                if _is_up(process, port) and _accepts(programs, port, user, folder):
                    url = f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
                    yield Server(url=url, pid=process.pid)
                    return
            if last:
                raise ServerError(_log(folder))


def _tries() -> Iterator[bool]:
    """Yield whether it is the last try; a port can be taken between choosing and binding."""
    for index in range(NUM_TRIES):
        yield index == NUM_TRIES - 1


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _folder(user: str | None) -> Iterator[str]:
    folder = tempfile.mkdtemp(prefix="commonwheel-test-")
    if user:
        shutil.chown(folder, user, user)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _process(
    command: Sequence[str], folder: str, *, user: str | None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program as a user, killed by the kernel should this process die."""
    words = ["setpriv", "--pdeathsig", "KILL"]
    if user:
        words += [f"--reuid={user}", f"--regid={user}", "--clear-groups"]
    with (
        Path(folder, "log").open("ab") as log,
        subprocess.Popen(
            [*words, *command], cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        ) as process,
    ):
        try:
            yield process
        finally:
            process.send_signal(signal.SIGINT)  # PostgreSQL's quick way: it drops its clients
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                process.kill()


def _is_up(process: subprocess.Popen[bytes], port: int) -> bool:
    """Tell whether the program listens before it ends or the limit passes."""
    deadline = time.monotonic() + START_LIMIT
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return True
        time.sleep(POLL)
    return False


def _accepts(programs: Path | None, port: int, user: str | None, folder: str) -> bool:
    """Tell whether PostgreSQL answers queries: it listens before it can."""
    deadline = time.monotonic() + START_LIMIT
    command = [f"{programs}/pg_isready", "--quiet", "-h", "127.0.0.1", "-p", str(port)]
    while time.monotonic() < deadline:
        with _process(command, folder, user=user) as process:
            if process.wait(timeout=START_LIMIT) == 0:
                return True
        time.sleep(POLL)
    return False


def _log(folder: str) -> str:
    return Path(folder, "log").read_text(errors="replace")[-2000:]
