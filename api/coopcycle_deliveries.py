"""From a delivery as CoopCycle's clients describe it to a wish that can be ordered.

Nothing is asked here but the body and the clock: no map, no store.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from api.coopcycle_fields import (
    HEAVIEST_G,
    LONGEST_NOTE,
    MOST_PARCELS,
    count_of,
    object_of,
    place_of,
    refuse_field,
    text_of,
)
from api.coopcycle_times import read_moment, read_slot
from dispatch.attention import WINDOW_OVER
from dispatch.consigning import MOST_ORDERED
from dispatch.model import Parcel, QuoteWish, Window
from dispatch.repeats import Asked

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from api.coopcycle_fields import Fields

JUST_OVER: Final = timedelta(hours=2)
"""How long ago a window may have ended for its order still to be taken."""

NUMBERS: Final = ("orderNumber", "order_number", "ref", "reference")
"""Names under which clients send the shop's own number of an order."""


def read_deliveries(body: Fields, *, now: datetime, zone: ZoneInfo) -> tuple[Asked, ...]:
    """Read a delivery, which may go to several doors.

    Parameters
    ----------
    body
        With ``pickup`` and ``dropoff``, or with ``tasks``.
    now
        What relative times are counted from.
    zone
        Where times without an offset hold.

    Returns
    -------
    tuple of Asked
        One per pickup and drop-off that belong together, at least one. A window that has just
        ended is left out and noted.

    Raises
    ------
    ProblemError
        ``body_invalid`` with status 400 and the place of what cannot be read.
    WindowImpossible
        When a window ends before it begins.
    """
    found: list[Asked] = []
    counted: set[str] = set()
    for (pickup, pickup_at), (dropoff, dropoff_at) in shipments_of(body):
        is_new = pickup_at not in counted
        counted.add(pickup_at)
        found.append(
            _read_one(
                body if not found else _without_load(body),
                (pickup if is_new else _without_load(pickup), pickup_at),
                (dropoff, dropoff_at),
                now=now,
                zone=zone,
            )
        )
    return tuple(found)


def _without_load(fields: Fields) -> Fields:
    """Leave out what was said of all parcels together, and counted with the first of them."""
    return {name: value for name, value in fields.items() if name not in {"weight", "packages"}}


def _read_one(
    body: Fields,
    start: tuple[Fields, str],
    end: tuple[Fields, str],
    *,
    now: datetime,
    zone: ZoneInfo,
) -> Asked:
    (pickup, pickup_at), (dropoff, dropoff_at) = start, end
    said = [
        text_of(dropoff.get("comments"), f"{dropoff_at}/comments"),
        text_of(body.get("comments"), "#/comments"),
        _tags(dropoff.get("tags") or body.get("tags"), f"{dropoff_at}/tags"),
    ]
    note = "\n".join(dict.fromkeys(filter(None, said)))[:LONGEST_NOTE]
    delivery = place_of(dropoff.get("address"), f"{dropoff_at}/address", note=note)
    if delivery is None:
        refuse_field(f"{dropoff_at}/address", "fault.missing")
    collect = text_of(pickup.get("comments"), f"{pickup_at}/comments")

    ready_at = _ready_at(pickup, pickup_at, now=now, zone=zone)
    window, after = window_of(dropoff, dropoff_at, now=now, zone=zone, ready_at=ready_at)
    ready_at = max(filter(None, (ready_at, after)), default=None)
    is_over = window is not None and window.latest < now <= window.latest + JUST_OVER
    wish = QuoteWish(
        delivery=delivery,
        parcels=parcels_of(body, pickup, dropoff, dropoff_at, collect),
        pickup=place_of(pickup.get("address"), f"{pickup_at}/address", note=collect),
        ready_at=None if is_over else ready_at,
        deliver_between=None if is_over else window,
        reference=_number(body, pickup, dropoff),
    )
    return Asked(wish=wish, attention=(WINDOW_OVER,) if is_over else ())


