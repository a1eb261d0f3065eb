"""Back and forth through the plans that were in force, and what people decided about a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from dispatch.contradictions import TAKEN, refuse_contradictions
from dispatch.errors import NotFound
from dispatch.events import EventKind
from dispatch.model import CourierId, MemberId, OrderId, OrderPin, Role, StopName, StopOrder
from dispatch.permission import require
from dispatch.planning import ask_for_missing
from dispatch.review import check_believed, put_into_force
from routing.solution import StopKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from dispatch.events import Event
    from dispatch.model import Actor, Plan
    from dispatch.store import ReadTransaction, Transaction

DECISIONS = frozenset(
    {
        EventKind.PLAN_PUBLISHED,
        EventKind.PLAN_DISCARDED,
        EventKind.ORDER_PINNED,
        EventKind.ORDER_UNPINNED,
        EventKind.ORDER_SPLIT,
        EventKind.ORDER_REJOINED,
        EventKind.ORDERS_JOINED,
        EventKind.ORDERS_PARTED,
    }
)
"""What people decide about a day."""

PINS = frozenset({EventKind.ORDER_PINNED, EventKind.ORDER_UNPINNED})
STEPPED = PINS | {EventKind.PLAN_PUBLISHED, EventKind.STOPS_ORDERED}
"""What goes and comes with a plan that is taken back or done again."""


class Step(StrEnum):
    """How a plan that was in force before came back."""

    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """Where a day stands in the plans that people have decided on.

    Attributes
    ----------
    done
        Versions that led here; the last one is what is in force.
    undone
        Versions that were taken back; the last one comes again first.
    """

    done: tuple[int, ...] = ()
    undone: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What somebody decided about a day's plan.

    Attributes
    ----------
    seq, at, author
        Which event, when and by whom.
    kind
        Published, discarded, pinned, split, ...
    step
        Whether it was an undo or a redo.
    version
        Of the plan, where it is about one.
    order, courier
        Of the pin, where it is about one.
    reason
        Why, in the person's words.
    """

    seq: int
    at: datetime
    author: MemberId
    kind: EventKind
    step: Step | None = None
    version: int | None = None
    order: OrderId | None = None
    courier: CourierId | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayHistory:
    """Decisions about a day, the newest first, and what can be taken back or done again."""

    decisions: tuple[Decision, ...]
    steps: Steps


def steps_of(events: Iterable[Event]) -> Steps:
    """Follow publications, undo and redo from a day's first event on."""
    done: list[int] = []
    undone: list[int] = []
    for event in events:
        if event.kind is not EventKind.PLAN_PUBLISHED:
            continue
        step = event.payload.get("step")
        if step == Step.UNDO and len(done) > 1:
            undone.append(done.pop())
        elif step == Step.REDO and undone:
            done.append(undone.pop())
        else:
            done.append(int(event.subjects["plan"]))
            undone.clear()
    return Steps(done=tuple(done), undone=tuple(undone))


def history(tx: ReadTransaction, actor: Actor, day: date) -> DayHistory:
    """Tell who decided what about a day's plan, and why."""
    require(actor, Role.DISPATCHER)
    events = tx.events.of_day(day, kinds=DECISIONS)
    reasons = tx.plans.reasons(day)
    pins = {pin.order: pin for pin in tx.pins.of_day(day)}
    said = tx.event_reasons.of_day(day)
    found = [_decision(event, reasons, pins, said) for event in events]
    return DayHistory(decisions=tuple(reversed(found)), steps=steps_of(events))


def undo(tx: Transaction, actor: Actor, day: date, *, if_version: int, now: datetime) -> Plan:
    """Put the plan that was in force before into force again, as a new version.

    Pins and orders of stops that came with the plan that is taken back go with it. Orders that
    came since are planned anew, with all others where they are. Undone again, it goes one
    decision further back.

    Raises
    ------
    NotFound
        When there is none before.
    StaleVersion
        When another plan is in force than believed, or what has happened since
        contradicts the earlier one.
    """
    require(actor, Role.DISPATCHER)
    check_believed(tx, day, if_version)
    events = tx.events.of_day(day, kinds=STEPPED)
    steps = steps_of(events)
    if len(steps.done) < 2:  # noqa: PLR2004 - the one in force and one before
        raise NotFound.of(kind="plan", name=f"before {if_version} of {day}")
    earlier = tx.plans.get(day, steps.done[-2])
    for pinned in tx.pins.of_day(day):
        if earlier.published_at is not None and pinned.at > earlier.published_at:
            tx.pins.remove(pinned.order)
    _order_stops(tx, day, events, steps.done[:-1])
    return _again(tx, actor, earlier, step=Step.UNDO, now=now)


