"""What storefronts wish for: deliveries to quote, orders to place, changes of them."""

from dataclasses import dataclass
from datetime import datetime

from dispatch.model.ids import QuoteId, StorefrontId
from dispatch.model.orders import Parcel, Proof
from dispatch.model.places import PlaceWish, Window


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteWish:
    """What a storefront would like to have carried.

    Attributes
    ----------
    delivery
        Where to.
    parcels
        What; at least one.
    pickup
        Where from; ``None``: the storefront's own place.
    ready_at
        From when on it can be picked up; ``None``: now.
    deliver_between
        When service at the recipient's door should begin; ``None``: as soon as can be.
    skills
        What the courier must offer.
    storefront
        For whom, when the actor is not a storefront.
    slot
        A slot to book; its window stands in for `deliver_between`.
    proof
        What the courier must bring from the recipient's door.
    reference
        The storefront's own name for the order.
    pickup_service_s, delivery_service_s, setup_s
        Seconds at the counter, at the door, and to park and find it.
    """

    delivery: PlaceWish
    parcels: tuple[Parcel, ...]
    pickup: PlaceWish | None = None
    ready_at: datetime | None = None
    deliver_between: Window | None = None
    skills: frozenset[str] = frozenset()
    storefront: StorefrontId | None = None
    slot: str | None = None
    proof: Proof = Proof.NONE
    reference: str = ""
    pickup_service_s: int = 180
    delivery_service_s: int = 120
    setup_s: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderWish:
    """An order to place: from a quote that is still held, or straight from a wish.

    Attributes
    ----------
    quote
        The quote to accept.
    wish
        What to carry, when there is no quote.
    reference
        The storefront's own name for it; empty: the wish's.

    Raises
    ------
    ValueError
        When there is not exactly one of quote and wish.
    """

    quote: QuoteId | None = None
    wish: QuoteWish | None = None
    reference: str = ""

    def __post_init__(self) -> None:
        if (self.quote is None) == (self.wish is None):
            msg = "Expected either a quote or a wish, got both or neither."
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsignmentWish:
    """Several orders to place at once.

    Attributes
    ----------
    quote
        Of the quotes to accept the one that they are called by.
    wishes
        What to carry, when there are no quotes; one shipment each.
    reference
        The storefront's own name for all of them; the second is called ``NAME/2``, unless its
        wish has a name of its own.
    is_together
        Whether one courier is to bring all of them; quotes know it already.

    Raises
    ------
    ValueError
        When there are both quotes and wishes, or neither.
    """

    quote: QuoteId | None = None
    wishes: tuple[QuoteWish, ...] = ()
    reference: str = ""
    is_together: bool = False

    def __post_init__(self) -> None:
        if (self.quote is None) == (not self.wishes):
            msg = "Expected either a quote or wishes, got both or neither."
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderChange:
    """What to change of an order that has not been picked up; ``None``: as it is.

    Attributes
    ----------
    deliver_between
        Another window.
    note, contact, phone
        At the recipient's door.
    reference
        The storefront's own name for it.
    delivery
        Another door.
    parcels
        Other parcels; at least one.
    if_version
        The version that was looked at; another one is a conflict.
    fee_minor
        The new fee, when it changes, as a sign that it was seen.
    """

    deliver_between: Window | None = None
    note: str | None = None
    contact: str | None = None
    phone: str | None = None
    reference: str | None = None
    delivery: PlaceWish | None = None
    parcels: tuple[Parcel, ...] | None = None
    if_version: int | None = None
    fee_minor: int | None = None
