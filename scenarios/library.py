"""Named scenarios: how large a day is, and drawing one by a seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from scenarios.crew import crew
from scenarios.demand import demand, storefronts
from scenarios.history import history

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios.history import PastShift
    from scenarios.specs import Address, CourierSpec, OrderSpec, StorefrontSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """How large a day is and where it happens.

    Attributes
    ----------
    name
        Its name in the library.
    coop_name, time_zone, currency
        The co-op.
    day
        The day; fixed, so that a scenario means the same every day.
    num_couriers, num_storefronts, num_orders
        Size of the day.
    num_weeks
        Weeks of history before it.
    mean_drop_m
        Metres of a usual drop in that history.
    """

    name: str
    coop_name: str
    time_zone: str
    currency: str
    day: date
    num_couriers: int
    num_storefronts: int
    num_orders: int
    num_weeks: int
    mean_drop_m: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayScript:
    """A drawn day: who works, who orders what, and what happened in the weeks before.

    Attributes
    ----------
    scenario
        What it was drawn from.
    seed
        With which seed.
    crew, storefronts, orders, past
        What was drawn.
    """

    scenario: Scenario
    seed: int
    crew: tuple[CourierSpec, ...]
    storefronts: tuple[StorefrontSpec, ...]
    orders: tuple[OrderSpec, ...]
    past: tuple[PastShift, ...]


def library() -> dict[str, Scenario]:
    """Describe the scenarios that have a name.

    Returns
    -------
    dict
        Name to scenario.
    """
    scenarios = (
        Scenario(
            name="helsinki",
            coop_name="Kolme Ratasta",
            time_zone="Europe/Helsinki",
            currency="EUR",
            day=date(2026, 6, 9),
            num_couriers=14,
            num_storefronts=12,
            num_orders=240,
            num_weeks=3,
            mean_drop_m=900,
        ),
        Scenario(
            name="small",
            coop_name="Two Wheels",
            time_zone="Europe/Helsinki",
            currency="EUR",
            day=date(2026, 6, 9),
            num_couriers=8,
            num_storefronts=5,
            num_orders=36,
            num_weeks=3,
            mean_drop_m=700,
        ),
    )
    return {scenario.name: scenario for scenario in scenarios}


def draw_day(scenario: Scenario, addresses: Sequence[Address], *, seed: int) -> DayScript:
    """Draw a day of a scenario.

    Parameters
    ----------
    scenario
        How large it is.
    addresses
        Places of the city, in a fixed order.
    seed
        Start of all random streams.

    Returns
    -------
    DayScript
        The same for the same arguments.

    Raises
    ------
    ValueError
        When the city has fewer addresses than the scenario has storefronts.
    """
    people = crew(addresses, num_couriers=scenario.num_couriers, seed=seed)
    shops = storefronts(addresses, num_storefronts=scenario.num_storefronts, seed=seed)
    return DayScript(
        scenario=scenario,
        seed=seed,
        crew=people,
        storefronts=shops,
        orders=demand(shops, addresses, num_orders=scenario.num_orders, seed=seed),
        past=history(
            people, num_weeks=scenario.num_weeks, mean_drop_m=scenario.mean_drop_m, seed=seed
        ),
    )
