"""Serves the built pages and the made-up co-op on a free port of this machine."""

from __future__ import annotations

import contextlib
import json
import mimetypes
import queue
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlsplit

from api.admission import GLYPHS, TILES
from api.file_parts import read_range
from api.security_headers import CONTENT_SECURITY_POLICY
from routing.streets.tiles.archive import TILES_FILE
from routing.streets.tiles.glyphs import GLYPHS_FOLDER, read_glyphs
from tests.browser.fake_api import FakeApi, RefusedError
from tests.browser.wrong_day import add_photo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGES: Final = ("console", "courier", "storefront")


class FakeServer(ThreadingHTTPServer):
    """A server that knows which co-op it answers for."""

    daemon_threads = True
    api: FakeApi

    def handle_error(self, *_: object) -> None:
        """Say nothing about a browser that is gone; a page that misses an answer tells the test."""


class Handler(BaseHTTPRequestHandler):
    """Answers one connection."""

    protocol_version = "HTTP/1.1"
    server: FakeServer

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer a question."""
        self._serve("GET")

    def do_POST(self) -> None:
        """Do something."""
        self._serve("POST")

    def do_DELETE(self) -> None:
        """Undo something."""
        self._serve("DELETE")

    def _serve(self, method: str) -> None:
        address = urlsplit(self.path)
        length = int(self.headers.get("Content-Length", 0))
        content = self.rfile.read(length)
        kind = self.headers.get("Content-Type")
        is_file = kind in {"application/octet-stream", "image/jpeg"}
        body = {} if is_file else json.loads(content or b"{}")
        if self.server.api.is_down:
            self.close_connection = True
        elif not address.path.startswith("/v1"):
            self._file(address.path)
        elif address.path == "/v1/live":
            self._stream()
        elif address.path == "/v1/city/tiles.pmtiles":
            self._tiles()
        elif address.path.startswith("/v1/city/glyphs/"):
            self._glyphs(*address.path.removesuffix(".pbf").split("/")[-2:])
        elif "/photos" in address.path:
            self._photo(method, address.path, content)
        elif method != "GET" and self.headers.get("X-Commonwheel") != "1":
            self._json(403, {"title": "Forbidden", "status": 403, "code": "not_ours"})
        else:
            if address.path == "/v1/orders" and method == "POST":
                body["idempotency_key"] = self.headers["Idempotency-Key"]
            try:
                query = parse_qs(address.query)
                self._json(200, self.server.api.answer(method, address.path, query, body))
            except RefusedError as error:
                self._json(error.status, error.document)

    def _photo(self, method: str, path: str, content: bytes) -> None:
        photos = self.server.api.photos
        if not path.startswith("/v1/incidents/"):
            photos[path.rpartition("/")[2]] = content
            self._send(204, b"", "application/json")
        elif method == "GET":
            self._send(200, photos["incident"], "image/jpeg")
        else:
            photos["incident"] = content
            self._json(201, add_photo(self.server.api.incidents, path))

    def _json(self, status: int, value: object) -> None:
        self._send(status, json.dumps(value).encode(), "application/json")

    def _file(self, path: str) -> None:
        name = path.strip("/")
        file = self.server.api.dist / (f"{name}.html" if name in PAGES else name)
        if not file.is_file():
            self._json(404, {"title": "Not Found", "status": 404})
            return
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        self._send(200, file.read_bytes(), kind)

    def _tiles(self) -> None:
        content = (self.server.api.city / TILES_FILE).read_bytes()
        part = read_range(self.headers.get("Range"), len(content)) or range(len(content))
        extent = f"bytes {part[0]}-{part[-1]}/{len(content)}"
        self._send(206, content[part[0] : part[-1] + 1], TILES, ("Content-Range", extent))

    def _glyphs(self, font: str, codes: str) -> None:
        found = read_glyphs(self.server.api.city / GLYPHS_FOLDER, font, codes)
        self._send(404 if found is None else 200, found or b"", GLYPHS)

    def _send(self, status: int, content: bytes, kind: str, *more: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in more:
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        self.end_headers()
        self.wfile.write(content)

    def _stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        mine: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self.server.api.listeners.append(mine)
        with contextlib.suppress(OSError):
            self.wfile.write(b": hello\n\n")
            while (text := mine.get()) is not None:
                self.wfile.write(text)
        self.server.api.listeners.remove(mine)
        self.close_connection = True


@contextlib.contextmanager
def run_fake_api(dist: Path, city: Path) -> Iterator[FakeApi]:
    """Serve built pages and a drawn city until the context ends."""
    api = FakeApi(dist=dist, city=city)
    server = FakeServer(("127.0.0.1", 0), Handler)
    server.api = api
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    api.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield api
    finally:
        api.hang_up()
        server.shutdown()
        server.server_close()
