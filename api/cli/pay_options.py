"""What commands about pay have in common: days, periods and amounts."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from api.cli.moments import day_of

if TYPE_CHECKING:
    from dispatch.model import Period

FirstDay = Annotated[str, typer.Argument(metavar="FIRST", help="First day, like 2026-03-02.")]
LastDay = Annotated[str, typer.Argument(metavar="LAST", help="Last day, included.")]

MOST_MINOR: Final = 100_000_000
"""Largest tip or correction, in minor units, as over the API."""

MOST_SHARED_MINOR: Final = 1_000_000_000_000
"""Largest surplus, in minor units."""


def period_of(first: str, last: str) -> "Period":
    """Read a period.

    Raises
    ------
    ValueError
        When a day is none, or the last comes before the first.
    """
    from dispatch.model import Period

    return Period(first_day=day_of(first), last_day=day_of(last))
