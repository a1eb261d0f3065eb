"""Facts that happened, as the audit log and the outbox keep them.

An event names who and what by id only: no addresses, no names, no notes. So the chain of
hashes stays whole when a person is forgotten.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from dispatch.model.ids import CoopId, MemberId


class EventKind(StrEnum):
    """What happened; `docs/events.md` has a heading for each."""

    COOP_FOUNDED = "coop.founded"
    COOP_CHANGED = "coop.changed"
    STOREFRONT_ADDED = "storefront.added"
    STOREFRONT_CHANGED = "storefront.changed"
    COURIER_ADDED = "courier.added"
    COURIER_CHANGED = "courier.changed"
    VEHICLE_ADDED = "vehicle.added"
    VEHICLE_CHANGED = "vehicle.changed"
    ZONE_ADDED = "zone.added"
    ZONE_REMOVED = "zone.removed"
    SLOT_RULE_ADDED = "slot_rule.added"
    SLOT_RULE_REMOVED = "slot_rule.removed"
    POLICY_ADOPTED = "policy.adopted"
    ACCESS_GRANTED = "access.granted"
    ACCESS_REVOKED = "access.revoked"
    ACCESS_ROTATED = "access.rotated"
    MEMBER_SIGNED_IN = "member.signed_in"
    QUOTE_GIVEN = "quote.given"
    QUOTE_RELEASED = "quote.released"
    ORDER_PLACED = "order.placed"
    STANDING_ADDED = "standing_order.added"
    STANDING_CHANGED = "standing_order.changed"
    STANDING_MISSED = "standing_order.missed"
    IMPORT_STARTED = "import.started"
    IMPORT_ENDED = "import.ended"
    ORDER_CHANGED = "order.changed"
    ORDER_NOTED = "order.noted"
    ORDER_CANCELED = "order.canceled"
    ORDER_SPLIT = "order.split"
    ORDER_REJOINED = "order.rejoined"
    ORDERS_JOINED = "orders.joined"
    ORDERS_PARTED = "orders.parted"
    ORDER_LOCATED = "order.located"
    ORDER_PINNED = "order.pinned"
    ORDER_UNPINNED = "order.unpinned"
    STOPS_ORDERED = "stops.ordered"
    SHIFT_AGREED = "shift.agreed"
    SHIFT_CHANGED = "shift.changed"
    SHIFT_CANCELED = "shift.canceled"
    SHIFT_BEGAN = "shift.began"
    SHIFT_ENDED = "shift.ended"
    SHIFT_OFFERED = "shift.offered"
    SHIFT_KEPT = "shift.kept"
    SHIFT_PAUSED = "shift.paused"
    SHIFT_RESUMED = "shift.resumed"
    OVERLAY_ADDED = "overlay.added"
    OVERLAY_ENDED = "overlay.ended"
    PLAN_REQUESTED = "plan.requested"
    PLAN_PROPOSED = "plan.proposed"
    PLAN_PUBLISHED = "plan.published"
    PLAN_DISCARDED = "plan.discarded"
    STOP_ARRIVED = "stop.arrived"
    STOP_SERVED = "stop.served"
    STOP_FAILED = "stop.failed"
    STOP_DECLINED = "stop.declined"
    ORDER_RETURNED = "order.returned"
    ORDER_STRANDED = "order.stranded"
    INCIDENT_RECORDED = "incident.recorded"
    WAITING_BEGAN = "waiting.began"
    WAITING_ENDED = "waiting.ended"
    REPORT_KEPT = "report.kept"
    REPORT_DECIDED = "report.decided"
    WORK_RECORDED = "work.recorded"
    CONTRACT_AGREED = "contract.agreed"
    RAIN_NOTED = "rain.noted"
    TIP_GIVEN = "tip.given"
    PAY_CORRECTED = "pay.corrected"
    PAY_CLOSED = "pay.closed"
    CONTESTATION_OPENED = "contestation.opened"
    CONTESTATION_ANSWERED = "contestation.answered"
    CONTESTATION_ERASED = "contestation.erased"
    PROPOSAL_OPENED = "proposal.opened"
    BALLOT_CAST = "ballot.cast"
    PROPOSAL_CLOSED = "proposal.closed"
    VOTE_DELEGATED = "vote.delegated"
    DELEGATION_ENDED = "delegation.ended"
    REPLAY_STARTED = "replay.started"
    REPLAY_ENDED = "replay.ended"
    REPLAY_PUBLISHED = "replay.published"
    SUBSCRIPTION_ADDED = "subscription.added"
    SUBSCRIPTION_REMOVED = "subscription.removed"
    SUBSCRIPTION_ROTATED = "subscription.rotated"
    SUBSCRIPTION_ENDED = "subscription.ended"


PLANNING_KINDS: frozenset[EventKind] = frozenset(
    {
        EventKind.COURIER_CHANGED,
        EventKind.ORDER_PLACED,
        EventKind.ORDER_CHANGED,
        EventKind.ORDER_CANCELED,
        EventKind.ORDER_SPLIT,
        EventKind.ORDER_REJOINED,
        EventKind.ORDERS_JOINED,
        EventKind.ORDERS_PARTED,
        EventKind.ORDER_LOCATED,
        EventKind.ORDER_PINNED,
        EventKind.ORDER_UNPINNED,
        EventKind.SHIFT_AGREED,
        EventKind.SHIFT_CHANGED,
        EventKind.SHIFT_CANCELED,
        EventKind.SHIFT_ENDED,
        EventKind.STOP_FAILED,
        EventKind.STOP_DECLINED,
        EventKind.ORDER_STRANDED,
        EventKind.PLAN_REQUESTED,
    }
)
"""After one of these the day's plan is out of date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One fact, at its place in the co-op's chain.

    Attributes
    ----------
    seq
        Place in the chain: 1, 2, 3 ... without a gap, in the order of commits.
    coop
        Whose chain.
    day
        Which of the co-op's days it concerns, if one.
    kind
        What happened.
    at
        When, by the clock of the use case that recorded it.
    actor
        Who did it.
    subjects
        Ids of what it is about, by word: order, whole (the order that one is a part of),
        part (what was split off), courier, storefront, shift, plan, overlay, zone, slot_rule,
        contestation, proposal, replay, policy, subscription, import, standing_order, incident,
        vehicle.
    payload
        What else a reader needs: numbers, codes and times; nothing personal.
    previous_hash, hash
        SHA-256 of the event before, and of this one (see `dispatch.chain`).
    """

    seq: int
    coop: CoopId
    day: date | None
    kind: EventKind
    at: datetime
    actor: MemberId
    subjects: dict[str, str] = field(default_factory=dict)
    payload: dict[str, object] = field(default_factory=dict)
    previous_hash: str = ""
    hash: str = ""
