"""What commands about pay have in common: days, periods, moments, and who acts."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dispatch.model import Actor, CoopId, Period

FirstDay = Annotated[str, typer.Argument(metavar="FIRST", help="First day, like 2026-03-02.")]
LastDay = Annotated[str, typer.Argument(metavar="LAST", help="Last day, included.")]


def acting(coop: "CoopId") -> "Actor":
    """Give the actor as whom the command line acts in a co-op."""
    from dispatch.model import Actor, MemberId, Role

    return Actor(coop=coop, member=MemberId("command-line"), role=Role.DISPATCHER)


def day_of(text: str) -> date:
    """Read a day.

    Raises
    ------
    ValueError
        When it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        msg = f"Expected a day like 2026-03-02, got {text!r}."
        raise ValueError(msg) from error


def period_of(first: str, last: str) -> "Period":
    """Read a period.

    Raises
    ------
    ValueError
        When a day is none, or the last comes before the first.
    """
    from dispatch.model import Period

    return Period(first_day=day_of(first), last_day=day_of(last))


def moment_of(text: str, name: str) -> datetime:
    """Read a moment with an offset.

    Raises
    ------
    ValueError
        When it is none.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = datetime.min  # noqa: DTZ901 - has no offset, so it is refused below
    if moment.utcoffset() is None:
        msg = f"Expected {name} as a moment with an offset, got {text!r}."
        raise ValueError(msg)
    return moment
