"""Where everybody and everything stands at a moment of a live day."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from fairness.targets import Share

if TYPE_CHECKING:
    from routing.solution import StopKind
    from scenarios.live.day import LiveDay
    from scenarios.live.outcome import Leg


class Doing(StrEnum):
    """What a courier does at the place where they are free next."""

    WAITING = "waiting"
    """Nothing yet: at the start of the shift, after a hand-over, or near a pickup's place."""
    LOADED = "loaded"
    """Has just picked something up there and could take more before leaving."""


@dataclass(slots=True, eq=False)
class Courier:
    """A courier at work.

    Attributes
    ----------
    place, free_at, doing
        Where and from when on the courier can do something else.
    stay
        Number of the stay at which the courier is `Doing.LOADED`.
    num_orders
        Orders taken over so far.
    plan
        Stops that are planned and not begun: kind and order.
    """

    place: int
    free_at: int
    doing: Doing = Doing.WAITING
    stay: int = -1
    num_orders: int = 0
    plan: tuple[tuple[StopKind, int], ...] = ()


@dataclass(slots=True, eq=False)
class LiveState:
    """A live day under way.

    Attributes
    ----------
    day
        Which.
    now
        The moment.
    couriers
        By index.
    open
        Orders that are known and not picked up.
    on_board
        Courier of each order that is picked up and not handed over.
    barred
        Pairs of an order and a courier whose shift would end before the pickup.
    carriers, decided, stays, handed, quoted
        By order: who has or had it, when that was decided, at which stay it was picked up,
        when it was handed over, when the quote said that it would be.
    seen
        Orders that were quoted, or could not be.
    picked
        By stay: when what was picked up there was taken.
    legs
        Ways that are begun.
    """

    day: LiveDay
    now: int
    couriers: list[Courier]
    open: set[int] = field(default_factory=set)
    on_board: dict[int, int] = field(default_factory=dict)
    barred: set[tuple[int, int]] = field(default_factory=set)
    carriers: dict[int, int] = field(default_factory=dict)
    decided: dict[int, int] = field(default_factory=dict)
    stays: dict[int, int] = field(default_factory=dict)
    handed: dict[int, int] = field(default_factory=dict)
    quoted: dict[int, int] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    picked: dict[int, int] = field(default_factory=dict)
    legs: list[Leg] = field(default_factory=list)

    def shares(self) -> tuple[Share, ...]:
        """Give each courier's orders and online time so far."""
        return tuple(
            Share(
                num_orders=courier.num_orders,
                online_s=max(0, min(self.now, shift.off) - shift.on),
            )
            for courier, shift in zip(self.couriers, self.day.couriers, strict=True)
        )


def begin(day: LiveDay) -> LiveState:
    """Begin a day: nobody has anything."""
    return LiveState(
        day=day,
        now=0,
        couriers=[Courier(place=shift.start, free_at=shift.on) for shift in day.couriers],
    )
