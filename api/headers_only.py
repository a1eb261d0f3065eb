"""`HEAD` answers as `GET` does, without the body."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


class HeadersOnly:
    """ASGI middleware that asks for what `GET` would give and keeps all but the headers back.

    Parameters
    ----------
    app
        What comes next.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return
        is_over = False

        async def keep_back(message: Message) -> None:
            nonlocal is_over
            if message["type"] == "http.response.start":
                await send(message)
            elif not is_over:  # a stream would go on for ever, and nobody waits for its end
                is_over = True
                await send({"type": "http.response.body", "body": b"", "more_body": False})

        async def hear() -> Message:
            return {"type": "http.disconnect"} if is_over else await receive()

        await self._app({**scope, "method": "GET"}, hear, keep_back)
