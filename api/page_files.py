"""Files of the pages, read once: with their type, a tag of their content, and compressed."""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from starlette.requests import Request

TYPES: Final[Mapping[str, str]] = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".pbf": "application/x-protobuf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
"""Media type by ending; files with another ending are not served."""

_PACKED: Final = frozenset({".png", ".woff2", ".ico"})
_HASHED = re.compile(r"-[A-Za-z0-9_-]{8,}\.\w+$")
_SMALLEST_TO_PACK: Final = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFile:
    """One file, ready to be sent.

    Attributes
    ----------
    content
        Its bytes.
    packed
        The same, gzipped; ``None`` where that gains nothing.
    media_type
        For Content-Type.
    tag
        For ETag, quotes included.
    is_forever
        Whether its name changes with its content.
    """

    content: bytes
    packed: bytes | None
    media_type: str
    tag: str
    is_forever: bool


def read_page_files(directory: Path) -> dict[str, PageFile]:
    """Read the built pages.

    Parameters
    ----------
    directory
        Where they lie; one that does not exist holds no files.

    Returns
    -------
    dict
        Files by path relative to the directory, such as ``assets/console-1a2b3c4d.js``.
    """
    if not directory.is_dir():
        return {}
    return {
        path.relative_to(directory).as_posix(): page_file(path.name, path.read_bytes())
        for path in sorted(directory.rglob("*"))
        if path.is_file() and path.suffix in TYPES and path.name != "manifest.json"
    }


def page_file(name: str, content: bytes) -> PageFile:
    """Prepare one file.

    Parameters
    ----------
    name
        Its name; the ending says what it is.
    content
        Its bytes.

    Returns
    -------
    PageFile
        Ready to be sent.
    """
    suffix = name[name.rindex(".") :]
    is_worth_it = suffix not in _PACKED and len(content) >= _SMALLEST_TO_PACK
    return PageFile(
        content=content,
        packed=gzip.compress(content, mtime=0) if is_worth_it else None,
        media_type=TYPES[suffix],
        tag=f'"{hashlib.sha256(content).hexdigest()[:20]}"',
        is_forever=_HASHED.search(name) is not None,
    )


def send_file(request: Request, file: PageFile, cache_control: str) -> Response:
    """Answer with a file, or with 304 when the browser has it.

    Parameters
    ----------
    request
        Says what the browser has and takes.
    file
        What to send.
    cache_control
        Who may keep it, for how long.

    Returns
    -------
    Response
        With the file's type and tag.
    """
    headers = {"etag": file.tag, "cache-control": cache_control, "vary": "Accept-Encoding"}
    if file.tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if file.packed is None or "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(file.content, headers=headers, media_type=file.media_type)
    headers["content-encoding"] = "gzip"
    return Response(file.packed, headers=headers, media_type=file.media_type)
