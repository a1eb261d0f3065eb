"""Policy packs: rules to start from, as data beside this module, one file per kind of co-op."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from fairness.policy import parse_policy

if TYPE_CHECKING:
    from datetime import datetime

    from fairness.policy import Policy


@cache
def pack_names() -> tuple[str, ...]:
    """Give the names of all policy packs.

    Returns
    -------
    tuple of str
        In order of the alphabet.
    """
    found = (f.name for f in files(__name__).iterdir() if f.name.endswith(".json"))
    return tuple(sorted(name.removesuffix(".json") for name in found))


def pack_named(
    name: str, *, valid_from: datetime, version: int = 1, currency: str = "EUR"
) -> Policy:
    """Make a policy of a pack.

    Parameters
    ----------
    name
        One of `pack_names`.
    valid_from
        Moment with an offset from which it holds.
    version
        Number of the version.
    currency
        ISO 4217 code of a currency with two decimals; amounts are meant for euros.

    Returns
    -------
    Policy
        Whose clauses are the pack's; what the pack leaves out says nothing.

    Raises
    ------
    ValueError
        When there is no such pack.
    """
    if name not in pack_names():
        msg = f"Expected a policy pack among {', '.join(pack_names())}, got {name!r}."
        raise ValueError(msg)
    clauses = json.loads((files(__name__) / f"{name}.json").read_text(encoding="utf-8"))
    which = {"version": version, "valid_from": valid_from.isoformat(), "currency": currency}
    return parse_policy(which | clauses)
