"""What couriers report while they work, and what became of each stop."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dispatch.model.ids import CourierId, OrderId, ShiftId
from dispatch.model.plans import StopState
from routing.model import Location
from routing.solution import StopKind


class ReportKind(StrEnum):
    """What a courier reports."""

    SHIFT_BEGAN = "shift_began"
    SHIFT_ENDED = "shift_ended"
    PAUSED = "paused"
    RESUMED = "resumed"
    ARRIVED = "arrived"
    PICKED_UP = "picked_up"
    DELIVERED = "delivered"
    FAILED = "failed"
    RETURNED = "returned"
    WAITING_BEGAN = "waiting_began"
    WAITING_ENDED = "waiting_ended"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofGiven:
    """What a courier brought from the recipient's door.

    Attributes
    ----------
    pin
        Digits that the recipient told.
    signed_by
        Name of whoever signed.
    photo_sha256
        Digest of the photo that was taken, in hex.
    is_id_seen
        Whether an identity document was shown.
    """

    pin: str = ""
    signed_by: str = ""
    photo_sha256: str = ""
    is_id_seen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where a courier is who shares it.

    Attributes
    ----------
    courier
        Who.
    at
        When they were there.
    location
        Where.
    """

    courier: CourierId
    at: datetime
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A picture from the recipient's door, as proof of a delivery.

    Attributes
    ----------
    order
        Of which order.
    sha256
        Digest of the content, in hex.
    courier
        Who took it.
    kept_at
        When it came.
    content
        A JPEG file without data about the camera or the place.
    """

    order: OrderId
    sha256: str
    courier: CourierId
    kept_at: datetime
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class CourierEvent:
    """One thing that a phone reports, in the order in which it happened there.

    Attributes
    ----------
    device
        The phone's own name for itself.
    sequence
        Rises by one with each report of the device, from 1.
    kind
        What happened.
    at
        When it happened, by the phone's clock as it was measured against the server's; the
        network may have been away since.
    order
        Which order it is about.
    reason
        Why, for failures.
    location
        Where, if the courier shares it; never kept.
    proof
        What was brought from the recipient's door.
    phone_at
        What the phone's own clock said; ``None`` when it was not told.

    Raises
    ------
    ValueError
        When the sequence is not positive or the time has no offset.
    """

    device: str
    sequence: int
    kind: ReportKind
    at: datetime
    order: OrderId | None = None
    reason: str = ""
    location: Location | None = None
    proof: ProofGiven | None = None
    phone_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.sequence < 1:
            msg = f"Expected a sequence from 1, got {self.sequence}."
            raise ValueError(msg)
        if self.at.tzinfo is None:
            msg = f"Expected a time with an offset, got {self.at}."
            raise ValueError(msg)


class ReportOutcome(StrEnum):
    """What became of a report."""

    APPLIED = "applied"
    DUPLICATE = "duplicate"
    WAITING = "waiting"
    """An earlier one of the same device has not come yet."""
    CONFLICT = "conflict"
    """It contradicts what is known; kept for a person to look at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportResult:
    """What became of one report.

    Attributes
    ----------
    sequence
        Of the report.
    outcome
        Applied, duplicate, waiting or conflict.
    code, message
        Why, for conflicts.
    """

    sequence: int
    outcome: ReportOutcome
    code: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReport:
    """A report as the store keeps it, whatever became of it.

    Attributes
    ----------
    courier
        Who reported.
    report
        What.
    received_at
        When it reached us.
    outcome, code, message
        As in `ReportResult`; an applied report has a code, too, when a person should look.
    """

    courier: CourierId
    report: CourierEvent
    received_at: datetime
    outcome: ReportOutcome
    code: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StopFact:
    """What has really happened at one end of an order.

    Attributes
    ----------
    order, kind
        Which stop: pickup or delivery.
    day
        Of the order.
    courier, shift
        Who was there.
    state
        Arrived, done or failed.
    arrived_at, served_at
        When.
    travel_s, distance_m
        The leg that led there.
    waiting_since
        Since when the courier waits there for goods.
    location
        Where it was.
    proof
        What was brought from the recipient's door, without the digits of a PIN.
    """

    order: OrderId
    kind: StopKind
    day: date
    courier: CourierId
    shift: ShiftId | None
    state: StopState
    arrived_at: datetime
    served_at: datetime | None = None
    travel_s: int = 0
    distance_m: int = 0
    waiting_since: datetime | None = None
    location: Location | None = None
    proof: ProofGiven | None = None
