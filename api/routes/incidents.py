"""What went wrong on a day, with pictures."""

from functools import partial

from fastapi import Request, Response

from api.admission import JPEG
from api.deps import AskDep, DayPath, IdPath
from api.routes.photos import Digest
from api.schemas.incidents import IncidentIn, IncidentOut, IncidentPhotoOut, IncidentsOut
from dispatch import incidents
from dispatch.model import CourierId, IncidentId, OrderId


async def record(wanted: IncidentIn, ask: AskDep) -> IncidentOut:
    """Write down what went wrong; a courier does so about their own work."""
    write = partial(
        incidents.record,
        actor=ask.actor,
        text=wanted.text,
        happened_at=wanted.happened_at or ask.now,
        order=None if wanted.order_id is None else OrderId(wanted.order_id),
        courier=None if wanted.courier_id is None else CourierId(wanted.courier_id),
        now=ask.now,
        new_id=ask.services.new_id,
    )
    return IncidentOut.of(await ask.write(write))


async def of_day(day: DayPath, ask: AskDep) -> IncidentsOut:
    """List what went wrong on a day, the newest first."""
    return IncidentsOut.of(await ask.read(partial(incidents.incidents, actor=ask.actor, day=day)))


async def add_photo(incident_id: IdPath, request: Request, ask: AskDep) -> IncidentPhotoOut:
    """Keep a JPEG picture of an incident, without what the camera wrote into it."""
    take = partial(
        incidents.add_photo,
        actor=ask.actor,
        name=IncidentId(incident_id),
        content=await request.body(),
        now=ask.now,
    )
    return IncidentPhotoOut(sha256=(await ask.write(take)).sha256)


async def photo(incident_id: IdPath, sha256: Digest, ask: AskDep) -> Response:
    """Give a picture of an incident."""
    read = partial(incidents.photo, actor=ask.actor, name=IncidentId(incident_id), sha256=sha256)
    found = await ask.read(read)
    return Response(found.content, media_type=JPEG, headers={"cache-control": "private, no-store"})
