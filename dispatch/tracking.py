"""What a recipient may see of an order, by an unguessable link and without signing in.

Steps, a window in which the courier is expected, whom to ask, and a note to leave. Neither
where the courier is, nor who else is on the route, nor what the order costs.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from dispatch.errors import BadWish, NotFound
from dispatch.events import EventKind
from dispatch.model import MemberId, OrderState, PlanState, Proof, Window
from dispatch.proving import pin_of
from dispatch.transitions import OPEN_STATES, next_state
from dispatch.wholes import members, put_together, subject
from routing.solution import StopKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dispatch.model import Order, PlannedStop
    from dispatch.store import ReadTransaction, Transaction

TOKEN_BYTES = 24
"""192 random bits: a link cannot be guessed."""

RECIPIENT = MemberId("recipient")
LIFETIME = timedelta(days=30)
"""How long after the promise a link still shows something."""

FULL_MINUTES = timedelta(minutes=5)
LONGEST_NOTE = 300
STEPS = (OrderState.PLACED, OrderState.ASSIGNED, OrderState.PICKED_UP, OrderState.DELIVERED)
EXPECTED = frozenset({OrderState.ASSIGNED, OrderState.PICKED_UP})
OPEN = EXPECTED | {OrderState.PLACED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """An order as its recipient sees it.

    Attributes
    ----------
    coop, storefront, phone
        Who brings it, who sends it, and whom to call there; empty: nobody said.
    state
        Where it is in its life.
    steps
        When it was placed, picked up and delivered, as far as that has happened.
    expected
        When somebody should be at the door; ``None`` when nobody will come.
    is_planned
        Whether a courier's plan stands behind `expected`, not the promise alone.
    promise
        Deliver by: what was promised.
    profile
        How the courier moves; empty before one is chosen.
    num_parcels
        How many.
    address
        Where to.
    note
        What the recipient has asked of the courier.
    proof
        What the courier will ask for.
    pin
        What to tell the courier then; empty: nothing.
    time_zone
        Of the co-op.
    """

    coop: str
    storefront: str
    phone: str
    state: OrderState
    steps: dict[OrderState, datetime]
    expected: Window | None
    is_planned: bool
    promise: datetime
    profile: str
    num_parcels: int
    address: str
    note: str
    proof: Proof
    pin: str
    time_zone: str


def new_token() -> str:
    """Draw the secret part of a tracking link."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def track(tx: ReadTransaction, token: str, *, now: datetime) -> Tracked:
    """Give what a recipient may see.

    Raises
    ------
    NotFound
        When the link leads nowhere, or no longer.
    """
    group = members(tx, _order_of(tx, token, now))
    order = put_together(group)
    storefront = tx.storefronts.get(order.storefront)
    planned, profile = _planned(tx, order, group)
    is_open = order.state in OPEN
    promised = Window(
        earliest=min(order.delivery.delivery_window.earliest, order.promise), latest=order.promise
    )
    width = timedelta(seconds=tx.policies.at(now).tracking_window_s)
    expected = promised if planned is None else window_around(planned.start, width=width, now=now)
    return Tracked(
        coop=tx.coop.name,
        storefront=storefront.name,
        phone=storefront.place.phone,
        state=order.state,
        steps=_steps(tx, group),
        expected=expected if is_open else None,
        is_planned=planned is not None,
        promise=order.promise,
        profile=profile,
        num_parcels=len(order.delivery.parcels),
        address=order.delivery.delivery.address,
        note=order.delivery.recipient_note,
        proof=order.delivery.proof,
        pin=pin_of(order) if is_open else "",
        time_zone=tx.coop.time_zone,
    )


def leave_note(tx: Transaction, token: str, note: str, *, now: datetime) -> Order:
    """Tell the courier something about the door, until the order is delivered.

    Raises
    ------
    NotFound
        When the link leads nowhere, or no longer.
    BadWish
        When the note is too long or has characters that nobody can read.
    TransitionRefused
        When nobody is on the way any more.
    """
    group = members(tx, _order_of(tx, token, now))
    text = " ".join(note.split())
    if len(text) > LONGEST_NOTE or not text.isprintable():
        msg = f"Expected a note of at most {LONGEST_NOTE} letters, got {len(text)}."
        raise BadWish(msg, field="note")
    coming = [one for one in group if one.state in OPEN_STATES] or group
    noted = [_noted(tx, one, text, now) for one in coming]
    return noted[0]


def _noted(tx: Transaction, order: Order, text: str, now: datetime) -> Order:
    state = next_state(order, EventKind.ORDER_NOTED)
    delivery = replace(order.delivery, recipient_note=text)
    noted = tx.orders.save(replace(order, state=state, delivery=delivery))
    subjects = {"order": str(order.id), "storefront": str(order.storefront)} | subject(order)
    if order.courier is not None:
        subjects["courier"] = str(order.courier)
    tx.record(EventKind.ORDER_NOTED, actor=RECIPIENT, at=now, day=order.day, subjects=subjects)
    return noted


def window_around(planned: datetime, *, width: timedelta, now: datetime) -> Window:
    """Say honestly when somebody will come: a window in full five minutes, never in the past.

    Parameters
    ----------
    planned
        When the plan has them there.
    width
        How wide the window is; one third of it lies before. 0: the planned minute itself.
    now
        The present moment.
    """
    if not width:
        moment = max(planned, now)
        return Window(earliest=moment, latest=moment)
    soonest = _floor(now)
    earliest = max(_floor(planned - width / 3), soonest)
    latest = _floor(planned + 2 * width / 3 + FULL_MINUTES - timedelta(microseconds=1))
    return Window(earliest=earliest, latest=max(latest, soonest + 2 * FULL_MINUTES))


def _floor(moment: datetime) -> datetime:
    return moment - (moment - datetime.min.replace(tzinfo=moment.tzinfo)) % FULL_MINUTES


def _order_of(tx: ReadTransaction, token: str, now: datetime) -> Order:
    order = tx.orders.tracked(token)
    if order is None or now > order.promise + LIFETIME:
        raise NotFound.of(kind="tracking link", name="")
    return order


def _planned(
    tx: ReadTransaction, order: Order, group: Sequence[Order]
) -> tuple[PlannedStop | None, str]:
    """Find the last stop at the recipient's door in the plan, and how its courier moves."""
    plan = tx.plans.newest(order.day, PlanState.PUBLISHED)
    if plan is None or order.state not in EXPECTED:
        return None, ""
    coming = {one.id for one in group if one.state in EXPECTED}
    found = [
        (stop, route.shift)
        for route in plan.routes
        for stop in route.stops
        if stop.order in coming and stop.kind is StopKind.DELIVERY
    ]
    if len(found) < len(coming):
        return None, ""
    stop, name = max(found, key=lambda one: one[0].start)
    shift = tx.shifts.find(name)
    return stop, "" if shift is None else shift.profile


def _steps(tx: ReadTransaction, group: Sequence[Order]) -> dict[OrderState, datetime]:
    """Say when all of an order was placed, picked up and delivered."""
    steps = {OrderState.PLACED: group[0].placed_at}
    for kind, state in (
        (StopKind.PICKUP, OrderState.PICKED_UP),
        (StopKind.DELIVERY, OrderState.DELIVERED),
    ):
        facts = [tx.stop_facts.find(one.id, kind) for one in group]
        served = [
            fact.served_at
            for fact in facts
            if fact is not None and fact.served_at is not None and fact.state == "done"
        ]
        if len(served) == len(group):
            steps[state] = max(served)
    return steps
