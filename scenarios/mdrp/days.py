"""Days of the meal delivery routing problem as live days, and the policy they imply."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

from fairness.clauses import Settlement
from fairness.policy import Policy
from routing.instances.instance import InstanceError
from routing.instances.mdrp import FILES, read_mdrp
from routing.model import Matrix
from scenarios.live.day import Handling, LiveCourier, LiveDay, LiveOrder

if TYPE_CHECKING:
    from pathlib import Path

    from routing.instances.mdrp import MdrpDay, MdrpTerms

MINUTE_S = 60
MINOR = 100


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MdrpLive:
    """A day twice: as its files say, and as it is planned.

    Attributes
    ----------
    source
        The files' content, in minutes.
    day
        The same in seconds. Its places are the couriers' starts, the restaurants and the
        orders' doors, in this order.
    """

    source: MdrpDay
    day: LiveDay

    def name_of(self, place: int) -> str:
        """Return what the files call a place."""
        source = self.source
        names = [courier.place.id for courier in source.couriers]
        names += [restaurant.id for restaurant in source.restaurants]
        names += [order.place.id for order in source.orders]
        return names[place]


def read_days(folder: Path) -> tuple[MdrpDay, ...]:
    """Read the day in a folder, or the days in the folders in it.

    Raises
    ------
    InstanceError
        When there is no day, or a file of one is not what its format says.
    """
    folders = [folder] if (folder / FILES[0]).is_file() else sorted(folder.iterdir())
    days = tuple(_read(one) for one in folders if (one / FILES[0]).is_file())
    if not days:
        msg = f"Expected a folder with {', '.join(FILES)} or folders of such, got {folder}."
        raise InstanceError(msg)
    return days


def _read(folder: Path) -> MdrpDay:
    try:
        files = {
            name: (folder / name).read_text(encoding="utf-8")
            for name in FILES
            if (folder / name).is_file()
        }
        return read_mdrp(files, name=folder.name)
    except UnicodeDecodeError as error:
        msg = f"Expected UTF-8 text in {folder}, got byte {error.start} that is none."
        raise InstanceError(msg) from error
    except InstanceError as error:
        msg = f"{folder.name}: {error}"
        raise InstanceError(msg) from error


def live_day(source: MdrpDay) -> MdrpLive:
    """Turn a day into a live one."""
    terms = source.terms
    first_restaurant = len(source.couriers)
    first_door = first_restaurant + len(source.restaurants)
    return MdrpLive(
        source=source,
        day=LiveDay(
            name=source.name,
            orders=tuple(
                LiveOrder(
                    id=order.place.id,
                    placed=order.placed * MINUTE_S,
                    ready=order.ready * MINUTE_S,
                    pickup=first_restaurant + order.restaurant,
                    delivery=first_door + index,
                    target=(order.placed + terms.target) * MINUTE_S,
                    latest=(order.placed + terms.limit) * MINUTE_S,
                )
                for index, order in enumerate(source.orders)
            ),
            couriers=tuple(
                LiveCourier(
                    id=courier.place.id,
                    on=courier.on * MINUTE_S,
                    off=courier.off * MINUTE_S,
                    start=index,
                )
                for index, courier in enumerate(source.couriers)
            ),
            counters=tuple(range(first_restaurant, first_door)),
            matrix=_matrix(source),
            pickup=_handling(terms.pickup_minutes),
            delivery=_handling(terms.delivery_minutes),
        ),
    )


def _handling(minutes: int) -> Handling:
    half = minutes * MINUTE_S // 2
    return Handling(before=half, after=half)


def _matrix(source: MdrpDay) -> Matrix:
    points = np.array(
        [
            (place.x, place.y)
            for place in (
                *(courier.place for courier in source.couriers),
                *source.restaurants,
                *(order.place for order in source.orders),
            )
        ]
    ).reshape(-1, 2)
    x, y = points.T
    metres = np.hypot(x[:, None] - x[None, :], y[:, None] - y[None, :])
    minutes = np.ceil(metres / source.terms.meters_per_minute)
    return Matrix(
        durations=(minutes * MINUTE_S).astype(np.int32),
        distances=np.rint(metres).astype(np.int32),
        reachable=np.ones(metres.shape, dtype=np.bool_),
    )


def policy_of(terms: MdrpTerms, *, lambda_s: int) -> Policy:
    """Give the policy that the terms of a day imply: per order, with an hourly floor.

    Parameters
    ----------
    terms
        What the day pays.
    lambda_s
        Seconds to spend per order of imbalance; 0: none.
    """
    return Policy(
        version=1,
        valid_from=datetime(2000, 1, 1, tzinfo=UTC),
        currency="USD",
        hourly_floor_minor=round(terms.pay_per_hour * MINOR),
        per_drop_minor=round(terms.pay_per_order * MINOR),
        per_km_minor=0,
        settlement=Settlement.SHIFT,
        lambda_s=lambda_s,
    )
