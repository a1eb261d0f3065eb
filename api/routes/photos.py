"""Pictures from the door, and what shows that an order was delivered."""

from functools import partial
from typing import Annotated

from fastapi import Path, Request, Response

from api.deps import AskDep, IdPath
from api.schemas.photos import DeliveryProofOut
from dispatch import photos
from dispatch.model import OrderId

Digest = Annotated[
    str,
    Path(pattern=r"^[0-9a-f]{64}$", description="SHA-256 of the picture, in hex."),
]


async def keep(order_id: IdPath, sha256: Digest, request: Request, ask: AskDep) -> Response:
    """Keep a JPEG picture of a delivery of mine; the same one again changes nothing."""
    take = partial(
        photos.keep,
        actor=ask.actor,
        order=OrderId(order_id),
        sha256=sha256,
        content=await request.body(),
        now=ask.now,
    )
    await ask.write(take)
    return Response(status_code=204)


async def proof(order_id: IdPath, ask: AskDep) -> DeliveryProofOut:
    """Show how an order was delivered: who signed, the picture once it has come."""
    read = partial(photos.proof_of, actor=ask.actor, order=OrderId(order_id))
    return DeliveryProofOut.of(await ask.read(read))
