"""What storefronts buy: parcels, deliveries, quotes, orders and their states."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dispatch.model.ids import CourierId, OrderId, QuoteId, StorefrontId
from dispatch.model.places import Place, Window
from fairness.money import Money
from fairness.tariff import FeeBreakdown


class OrderState(StrEnum):
    """Where an order is in its life; `dispatch.transitions` says what leads where."""

    PLACED = "placed"
    ASSIGNED = "assigned"
    PICKED_UP = "picked_up"
    DELIVERED = "delivered"
    FAILED = "failed"
    RETURNED = "returned"
    CANCELED = "canceled"


class Proof(StrEnum):
    """What a courier must bring from the recipient's door."""

    NONE = "none"
    PHOTO = "photo"
    """A photo of where it was left."""
    SIGNATURE = "signature"
    """The name of whoever signed."""
    PIN = "pin"
    """Four digits that the recipient knows."""
    ID = "id"
    """That an identity document was shown; nothing of it is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One physical item of an order.

    Attributes
    ----------
    description
        As the storefront names it.
    weight_g, volume_cm3
        Grams and cubic centimetres.

    Raises
    ------
    ValueError
        When a number is negative.
    """

    description: str = ""
    weight_g: int = 0
    volume_cm3: int = 0

    def __post_init__(self) -> None:
        if min(self.weight_g, self.volume_cm3) < 0:
            msg = f"Expected no negative weight or volume, got {self}."
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What is to be carried, with places found and windows set: an order before its sale.

    Attributes
    ----------
    pickup, delivery
        Where from, where to.
    pickup_window, delivery_window
        When service may begin at either end.
    parcels, skills
        What, and what it takes.
    distance_m
        Metres by bike from pickup to delivery; what drop pay counts, whoever rides.
    minutes
        Minutes by bike from pickup to delivery with both services.
    pickup_service_s, delivery_service_s, setup_s
        Seconds at the counter, at the door, and to park and find it.
    climb_m
        Metres of ascent by bike from pickup to delivery; 0 where the city is flat, or until
        it is ordered.
    is_estimate
        Whether travel was guessed when this was worked out, because an engine elsewhere
        did not answer.
    proof
        What the courier must bring from the recipient's door.
    recipient_note
        What the recipient asks of the courier.
    """

    pickup: Place
    delivery: Place
    pickup_window: Window
    delivery_window: Window
    parcels: tuple[Parcel, ...]
    skills: frozenset[str] = frozenset()
    distance_m: int = 0
    minutes: int = 0
    pickup_service_s: int = 180
    delivery_service_s: int = 120
    setup_s: int = 60
    climb_m: int = 0
    is_estimate: bool = False
    proof: Proof = Proof.NONE
    recipient_note: str = ""

    @property
    def load(self) -> tuple[int, ...]:
        """Grams and cubic centimetres of all parcels."""
        weight = sum(parcel.weight_g for parcel in self.parcels)
        return (weight, sum(parcel.volume_cm3 for parcel in self.parcels))


class QuoteState(StrEnum):
    """What became of a quote; one past its `held_until` is expired without a state."""

    OPEN = "open"
    ACCEPTED = "accepted"
    RELEASED = "released"
    """Given back before its time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A coded reason with what would help, ready to be said in any language.

    Attributes
    ----------
    code
        Stable code, one of `routing.reasons.Code` or a rule's.
    values
        Numbers and names that a sentence about it needs.
    remedies
        Codes of what would help, most useful first.
    """

    code: str
    values: dict[str, int | str]
    remedies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Fee and promise for a delivery, held until a time.

    Attributes
    ----------
    id
        Unique in the co-op.
    storefront
        For whom.
    delivery
        What was asked for.
    fee
        What it would cost and whom that pays.
    is_feasible
        Whether a courier of the plan in force can do it without lateness.
    promise
        When it will be at the door; ``None`` when infeasible.
    alternatives
        Delivery windows that are feasible, earliest first.
    reason
        Why not, when infeasible.
    num_couriers
        How many couriers could take it.
    margin_s
        Seconds between the planned arrival and the end of the promise: how late traffic
        may make it before the promise is broken.
    given_at, held_until
        From when to when it can be accepted.
    reference
        The storefront's own name for it.
    state
        Whether it was accepted.
    slot
        The slot that it holds.
    day
        The co-op's day of the promise; ``None`` for quotes from before this was kept.
    is_reserved
        Whether later quotes leave it its place in the plan. Without that it is looked at
        again when it is booked.
    is_open
        Whether no window was asked for, so that the promise is what the plan said.
    consignment
        The first quote of those that were asked for at once; ``None``: it was alone.
    is_together
        Whether one courier is to bring all of them.
    """

    id: QuoteId
    storefront: StorefrontId
    delivery: Delivery
    fee: FeeBreakdown
    is_feasible: bool
    promise: Window | None
    alternatives: tuple[Window, ...]
    reason: Remark | None
    num_couriers: int
    margin_s: int
    given_at: datetime
    held_until: datetime
    reference: str = ""
    state: QuoteState = QuoteState.OPEN
    slot: str | None = None
    day: date | None = None
    is_reserved: bool = False
    is_open: bool = False
    consignment: QuoteId | None = None
    is_together: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a storefront bought from us.

    Attributes
    ----------
    id
        Unique in the co-op.
    storefront
        Who bought it.
    day
        The co-op's day on which it is delivered.
    reference
        The storefront's own name for it.
    delivery
        What is carried, from where to where, and when.
    fee
        What the storefront pays.
    promise
        Deliver by: what the recipient was told.
    placed_at
        When it was bought.
    state
        Where it is in its life.
    courier
        Who has it in the plan in force or on board.
    quote
        The quote that it accepted.
    needs_attention
        Codes of what a person should look at.
    slot
        The slot that it was booked into.
    version
        Rises with each change that somebody makes.
    tracking
        Secret part of the recipient's link; ``None`` for orders from before there were any.
    consignment
        The first order of those that were bought at once; ``None``: it was alone.
    is_together
        Whether one courier is to bring all of them.
    tip_minor
        Minor units on top of the fee, for whoever delivers it.
    part_of
        The order that these parcels were split off; its storefront and its recipient know only
        that one.
    rides_with
        The first of those that a dispatcher wants one courier to bring together.
    """

    id: OrderId
    storefront: StorefrontId
    day: date
    reference: str
    delivery: Delivery
    fee: Money
    promise: datetime
    placed_at: datetime
    state: OrderState = OrderState.PLACED
    courier: CourierId | None = None
    quote: QuoteId | None = None
    needs_attention: tuple[str, ...] = ()
    slot: str | None = None
    version: int = 1
    tracking: str | None = None
    consignment: OrderId | None = None
    is_together: bool = False
    tip_minor: int = 0
    part_of: OrderId | None = None
    rides_with: OrderId | None = None

    @property
    def whole_id(self) -> OrderId:
        """What the storefront calls it: the order that it is a part of, or its own id."""
        return self.part_of or self.id
