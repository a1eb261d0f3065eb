"""The problem a solver gets, checked when it is made, and the budget it may spend."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from routing.rules.pair_costs import dearest_pairs
from routing.rules.promises import largest_lateness_cost
from routing.rules.sequences import bound_vehicles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from routing.model import Balance, Matrix, Pin, Shipment, SoftBound, Vehicle
    from routing.rules.relays import Relay
    from routing.rules.sequences import SequencePin

LARGEST_PENALTY = 10**14
"""Keeps sums of a few thousand penalties within 64 bits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Everything a solver needs to know, and nothing about people, money or calendars.

    Attributes
    ----------
    matrices
        One per profile; all over the same locations.
    vehicles
        The resources.
    shipments
        What is to be carried.
    pins
        Decisions of people that must be kept; at most one per shipment.
    sequences
        Orders of stops that must be kept; see `routing.rules.sequences`.
    relays
        Shipments that are two legs over a hub; see `routing.rules.relays`.
    forbidden
        Pairs (shipment, vehicle) that must not be matched.
    pair_costs
        Cost >= 0 of carrying a shipment with a vehicle, by (shipment, vehicle); see
        `routing.rules.pair_costs`.
    soft_bounds
        Bounds with a price.
    balance
        What to even out, if anything.

    Raises
    ------
    ValueError
        When an index points nowhere or numbers of dimensions differ; the message names
        the entry.
    """

    matrices: tuple[Matrix, ...]
    vehicles: tuple[Vehicle, ...]
    shipments: tuple[Shipment, ...]
    pins: tuple[Pin, ...] = ()
    sequences: tuple[SequencePin, ...] = ()
    relays: tuple[Relay, ...] = ()
    forbidden: frozenset[tuple[int, int]] = frozenset()
    pair_costs: Mapping[tuple[int, int], int] = field(default_factory=dict)
    soft_bounds: tuple[SoftBound, ...] = ()
    balance: Balance | None = None

    def __post_init__(self) -> None:
        from routing.validate import validate  # noqa: PLC0415 - it needs the types above

        validate(self)

    @property
    def mandatory_penalty(self) -> int:
        """Cost of leaving out a shipment without a drop penalty: more than any plan can cost."""
        legs = 2 * len(self.shipments) + 2
        seconds = max((int(m.durations.max(initial=0)) for m in self.matrices), default=0) * legs
        metres = max((int(m.distances.max(initial=0)) for m in self.matrices), default=0) * legs
        routes = sum(
            v.fixed_cost + seconds * v.cost_per_second + metres * v.cost_per_metre
            for v in self.vehicles
        )
        pairs = dearest_pairs(self)
        lateness = largest_lateness_cost(self)
        drops = sum(shipment.drop_penalty or 0 for shipment in self.shipments)
        amounts = sum(shipment.amount for shipment in self.shipments)
        end = max((v.shift.latest for v in self.vehicles), default=0)
        reach = max(seconds + end, metres, amounts)
        bounds = sum(
            bound.cost_per_unit * max(reach, bound.lower or 0) for bound in self.soft_bounds
        )
        return min(1 + routes + pairs + lateness + drops + bounds, LARGEST_PENALTY)

    @property
    def pinned(self) -> dict[int, int]:
        """Vehicle that each shipment must go with that is pinned or in a sequence."""
        pins = {pin.shipment: pin.vehicle for pin in self.pins}
        return {**pins, **bound_vehicles(self)} if self.sequences else pins

    def may_carry(self, vehicle: int, shipment: int) -> bool:
        """Tell whether skills, pins and forbidden pairs let a vehicle take a shipment."""
        return (
            self.shipments[shipment].skills <= self.vehicles[vehicle].skills
            and (shipment, vehicle) not in self.forbidden
            and self.pinned.get(shipment, vehicle) == vehicle
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """When to stop searching: whatever comes first.

    Attributes
    ----------
    seconds
        Wall-clock limit; ``None``: no limit.
    iterations
        Limit in units of search effort, for repeatable runs; ``None``: no limit.

    Raises
    ------
    ValueError
        When neither limit is given, or one is not positive.
    """

    seconds: float | None = None
    iterations: int | None = None

    def __post_init__(self) -> None:
        limits = [limit for limit in (self.seconds, self.iterations) if limit is not None]
        if not limits or min(limits) <= 0:
            msg = f"Expected a positive limit of seconds or iterations, got {self}."
            raise ValueError(msg)
