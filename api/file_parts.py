"""Files of which clients ask for parts by the Range header: a city's tiles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO, Final

import anyio.to_thread
from starlette.responses import Response, StreamingResponse

from api.problems import STATUSES, Problem, ProblemError, refuse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.requests import Request

CHUNK: Final = 256 * 1024
_ONE_RANGE: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def read_range(header: str | None, size: int) -> range | None:
    """Read which bytes of a file are asked for.

    Parameters
    ----------
    header
        The Range header.
    size
        Bytes of the file.

    Returns
    -------
    range or None
        The bytes, empty when the file has none of them; ``None`` without one range that is
        written well, and then the whole file is the answer (RFC 9110, section 14.2).
    """
    asked = _ONE_RANGE.fullmatch((header or "").strip().lower())
    if asked is None or asked[0] == "bytes=-":
        return None
    first, last = asked.groups()
    if not first:
        return range(max(0, size - int(last)), size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1, size) if last else size)


async def send_part(request: Request, path: Path, media_type: str, cache_control: str) -> Response:
    """Answer with a file or the part of it that was asked for.

    Parameters
    ----------
    request
        Says what the client has and wants.
    path
        The file.
    media_type
        What it is.
    cache_control
        Who may keep it, for how long.

    Returns
    -------
    Response
        200, 206, or 304 when the client has the file.

    Raises
    ------
    ProblemError
        ``not_found`` without such a file; ``range_beyond_end`` when it has no such part.
    """
    try:
        file, tag, size = await anyio.to_thread.run_sync(_open, path)
    except OSError:
        refuse("not_found")
    headers = {"etag": tag, "cache-control": cache_control, "accept-ranges": "bytes"}
    if tag in request.headers.get("if-none-match", ""):
        file.close()
        return Response(status_code=304, headers=headers)
    part = None
    if request.headers.get("if-range", tag) == tag:
        part = read_range(request.headers.get("range"), size)
    if part is not None and not part:
        file.close()
        beyond, extent = "range_beyond_end", {"content-range": f"bytes */{size}"}
        raise ProblemError(Problem(code=beyond, status=STATUSES[beyond], headers=extent))
    status = 200 if part is None else 206
    if part is not None:
        headers["content-range"] = f"bytes {part[0]}-{part[-1]}/{size}"
    wanted = range(size) if part is None else part
    headers["content-length"] = str(len(wanted))
    return StreamingResponse(_read(file, wanted), status, headers, media_type)


def _open(path: Path) -> tuple[BinaryIO, str, int]:
    """Return an open file, a tag that changes with it, and its size."""
    file = path.open("rb")
    file.seek(0, 2)
    size = file.tell()
    return file, f'"{path.stat().st_mtime_ns:x}-{size:x}"', size


def _read(file: BinaryIO, wanted: range) -> Iterator[bytes]:
    with file:
        file.seek(wanted.start)
        for begin in range(wanted.start, wanted.stop, CHUNK):
            yield file.read(min(CHUNK, wanted.stop - begin))
