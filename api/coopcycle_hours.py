"""Opening hours as CoopCycle's clients draw them: never none, only what can still be kept."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any, Final

from dispatch.model import ShiftState, SlotState, Window
from dispatch.slots import slots_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from api.words import Words
    from dispatch.model import Actor, StorefrontId
    from dispatch.store import ReadTransaction

DAY_NAMES: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEK: Final = 7
MOST_DAYS: Final = 2
"""How many open days clients offer at once."""

EVERY_DAY: Final[list[dict[str, Any]]] = [
    {"opens": "08:00", "closes": "20:00", "dayOfWeek": list(DAY_NAMES)}
]
"""Where a co-op has said nothing: clients need some hours, and orders for any are taken."""

STEP: Final = timedelta(minutes=30)


def opening_hours(windows: Iterable[Window], zone: ZoneInfo) -> list[dict[str, Any]]:
    """Write windows of one week as opening hours by weekday.

    Parameters
    ----------
    windows
        Within seven days, so that each weekday is one day.
    zone
        Where the hours hold.

    Returns
    -------
    list of dict
        ``opens``, ``closes`` and ``dayOfWeek``, by time; what crosses midnight ends there.
    """
    days: dict[tuple[str, str], set[int]] = defaultdict(set)
    for window in windows:
        begins, ends = (end.astimezone(zone) for end in (window.earliest, window.latest))
        opens = f"{begins:%H:%M}"
        closes = f"{ends:%H:%M}" if ends.date() == begins.date() else "23:59"
        if opens < closes:
            days[opens, closes].add(begins.weekday())
    return [
        {"opens": opens, "closes": closes, "dayOfWeek": [DAY_NAMES[day] for day in sorted(on)]}
        for (opens, closes), on in sorted(days.items())
    ]


def feasible_hours(
    tx: ReadTransaction, actor: Actor, storefront: StorefrontId, *, now: datetime, zone: ZoneInfo
) -> list[dict[str, Any]]:
    """Find the hours that can still be booked: open slots of the next days, else agreed shifts.

    Parameters
    ----------
    tx, actor
        In which co-op, and who asks.
    storefront
        Whose hours.
    now
        The present moment.
    zone
        The co-op's.

    Returns
    -------
    list of dict
        As `opening_hours`; never empty.

    Raises
    ------
    NotFound
        When the actor has no such storefront.
    """
    today = tx.coop.date_of(now)
    has_rules = bool(tx.slot_rules.for_storefront(storefront))
    usual: list[dict[str, Any]] = []
    for first in (0, WEEK):
        days = [today + timedelta(days=first + ahead) for ahead in range(WEEK)]
        slots = [
            slot
            for day in days
            for slot in slots_of(tx, actor, day, storefront=storefront, now=now)
        ]
        open_slots = [slot.window for slot in slots if slot.state is SlotState.OPEN]
        if open_slots:
            return opening_hours(open_slots, zone)
        usual = opening_hours((slot.window for slot in slots), zone)
    if has_rules:
        return usual or EVERY_DAY
    return opening_hours(_shift_windows(tx, now), zone) or EVERY_DAY


def feasible_windows(
    tx: ReadTransaction, actor: Actor, storefront: StorefrontId, *, now: datetime, zone: ZoneInfo
) -> tuple[Window, ...]:
    """Find the windows of the next two open days: open slots, else hours of agreed shifts.

    Parameters
    ----------
    tx, actor, storefront, now, zone
        As in `feasible_hours`.

    Returns
    -------
    tuple of Window
        In UTC, the earliest first; none when every slot is taken.

    Raises
    ------
    NotFound
        When the actor has no such storefront.
    """
    today = tx.coop.date_of(now)
    if tx.slot_rules.for_storefront(storefront):
        found = [
            Window(
                earliest=slot.window.earliest.astimezone(UTC),
                latest=slot.window.latest.astimezone(UTC),
            )
            for ahead in range(2 * WEEK)
            for slot in slots_of(
                tx, actor, today + timedelta(days=ahead), storefront=storefront, now=now
            )
            if slot.state is SlotState.OPEN
        ]
    else:
        found = _hours(_shift_windows(tx, now))
    days = sorted({window.earliest.astimezone(zone).date() for window in found})[:MOST_DAYS]
    return tuple(one for one in found if one.earliest.astimezone(zone).date() in days)


def label_of(window: Window, words: Words, *, now: datetime, zone: ZoneInfo) -> str:
    """Say when a window is, such as ``Today between 10:00 and 12:00``."""
    begins, ends = (end.astimezone(zone) for end in (window.earliest, window.latest))
    ahead = (begins.date() - now.astimezone(zone).date()).days
    day = words.say(f"coopcycle.day.{ahead}") if ahead in {0, 1} else f"{begins:%Y-%m-%d}"
    values = {"day": day, "begins": f"{begins:%H:%M}", "ends": f"{ends:%H:%M}"}
    return words.say("coopcycle.between", values)


def interval_of(hours: list[dict[str, Any]]) -> str:
    """Say for how many open days clients should offer hours, such as ``2 days``."""
    num_days = min(MOST_DAYS, len({day for one in hours for day in one["dayOfWeek"]}))
    return f"{num_days} days" if num_days > 1 else "1 day"


def notice_of(seconds: int) -> str:
    """Write a prior notice, such as ``90 minutes``."""
    minutes = -(-seconds // 60)
    hours, rest = divmod(minutes, 60)
    if rest or not hours:
        return f"{minutes} minute" + ("s" if minutes != 1 else "")
    return f"{hours} hour" + ("s" if hours != 1 else "")


def _hours(spans: Iterable[Window]) -> list[Window]:
    """Cut spans into windows of an hour that begin on the hour."""
    hour = timedelta(hours=1)
    found: list[Window] = []
    for span in spans:
        begins = span.earliest.astimezone(UTC)
        rest = timedelta(minutes=begins.minute, seconds=begins.second)
        begins += hour - rest if rest else timedelta()
        while begins + hour <= span.latest:
            found.append(Window(earliest=begins, latest=begins + hour))
            begins += hour
    return found


def _shift_windows(tx: ReadTransaction, now: datetime) -> list[Window]:
    """Give what agreed shifts of the next week cover from now on, joined where they touch."""
    today = tx.coop.date_of(now)
    last = today + timedelta(days=WEEK - 1)
    soon = now + (STEP - timedelta(seconds=now.timestamp() % STEP.total_seconds()))
    spans = sorted(
        (max(shift.starts_at, soon), shift.ends_at)
        for shift in tx.shifts.from_day(today)
        if shift.day <= last
        and shift.state is not ShiftState.ENDED
        and max(shift.starts_at, soon) < shift.ends_at
    )
    joined: list[Window] = []
    for begins, ends in spans:
        if joined and begins <= joined[-1].latest:
            latest = max(ends, joined[-1].latest)
            joined[-1] = Window(earliest=joined[-1].earliest, latest=latest)
        else:
            joined.append(Window(earliest=begins, latest=ends))
    return joined
