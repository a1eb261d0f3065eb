"""`HEAD` tells of every page and every answer what `GET` would bring."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from api.headers_only import HeadersOnly
from api.table import routes
from tests.api.test_malformed_bodies import concrete
from tests.own_loop import run_alone

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

    from tests.api_world import World

ENDLESS = ("/v1/live", "/progress")
GROWING = "/metrics"
"""Every request makes it longer."""

VARYING = {"x-request-id", "date", "ratelimit-remaining", "x-ratelimit-remaining"}
READ = [
    one
    for one in routes()
    if one.method == "GET" and not one.path.endswith(ENDLESS) and one.path != GROWING
]


@pytest.mark.parametrize("declared", READ, ids=lambda one: one.path)
def test_the_status_and_the_headers_are_those_of_get(quiet_world: World, declared: Any) -> None:  # noqa: ANN401 - a row of the table
    """For the dispatcher and for a stranger; there is no body, and its length is told."""
    template = declared.path.replace(":path", "")
    for letter in ("font", "codes", "secret"):
        template = template.replace(f"{{{letter}}}", "nothing")
    path = concrete(template, quiet_world.day)
    for headers in (quiet_world.bearer("dispatcher"), {}):
        whole = quiet_world.client.get(path, headers=headers, follow_redirects=False)
        head = quiet_world.client.head(path, headers=headers, follow_redirects=False)

        assert head.content == b""
        assert (head.status_code, _told(head.headers)) == (whole.status_code, _told(whole.headers))


def _told(headers: Any) -> dict[str, str]:  # noqa: ANN401 - of either client
    return {name: value for name, value in headers.items() if name not in VARYING}


def test_a_stream_is_over_once_its_headers_are_there() -> None:
    """It would go on for ever; after the first part it hears that nobody is there."""
    sent: list[Message] = []

    async def stream(scope: Scope, receive: Receive, send: Send) -> None:
        """Tell more for as long as somebody is there."""
        assert scope["method"] == "GET"
        await send({"type": "http.response.start", "status": 200, "headers": []})
        while True:
            await send({"type": "http.response.body", "body": b"more", "more_body": True})
            if (await receive())["type"] == "http.disconnect":
                return

    async def nothing() -> Message:
        """Wait for ever."""
        await asyncio.Event().wait()
        return {"type": "http.disconnect"}

    async def keep(message: Message) -> None:
        """Keep what is sent."""
        sent.append(message)

    run_alone(HeadersOnly(stream)({"type": "http", "method": "HEAD"}, nothing, keep))

    assert [one["type"] for one in sent] == ["http.response.start", "http.response.body"]
    assert sent[-1]["body"] == b""
