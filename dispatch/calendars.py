"""A courier's shifts for any calendar, by an unguessable address."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Final

from dispatch import keys
from dispatch.errors import BadToken
from dispatch.model import ShiftState
from dispatch.permission import require_courier

if TYPE_CHECKING:
    from datetime import datetime

    from dispatch.model import Coop, Shift
    from dispatch.store import ReadTransaction

SCOPE: Final = "calendar"
"""What the key of a calendar may do, and nothing else."""
BACK: Final = timedelta(days=30)
AHEAD: Final = timedelta(days=120)
PRODUCT: Final = "-//Commonwheel//Shifts//EN"
LINE_BYTES: Final = 73
"""RFC 5545: lines of at most 75 octets, the rest folded."""


def read(tx: ReadTransaction, secret: str, *, now: datetime) -> str:
    """Write the shifts of whoever has a calendar's secret, as iCalendar (RFC 5545).

    Raises
    ------
    BadToken
        When the secret is unknown or ended, or for something else.
    """
    access, actor = keys.identify(tx, secret, now=now)
    if access.scopes != {SCOPE}:
        msg = "Expected the secret of a calendar, got another."
        raise BadToken(msg)
    me = require_courier(actor)
    today = tx.coop.day_of(now)
    shifts = tx.shifts.of_courier(me, today - BACK, today + AHEAD)
    return write(tx.coop, shifts, now=now)


def write(coop: Coop, shifts: tuple[Shift, ...], *, now: datetime) -> str:
    """Write shifts as iCalendar; a care window shows as nothing but free time."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(coop.name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    ]
    for shift in shifts:
        if shift.state is ShiftState.CANCELED:
            continue
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_text(shift.id)}@{_text(coop.id)}.commonwheel",
            f"DTSTAMP:{_moment(now)}",
            f"DTSTART:{_moment(shift.starts_at)}",
            f"DTEND:{_moment(shift.ends_at)}",
            f"SUMMARY:{_text(coop.name)}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    for letter in ("\\", ";", ","):
        text = text.replace(letter, f"\\{letter}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> list[str]:
    parts, rest = [], line
    while len(rest.encode()) > LINE_BYTES:
        cut = len(rest.encode()[:LINE_BYTES].decode(errors="ignore"))
        parts.append(rest[:cut])
        rest = " " + rest[cut:]
    return [*parts, rest]