def ends_of(
    body: Fields, *, is_partial: bool = False
) -> tuple[tuple[Fields, str], tuple[Fields, str]]:
    """Find pickup and drop-off with their places in the body.

    Parameters
    ----------
    body
        A delivery.
    is_partial
        Whether there may be no drop-off.

    Returns
    -------
    tuple
        Fields and JSON pointer of the pickup and of the drop-off.

    Raises
    ------
    ProblemError
        ``body_invalid`` with status 400 when they cannot be told.
    """
    shipments = shipments_of(body, is_partial=is_partial)
    if len(shipments) > 1:
        refuse_field("#/tasks", "fault.coopcycle_one_dropoff")
    return shipments[0]


def shipments_of(
    body: Fields, *, is_partial: bool = False
) -> tuple[tuple[tuple[Fields, str], tuple[Fields, str]], ...]:
    """Find which pickup goes to which drop-off, with their places in the body.

    A drop-off takes all pickups that are listed since the one before, or else what was picked
    up last; without any pickup in front of it, the storefront's own place.

    Parameters
    ----------
    body, is_partial
        As for `ends_of`.

    Returns
    -------
    tuple
        Per shipment fields and JSON pointer of the pickup and of the drop-off.

    Raises
    ------
    ProblemError
        ``body_invalid`` with status 400 when they cannot be told.
    """
    listed = body.get("tasks")
    if listed is None or listed == []:
        dropoff = object_of(body.get("dropoff"), "#/dropoff")
        if not dropoff and not is_partial:
            refuse_field("#/dropoff", "fault.missing")
        pickup = object_of(body.get("pickup"), "#/pickup")
        return (((pickup, "#/pickup"), (dropoff, "#/dropoff")),)
    if not isinstance(listed, list):
        refuse_field("#/tasks", "fault.list")
    stops = [_stop(part, f"#/tasks/{number}") for number, part in enumerate(listed)]
    if stops[0][0] == "DROPOFF":  # some clients list what they think of first
        stops.sort(key=lambda stop: stop[0], reverse=True)
    waiting: list[tuple[Fields, str]] = []
    last: tuple[Fields, str] = ({}, "#/tasks")
    found = []
    for kind, task, place in stops:
        if kind == "PICKUP":
            waiting.append((task, place))
            continue
        found += [(start, (task, place)) for start in waiting or [last]]
        last, waiting = (waiting or [last])[-1], []
    if not found or waiting:
        refuse_field("#/tasks", "fault.coopcycle_no_dropoff")
    if len(found) > MOST_ORDERED:
        refuse_field("#/tasks", "fault.list_too_long", max_length=MOST_ORDERED)
    return tuple(found)


def _stop(part: object, place: str) -> tuple[str, Fields, str]:
    task = object_of(part, place)
    kind = text_of(task.get("type", "DROPOFF"), f"{place}/type").upper()
    if kind not in {"PICKUP", "DROPOFF"}:
        refuse_field(f"{place}/type", "fault.one_of", expected="'PICKUP' or 'DROPOFF'")
    return kind, task, place


def window_of(
    dropoff: Fields,
    place: str,
    *,
    now: datetime,
    zone: ZoneInfo,
    ready_at: datetime | None = None,
) -> tuple[Window | None, datetime | None]:
    """Read when something is to be delivered.

    Parameters
    ----------
    dropoff, place
        Its fields and its JSON pointer.
    now, zone
        As in `read_deliveries`.
    ready_at
        When the goods are ready; where only an end is given, the window begins no earlier.

    Returns
    -------
    tuple
        The window; or its begin alone, when it has no end.

    Raises
    ------
    ProblemError
        ``body_invalid`` with status 400 for a time that cannot be read.
    WindowImpossible
        When it ends before it begins.
    """
    window = _slot(dropoff, place, now=now, zone=zone)
    if window is not None:
        return window, None
    before, after = (
        _time(dropoff, place, name, now=now, zone=zone) for name in ("before", "after")
    )
    if before is None:
        return None, after
    if after is not None:
        return Window(earliest=after, latest=before), None
    midnight = before.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    earliest = min(max(midnight, ready_at or now), before)
    return Window(earliest=earliest, latest=before), None


