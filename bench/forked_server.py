"""Servers in processes of their own that start within milliseconds: forked from a ready one.

The application is made once, before any thread runs; a fork then opens the store and serves.
So a server can be killed and started a thousand times in minutes.
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
from typing import TYPE_CHECKING, Any

import uvicorn

from dispatch.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import FastAPI

PR_SET_PDEATHSIG = 1


class Late:
    """Stands in for something that is made after the fork."""

    def __init__(self) -> None:
        self._made: Any = None

    def make(self, made: object) -> None:
        """Put the real one in its place."""
        self._made = made

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the real one has
        return getattr(self._made, name)


class LateStore(Late):
    """Stands in for a store that is opened after the fork."""

    def __init__(self) -> None:
        super().__init__()
        self._listeners: list[Callable[..., None]] = []

    def on_commit(self, listener: Callable[..., None]) -> None:
        """Remember who wants to hear of commits."""
        if self._made is None:
            self._listeners.append(listener)
        else:
            self._made.on_commit(listener)

    def open(self, url: str) -> None:
        """Open the store and let it tell those who want to hear."""
        store = open_store(url, create=False)
        for listener in self._listeners:
            store.on_commit(listener)
        self.make(store)


def listen() -> socket.socket:
    """Listen on a free port of this machine; it stays the same whoever serves."""
    return socket.create_server(("127.0.0.1", 0), backlog=512)


def fork_server(app: FastAPI, listening: socket.socket, *, begin: Callable[[], None]) -> int:
    """Serve an application in another process until it is killed, or this one dies.

    Parameters
    ----------
    app
        Made before any thread was started.
    listening
        Where.
    begin
        Opens what the application needs, in the new process.

    Returns
    -------
        Its id.
    """
    pid = os.fork()
    if pid:
        return pid
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        begin()
        config = uvicorn.Config(
            app,
            loop="uvloop",
            http="httptools",
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=1,
        )
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        os._exit(1)


def end(pid: int) -> None:
    """Kill a forked server and wait until it is gone."""
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
