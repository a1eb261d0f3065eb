"""Doors that were found are remembered, beside the change that found them."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import anyio.to_thread

from api.logs import LOGGER_NAME
from dispatch.doors import learn
from routing.streets.errors import CityError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.deps import Ask
    from dispatch.doors import ReachedDoor

LOGGER = logging.getLogger(LOGGER_NAME)


async def remember_doors(ask: Ask, reached: Sequence[ReachedDoor]) -> None:
    """Remember doors; what found them is kept already, so a failure is only logged.

    Parameters
    ----------
    ask
        Whose doors.
    reached
        Where they are.
    """
    doors = ask.services.doors_of(ask.coop)
    try:
        await anyio.to_thread.run_sync(learn, doors, ask.streets, reached)
    except CityError:
        LOGGER.exception("door not remembered", extra={"coop": ask.coop.id})
