"""How somebody works, as they have agreed on it."""

from functools import partial

from api.deps import AskDep, IdPath
from api.schemas.couriers import CourierTimeIn, CourierTimeOut
from dispatch import rostering
from dispatch.model import CourierId


async def set_time(courier_id: IdPath, wanted: CourierTimeIn, ask: AskDep) -> CourierTimeOut:
    """Say how long a courier takes compared with others; their days are planned again."""
    agree = partial(
        rostering.set_time,
        actor=ask.actor,
        courier=CourierId(courier_id),
        time_permille=wanted.time_permille,
        now=ask.now,
    )
    return CourierTimeOut.of(await ask.write(agree))
