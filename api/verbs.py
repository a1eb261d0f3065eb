"""Short ways to write the rows of the table of routes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.admission import JSON, Declared

if TYPE_CHECKING:
    from api.admission import Admission, Endpoint


def get(
    path: str,
    endpoint: Endpoint,
    admission: Admission,
    tag: str = "",
    media: str = JSON,
) -> Declared:
    """Declare a route that reads."""
    return Declared(
        method="GET",
        path=path,
        endpoint=endpoint,
        admission=admission,
        tag=tag,
        media=media,
    )


def post(
    path: str,
    endpoint: Endpoint,
    admission: Admission,
    tag: str = "",
    status: int = 200,
) -> Declared:
    """Declare a route that changes something."""
    return Declared(
        method="POST",
        path=path,
        endpoint=endpoint,
        admission=admission,
        tag=tag,
        status=status,
    )


def put(path: str, endpoint: Endpoint, admission: Admission, tag: str) -> Declared:
    """Declare a route that puts something in place."""
    return Declared(method="PUT", path=path, endpoint=endpoint, admission=admission, tag=tag)


def delete(path: str, endpoint: Endpoint, admission: Admission, tag: str) -> Declared:
    """Declare a route that takes something away."""
    return Declared(
        method="DELETE",
        path=path,
        endpoint=endpoint,
        admission=admission,
        tag=tag,
        status=204,
    )
