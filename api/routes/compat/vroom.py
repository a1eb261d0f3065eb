"""VROOM's JSON over HTTP, as its own server answers, so that its clients change one address.

Who may not ask is told so in a problem document, before anything is read.
"""

from functools import partial

import anyio.to_thread
import orjson
from fastapi import Request, Response

from api.deps import AskDep, ServicesDep
from api.optimizer import OptimizerBusyError
from api.routes.compat.vroom_answer import INTERNAL, Means, answer_of


async def health(services: ServicesDep) -> Response:
    """Say that problems are solved here, with nothing but the status."""
    await anyio.to_thread.run_sync(services.store.check)
    return Response(b"{}", media_type="application/json")


async def optimize(request: Request, ask: AskDep) -> Response:
    """Plan routes for a problem in VROOM's JSON, and answer in its shape."""
    services = ask.services
    city = await ask.city() if ask.coop.city in services.cities else None
    means = Means(optimizer=services.optimizer, city=city, lines=services.lines)
    body = await request.body()
    try:
        with means.optimizer.turn():
            status, answer = await anyio.to_thread.run_sync(partial(answer_of, body, means))
    except OptimizerBusyError as error:
        said = {"code": INTERNAL, "error": "Another problem is being solved; ask again soon."}
        headers = {"retry-after": str(error.retry_after_s)}
        return Response(orjson.dumps(said), 503, headers, "application/json")
    return Response(orjson.dumps(answer), status, media_type="application/json")