def _time(end: Fields, place: str, name: str, *, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Read ``before`` or ``after``, or the older ``doneBefore`` or ``doneAfter``."""
    for spelled in (name, f"done{name.title()}"):
        text = text_of(end.get(spelled), f"{place}/{spelled}")
        if text:
            try:
                return read_moment(text, now=now, zone=zone)
            except ValueError:
                refuse_field(f"{place}/{spelled}", "fault.coopcycle_time")
    return None


def _slot(end: Fields, place: str, *, now: datetime, zone: ZoneInfo) -> Window | None:
    text = text_of(end.get("timeSlot"), f"{place}/timeSlot")
    if not text:
        return None
    try:
        return read_slot(text, now=now, zone=zone)
    except ValueError:
        refuse_field(f"{place}/timeSlot", "fault.coopcycle_time")


def _ready_at(pickup: Fields, place: str, *, now: datetime, zone: ZoneInfo) -> datetime | None:
    window = _slot(pickup, place, now=now, zone=zone)
    _time(pickup, place, "before", now=now, zone=zone)  # it is read, so that nonsense is told
    return window.earliest if window else _time(pickup, place, "after", now=now, zone=zone)


def parcels_of(
    body: Fields, pickup: Fields, dropoff: Fields, place: str, collect: str
) -> tuple[Parcel, ...]:
    """Read parcels and the weight of all of them, which the first one gets.

    Parameters
    ----------
    body, pickup, dropoff
        Where they may stand.
    place
        JSON pointer of the drop-off.
    collect
        What to tell whoever collects them.

    Returns
    -------
    tuple of Parcel
        At least one.

    Raises
    ------
    ProblemError
        ``body_invalid`` with status 400 for what cannot be read.
    """
    names = []
    listed = dropoff.get("packages") or pickup.get("packages") or body.get("packages")
    if listed is not None and not isinstance(listed, list):
        refuse_field(f"{place}/packages", "fault.list")
    for number, part in enumerate(listed or []):
        at = f"{place}/packages/{number}"
        package = object_of(part, at)
        quantity = count_of(package.get("quantity", 1), f"{at}/quantity", least=1, most=100)
        names += [text_of(package.get("type"), f"{at}/type", longest=200)] * quantity
        if len(names) > MOST_PARCELS:
            refuse_field(f"{place}/packages", "fault.list_too_long", max_length=MOST_PARCELS)
    weight: object = dropoff.get("weight") or pickup.get("weight") or body.get("weight") or 0
    weight_g = count_of(weight, f"{place}/weight", least=0, most=HEAVIEST_G)
    first, *others = names or [""]
    described = " - ".join(filter(None, (first, collect)))
    return (
        Parcel(description=described[:LONGEST_NOTE], weight_g=weight_g),
        *(Parcel(description=name) for name in others),
    )


def _number(*parts: Fields) -> str:
    """Find the shop's own number of the order."""
    for part in parts:
        metadata = part.get("metadata")
        for fields in (part, metadata if isinstance(metadata, dict) else {}):
            for name in NUMBERS:
                value = fields.get(name)
                if isinstance(value, str | int) and not isinstance(value, bool) and str(value):
                    return str(value).strip()[:100]
    return ""


def _tags(value: object, place: str) -> str:
    if isinstance(value, list):
        words = [text_of(part, place, longest=50) for part in value[:20]]
    else:
        words = text_of(value, place).split()[:20]
    return " ".join(f"#{word.lstrip('#')}" for word in words if word)
