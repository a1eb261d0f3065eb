"""Serves the real API and the built pages for a made-up co-op."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import uvicorn

from api.app import Options
from dispatch import keys
from dispatch.model import AccessKind, MemberId, Role
from tests.api_world import HOME, Installation, build, give, open_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from fastapi import FastAPI

    from dispatch.store import Store


class Folders(Protocol):
    """Gives folders that nobody else has, as pytest does."""

    def mktemp(self, basename: str) -> Path:
        """Make a folder."""


@dataclass(frozen=True, kw_only=True)
class RealCoop:
    """A served co-op.

    Attributes
    ----------
    address
        Where it is served.
    sign_in
        Path of the sign-in link of its first storefront.
    installation, store, app
        What it was made from.
    moment
        What its clock says; tests move it.
    """

    address: str
    sign_in: str
    installation: Installation
    store: Store
    app: FastAPI
    moment: list[datetime]


@contextmanager
def run_coop(folders: Folders, options: Options | None = None) -> Iterator[RealCoop]:
    """Serve a co-op until the context ends."""
    installation = build(folders.mktemp("installation"))
    chosen = options or Options(rate=None)
    with open_app(installation, folders.mktemp("world"), chosen) as (store, app, moment):
        founded = installation.homes[HOME]
        holder = keys.Holder(
            member=MemberId("shop"),
            role=Role.STOREFRONT,
            name="Corner Shop",
            storefront=founded.storefronts[0],
        )
        secret = give(
            store, founded.dispatcher, holder, AccessKind.LINK, now=installation.now, name="link"
        )
        config = uvicorn.Config(
            app, host="127.0.0.1", port=0, log_level="error", timeout_graceful_shutdown=1
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            thread.join(0.05)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield RealCoop(
            address=f"http://127.0.0.1:{port}",
            sign_in=f"/sign-in/{secret}",
            installation=installation,
            store=store,
            app=app,
            moment=moment,
        )
        server.should_exit = True
        thread.join()
