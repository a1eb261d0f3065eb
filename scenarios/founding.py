"""A drawn day becomes a co-op in a store, through the use cases that people use."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from dispatch.governing import adopt_policy
from dispatch.model import (
    Actor,
    CareWindow,
    Coop,
    CoopId,
    Courier,
    CourierId,
    MemberId,
    OrderWish,
    Parcel,
    Place,
    PlaceWish,
    QuoteWish,
    Role,
    Shift,
    ShiftBreak,
    ShiftId,
    Storefront,
    StorefrontId,
    Window,
)
from dispatch.ordering import place
from dispatch.rostering import add_courier, add_storefront, agree_shift
from fairness.policy import starter_policy
from scenarios.calendar import moment_of, window_of
from scenarios.past import books_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from dispatch.model import Order
    from dispatch.store import Store, Transaction
    from dispatch.streets import Streets
    from fairness.policy import Policy
    from scenarios.library import DayScript
    from scenarios.specs import Address, CourierSpec, OrderSpec, StorefrontSpec

FOUNDED_BEFORE = timedelta(days=60)
PER_DROP_MINOR = 620
PER_KM_MINOR = 110


@dataclass(frozen=True, slots=True, kw_only=True)
class Founded:
    """A co-op whose day was drawn.

    Attributes
    ----------
    coop
        The co-op.
    dispatcher
        Who acts for it.
    couriers, storefronts
        Ids in order of the script.
    """

    coop: Coop
    dispatcher: Actor
    couriers: tuple[CourierId, ...]
    storefronts: tuple[StorefrontId, ...]


def scenario_policy(coop: Coop, valid_from: datetime) -> Policy:
    """Give the rules of a scenario's co-op.

    At about two drops an hour they pay near the floor, so that both sides of it are seen.
    """
    return replace(
        starter_policy(valid_from=valid_from, currency=coop.currency),
        per_drop_minor=PER_DROP_MINOR,
        per_km_minor=PER_KM_MINOR,
        auto_publish=True,
    )


def found(store: Store, script: DayScript, *, city: str) -> Founded:
    """Found the co-op of a script: rules, storefronts, crew, past weeks and today's shifts.

    Parameters
    ----------
    store
        Where; must not know the co-op yet.
    script
        What was drawn.
    city
        Name of its city directory.

    Returns
    -------
    Founded
        Who is who in the store.

    Raises
    ------
    AlreadyExists
        When the store has a co-op of this name.
    """
    scenario = script.scenario
    coop = store.found_coop(
        Coop(
            id=CoopId(slug(scenario.coop_name)),
            name=scenario.coop_name,
            time_zone=scenario.time_zone,
            currency=scenario.currency,
            city=city,
        )
    )
    actor = Actor(coop=coop.id, member=MemberId("dispatcher"), role=Role.DISPATCHER)
    founded = Founded(
        coop=coop,
        dispatcher=actor,
        couriers=tuple(CourierId(slug(spec.name)) for spec in script.crew),
        storefronts=tuple(StorefrontId(slug(spec.name)) for spec in script.storefronts),
    )
    store.write(coop.id, lambda tx: _write(tx, founded, script)).result()
    return founded


def _write(tx: Transaction, founded: Founded, script: DayScript) -> None:
    coop, actor, day = founded.coop, founded.dispatcher, script.scenario.day
    founded_at = moment_of(coop, day, -FOUNDED_BEFORE)
    eve = moment_of(coop, day, -timedelta(days=1))
    policy = adopt_policy(tx, actor, scenario_policy(coop, founded_at), now=founded_at)
    for shop, name in zip(script.storefronts, founded.storefronts, strict=True):
        add_storefront(tx, actor, _storefront(shop, name), now=founded_at)
    for spec, courier in zip(script.crew, founded.couriers, strict=True):
        add_courier(tx, actor, _courier(spec, courier), now=founded_at)
    books = books_of(script.past, coop=coop, day=day, couriers=founded.couriers, policy=policy)
    tx.work.add_of_days(books.records, books.days)
    for tally in books.tallies:
        tx.tallies.put(tally)
    for spec, courier in zip(script.crew, founded.couriers, strict=True):
        agree_shift(tx, actor, _shift(spec, courier, founded, script), now=eve)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A storefront calls: who, for what, when.

    Attributes
    ----------
    actor
        The storefront.
    wish
        The order.
    at
        When it is placed.
    """

    actor: Actor
    wish: OrderWish
    at: datetime


def call_of(founded: Founded, script: DayScript, spec: OrderSpec) -> Call:
    """Turn an order of a script into what its storefront says and when."""
    coop, day = founded.coop, script.scenario.day
    storefront = founded.storefronts[spec.storefront]
    wish = QuoteWish(
        delivery=PlaceWish(address=spec.delivery.label, location=spec.delivery.location),
        parcels=(
            Parcel(
                description=spec.description,
                weight_g=spec.weight_g,
                volume_cm3=spec.volume_cm3,
            ),
        ),
        ready_at=moment_of(coop, day, spec.ready),
        deliver_between=window_of(coop, day, spec.window),
        skills=spec.skills,
    )
    return Call(
        actor=Actor(
            coop=coop.id,
            member=MemberId(f"storefront-{storefront}"),
            role=Role.STOREFRONT,
            storefront=storefront,
        ),
        wish=OrderWish(wish=wish, reference=spec.reference),
        at=moment_of(coop, day, spec.placed),
    )


def place_all(
    tx: Transaction,
    *,
    calls: Iterable[Call],
    streets: Streets,
    new_id: Callable[[], str],
) -> tuple[Order, ...]:
    """Place orders, each at its own moment.

    Raises
    ------
    RuleError
        When the co-op refuses one.
    """
    return tuple(
        place(tx, call.actor, call.wish, streets=streets, now=call.at, new_id=new_id)
        for call in calls
    )


def slug(name: str) -> str:
    """Turn a name into an id: lower-case words joined by hyphens."""
    return "-".join(re.findall(r"[a-z0-9]+", name.lower()))


def _place(address: Address) -> Place:
    return Place(address=address.label, location=address.location)


def _storefront(spec: StorefrontSpec, name: StorefrontId) -> Storefront:
    return Storefront(id=name, name=spec.name, place=_place(spec.address))


def _courier(spec: CourierSpec, courier: CourierId) -> Courier:
    return Courier(
        id=courier,
        name=spec.name,
        initials=spec.initials,
        profile=spec.profile,
        capacity=spec.usual_capacity,
        skills=spec.skills,
        home=spec.home.location,
    )


def _shift(spec: CourierSpec, courier: CourierId, founded: Founded, script: DayScript) -> Shift:
    coop, day = founded.coop, script.scenario.day
    shift = window_of(coop, day, spec.shift)
    breaks: tuple[ShiftBreak, ...] = ()
    if spec.rest is not None:
        within = window_of(coop, day, spec.rest.within)
        breaks = (
            ShiftBreak(
                window=Window(earliest=within.earliest, latest=within.latest),
                duration_s=int(spec.rest.duration.total_seconds()),
            ),
        )
    return Shift(
        id=ShiftId(f"{day.isoformat()}-{courier}"),
        courier=courier,
        day=day,
        starts_at=shift.earliest,
        ends_at=shift.latest,
        start=spec.home.location,
        end=spec.home.location,
        profile=spec.profile,
        capacity=spec.capacity,
        skills=spec.skills,
        breaks=breaks,
        care=tuple(
            CareWindow(
                begins_at=moment_of(coop, day, care.begins),
                ends_at=moment_of(coop, day, care.ends),
            )
            for care in spec.care
        ),
    )
