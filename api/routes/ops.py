"""Health, numbers, the OpenAPI document, and what problems mean."""

from typing import Annotated

import anyio.to_thread
import orjson
from fastapi import Path, Request, Response

from api.deps import ServicesDep, WordsDep
from api.errors import RULE_STATUSES
from api.metrics import MEDIA_TYPE
from api.problems import STATUSES, Problem, document, refuse
from api.schemas.ops import HealthOut, ReadyOut
from api.schemas.problem import MeaningOut
from dispatch.store import Store

CodePath = Annotated[str, Path(pattern=r"^[a-z_]{1,40}$", examples=["stale_version"])]


async def health() -> HealthOut:
    """Tell that the process answers."""
    return HealthOut(status="ok")


async def readiness(services: ServicesDep) -> ReadyOut:
    """Tell whether the store and every co-op's city are there; 503 if not."""
    wanted = await anyio.to_thread.run_sync(_wanted_cities, services.store)
    if not wanted <= set(services.cities):
        refuse("city_unavailable")
    return ReadyOut(status="ok", cities=sorted(services.cities))


async def metrics(services: ServicesDep) -> Response:
    """Give all numbers in Prometheus's text format."""
    return Response(services.metrics.write(), media_type=MEDIA_TYPE)


async def openapi(request: Request) -> Response:
    """Give the OpenAPI document."""
    return Response(orjson.dumps(request.app.openapi()), media_type="application/json")


async def problem(code: CodePath, words: WordsDep) -> MeaningOut:
    """Say what a problem's code means."""
    status = {**STATUSES, **RULE_STATUSES}.get(code)
    if status is None:
        refuse("not_found")
    said = document(Problem(code=code, status=status), words.catalogs, words.language)
    return MeaningOut.model_validate(said)


def _wanted_cities(store: Store) -> set[str]:
    try:
        store.check()
        return {coop.city for coop in store.coops()} - {""}
    except Exception:  # noqa: BLE001 - whatever it is, this process cannot serve now
        refuse("store_unavailable")