def redo(tx: Transaction, actor: Actor, day: date, *, if_version: int, now: datetime) -> Plan:
    """Put the plan that was taken back last into force again, with its pins.

    Raises
    ------
    NotFound
        When nothing was taken back, or something else was decided since.
    StaleVersion
        As in `undo`.
    """
    require(actor, Role.DISPATCHER)
    check_believed(tx, day, if_version)
    events = tx.events.of_day(day, kinds=STEPPED)
    steps = steps_of(events)
    if not steps.undone:
        raise NotFound.of(kind="plan", name=f"after {if_version} of {day}")
    later = tx.plans.get(day, steps.undone[-1])
    again = _again(tx, actor, later, step=Step.REDO, now=now)
    for pin in _pins_of(events, later, since=steps.done[-1]):
        tx.pins.put(pin)
    _order_stops(tx, day, events, (*steps.done, later.version))
    return again


def _again(tx: Transaction, actor: Actor, known: Plan, *, step: Step, now: datetime) -> Plan:
    refuse_contradictions(
        tx,
        known.day,
        known.routes,
        known.unassigned,
        since=known.based_on_event,
        chosen=TAKEN,
    )
    again = replace(
        known,
        version=tx.plans.newest_version(known.day) + 1,
        based_on_event=tx.plans.seen(known.day),
        created_at=now,
        author=actor.member,
        reason=f"{step.value} of {tx.plans.newest_version(known.day)}",
        overlays=tx.plans.overlays_seen(known.day) or (),
    )
    tx.plans.add(again)
    in_force = put_into_force(tx, actor, again, now=now, note={"step": step.value})
    ask_for_missing(tx, actor, in_force, now=now)
    return in_force


def _pins_of(events: Iterable[Event], plan: Plan, *, since: int) -> list[OrderPin]:
    """Give the pins that came after one publication and with the next."""
    pins: dict[OrderId, OrderPin] = {}
    is_after = False
    for event in events:
        if event.kind is EventKind.PLAN_PUBLISHED:
            version = int(event.subjects["plan"])
            if version == plan.version:
                break
            is_after = is_after or version == since
            continue
        if not is_after or event.kind not in PINS:
            continue
        order = OrderId(event.subjects["order"])
        pins.pop(order, None)
        if event.kind is EventKind.ORDER_PINNED:
            pins[order] = OrderPin(
                order=order,
                courier=CourierId(event.subjects["courier"]),
                day=plan.day,
                author=event.actor,
                at=event.at,
                reason=plan.reason,
            )
    return list(pins.values())


def _order_stops(tx: Transaction, day: date, events: Iterable[Event], done: Sequence[int]) -> None:
    """Keep those orders of stops that were decided on the way to some plans, and no others."""
    decided: dict[tuple[OrderId, StopKind], Event] = {}
    pending: list[Event] = []
    for event in events:
        if event.kind is EventKind.STOPS_ORDERED:
            pending.append(event)
        elif event.kind is EventKind.PLAN_PUBLISHED:
            if "step" not in event.payload and int(event.subjects["plan"]) in done:
                decided |= {_stop_of(one): one for one in pending}
            pending = []
    for known in tx.stop_orders.of_day(day):
        if (known.order, known.kind) not in decided:
            tx.stop_orders.remove(known.order, known.kind)
    said = tx.event_reasons.of_day(day)
    for (order, kind), event in decided.items():
        stops = event.payload.get("stops")
        if isinstance(stops, list):
            tx.stop_orders.put(
                StopOrder(
                    order=order,
                    kind=kind,
                    courier=CourierId(event.subjects["courier"]),
                    day=day,
                    stops=tuple(StopName(StopKind(end), OrderId(name)) for end, name in stops),
                    author=event.actor,
                    at=event.at,
                    reason=said.get(event.seq, ""),
                )
            )


def _stop_of(event: Event) -> tuple[OrderId, StopKind]:
    return OrderId(event.subjects["order"]), StopKind(str(event.payload["stop"]))


def _decision(
    event: Event,
    reasons: dict[int, str],
    pins: dict[OrderId, OrderPin],
    said: dict[int, str],
) -> Decision:
    step = event.payload.get("step")
    version = int(event.subjects["plan"]) if "plan" in event.subjects else None
    order = OrderId(event.subjects["order"]) if "order" in event.subjects else None
    courier = CourierId(event.subjects["courier"]) if "courier" in event.subjects else None
    reason = said.get(event.seq, "") if version is None else reasons.get(version, "")
    pin = None if order is None else pins.get(order)
    if pin is not None and event.kind is EventKind.ORDER_PINNED and pin.at == event.at:
        reason = pin.reason
    return Decision(
        seq=event.seq,
        at=event.at,
        author=event.actor,
        kind=event.kind,
        step=None if step is None else Step(str(step)),
        version=version,
        order=order,
        courier=courier,
        reason="" if step is not None else reason,
    )
