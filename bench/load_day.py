"""A planned day in a city of a map file, ready to be served: what load is measured against."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from dispatch import keys, planning, review
from dispatch.cached_streets import CachedStreets
from dispatch.model import AccessKind, MemberId, Role
from dispatch.store import open_store
from routing.problem import Budget
from scenarios.calendar import moment_of
from scenarios.city import addresses_of
from scenarios.demo_city import open_or_add
from scenarios.founding import call_of, found
from scenarios.library import draw_day, library
from scenarios.rehearsal import place_orders
from scenarios.scene import Scene

if TYPE_CHECKING:
    from dispatch.day_state import DayState
    from dispatch.store import Store
    from dispatch.streets import Streets
    from routing.model import Location
    from routing.streets.city import City
    from scenarios.founding import Founded

ASKED_AT = timedelta(hours=9)
NUM_ADDRESSES = 900
HEAVIEST_G = 20_000
"""What every bike takes; a small crew may have no larger vehicle."""


@dataclass(frozen=True, kw_only=True)
class LoadDay:
    """A planned day.

    Attributes
    ----------
    city, streets
        Where, as it is and as use cases ask it.
    key
        Of a storefront.
    now
        When it is asked.
    state
        What the day's plan was made from.
    addresses
        Where quotes go.
    num_orders, num_couriers
        How large it is.
    """

    city: City
    streets: CachedStreets
    key: str
    now: datetime
    state: DayState
    addresses: tuple[Location, ...]
    num_orders: int
    num_couriers: int


def prepare(  # noqa: PLR0913 - all named by the caller
    url: str, *, extract: Path, couriers: int, orders: int, iterations: int, seed: int
) -> LoadDay:
    """Draw, place, plan and publish a day in an empty store; no thread is left running."""
    _, city = open_or_add(
        extract,
        cities=Path(".cache/cities"),
        created_at=datetime.now(UTC).replace(microsecond=0),
        on_progress=lambda _step, _share: None,
    )
    scenario = replace(library()["helsinki"], num_couriers=couriers, num_orders=orders)
    addresses = addresses_of(city, num_addresses=NUM_ADDRESSES, seed=seed)
    script = draw_day(scenario, addresses, seed=seed)
    store = open_store(url)
    founded = found(store, script, city="helsinki")
    streets = CachedStreets(city)
    now = moment_of(founded.coop, scenario.day, ASKED_AT)
    scene = Scene(store=store, city="helsinki", streets=streets)
    light = [spec for spec in script.orders if not spec.skills and spec.weight_g <= HEAVIEST_G]
    calls = [call_of(founded, script, spec) for spec in light]
    place_orders(scene, founded, calls, tell=_say_nothing)
    state = publish(store, founded, streets, now=now, iterations=iterations, seed=seed)
    key = key_of(store, founded, now)
    elsewhere = addresses_of(city, num_addresses=NUM_ADDRESSES, seed=seed + 1000)
    store.close()
    return LoadDay(
        city=city,
        streets=streets,
        key=key,
        now=now,
        state=state,
        addresses=tuple(one.location for one in elsewhere),
        num_orders=len(calls),
        num_couriers=len(founded.couriers),
    )


def _say_nothing(_name: str, _done: int, _total: int, /, note: str = "") -> None:
    del note


def publish(  # noqa: PLR0913 - where, when and how well
    store: Store,
    founded: Founded,
    streets: Streets,
    *,
    now: datetime,
    iterations: int,
    seed: int,
) -> DayState:
    """Plan a day's orders and publish the plan; give what it was made from."""
    day = founded.coop.day_of(now)
    with store.read(founded.coop.id) as tx:
        state = planning.prepare(tx, day, now)
    made = planning.draft(state, streets, budget=Budget(iterations=iterations), seed=seed)
    actor = founded.dispatcher
    plan = store.write(
        founded.coop.id, lambda tx: planning.adopt(tx, actor, made, now=now)
    ).result()
    store.write(
        founded.coop.id, lambda tx: review.publish(tx, actor, day, plan.version, now=now)
    ).result()
    return state


def key_of(store: Store, founded: Founded, now: datetime) -> str:
    """Give a storefront a key."""
    numbers = count(1)
    secret = keys.new_secret()
    shop = founded.storefronts[0]
    holder = keys.Holder(
        member=MemberId(f"storefront-{shop}"), role=Role.STOREFRONT, name="bench", storefront=shop
    )
    give = partial(
        keys.grant,
        actor=founded.dispatcher,
        holder=holder,
        kind=AccessKind.KEY,
        secret=secret,
        now=now,
        new_id=lambda: f"key-{next(numbers)}",
    )
    store.write(founded.coop.id, give).result()
    return secret
