"""A made-up co-op served by a process of its own, which is killed and started again.

``python -m tests.browser.killed_coop DIRECTORY PORT NOW`` is that process.
"""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import uvicorn

from api.app import Options, create_app
from dispatch.store import open_store
from routing.streets.city import load_city

ROOT = Path(__file__).resolve().parents[2]
LONGEST_S = 120.0
STEP_S = 0.1


@dataclass
class KilledCoop:
    """A server that can die.

    Attributes
    ----------
    directory
        Where its store and city lie.
    now
        What its clock says.
    port
        Where it is served, each time again.
    """

    directory: Path
    now: datetime
    port: int = 0
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def address(self) -> str:
        """How pages reach it."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Serve, and come back once it answers."""
        if self.port == 0:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.port = free.getsockname()[1]
        words = [str(self.directory), str(self.port), self.now.isoformat()]
        command = [sys.executable, "-m", "tests.browser.killed_coop", *words]
        self._process = subprocess.Popen(command, cwd=ROOT)
        deadline = time.monotonic() + LONGEST_S
        while time.monotonic() < deadline and self._process.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(STEP_S)
        msg = "Expected the server to come up."
        raise RuntimeError(msg)

    def kill(self) -> None:
        """Kill it as a power cut would."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None


def main(directory: str, port: str, now: str) -> None:
    """Serve until killed."""
    folder, moment = Path(directory), datetime.fromisoformat(now)
    app = create_app(
        store=open_store(f"sqlite:///{folder / 'store.db'}", create=False),
        cities={"grid": load_city(folder / "grid")},
        clock=lambda: moment,
        new_id=lambda: uuid.uuid4().hex,
        options=Options(rate=None, interval_s=0.2),
    )
    uvicorn.run(app, host="127.0.0.1", port=int(port), log_level="error")


if __name__ == "__main__":
    main(*sys.argv[1:])
