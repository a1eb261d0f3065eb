"""Demand: storefronts and the orders of one day, drawn by a seed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from scenarios.randomness import stream
from scenarios.specs import OrderSpec, Skill, Span, StorefrontSpec
from scenarios.trades import trades

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from scenarios.specs import Address
    from scenarios.trades import Trade

SHOPS = (
    ("Halla Bakery", "bakery"),
    ("Corner Pharmacy", "pharmacy"),
    ("Branch Library", "library"),
    ("Kaisla Kitchen", "restaurant"),
    ("Two Bowls", "noodle bar"),
    ("Meadow Florist", "florist"),
    ("Green Crate Grocers", "grocer"),
    ("Harbor Fish", "fishmonger"),
    ("Cellar Nine", "wine shop"),
    ("Plate and Ink", "print shop"),
    ("Whitewater Laundry", "laundry"),
    ("Paper Boat Books", "bookshop"),
)
"""Storefronts of the demo: made-up names and their kinds."""

SHARES = {"restaurant": 3.0, "noodle bar": 3.0, "grocer": 1.6, "bakery": 1.3, "laundry": 0.5}
"""How much more or less than 1 a kind sends; other kinds send 1."""

NEAREST_M = 120.0
"""Recipients nearer than this to the storefront fetch their things themselves."""

METRES_PER_DEGREE = 111_320.0


def storefronts(
    addresses: Sequence[Address], *, num_storefronts: int, seed: int
) -> tuple[StorefrontSpec, ...]:
    """Put storefronts on addresses of the city, spread over it.

    Parameters
    ----------
    addresses
        Where they can be; as many as there are storefronts, or more.
    num_storefronts
        How many; more than there are `SHOPS` get numbers.
    seed
        Start of the random stream.

    Raises
    ------
    ValueError
        When there are fewer addresses than storefronts, or no storefront is wanted.
    """
    if not 1 <= num_storefronts <= len(addresses):
        msg = f"Expected 1 to {len(addresses)} storefronts, got {num_storefronts}."
        raise ValueError(msg)
    rng = stream(seed, "storefronts")
    chosen = [int(rng.integers(len(addresses)))]
    while len(chosen) < num_storefronts:
        candidates = [int(i) for i in rng.integers(len(addresses), size=24)]
        free = [i for i in candidates if i not in chosen]
        free = free or [i for i in range(len(addresses)) if i not in chosen]
        chosen.append(
            max(free, key=lambda i: min(_metres(addresses[i], addresses[j]) for j in chosen))
        )
    return tuple(
        StorefrontSpec(
            name=SHOPS[n % len(SHOPS)][0] + (f" {n // len(SHOPS) + 1}" if n >= len(SHOPS) else ""),
            kind=SHOPS[n % len(SHOPS)][1],
            address=addresses[index],
        )
        for n, index in enumerate(chosen)
    )


def demand(
    shops: Sequence[StorefrontSpec],
    addresses: Sequence[Address],
    *,
    num_orders: int,
    seed: int,
) -> tuple[OrderSpec, ...]:
    """Draw the orders of a day, in order of placing.

    Most can be done; when there are at least eight, the last of them are made hard on
    purpose: one that only the largest vehicle carries, one that needs two skills at once,
    one of 400 kg that nobody carries that day, and one for after the last shift.

    Parameters
    ----------
    shops
        Who orders.
    addresses
        Where recipients live.
    num_orders
        How many.
    seed
        Start of the random stream.

    Raises
    ------
    ValueError
        When there is nobody to order or nowhere to deliver.
    """
    if not shops or not addresses:
        msg = f"Expected storefronts and addresses, got {len(shops)} and {len(addresses)}."
        raise ValueError(msg)
    rng = stream(seed, "demand")
    kinds = trades()
    weights = [SHARES.get(shop.kind, 1.0) for shop in shops]
    shares = [weight / sum(weights) for weight in weights]
    orders = [
        _order(
            index=index,
            shops=shops,
            shop=int(rng.choice(len(shops), p=shares)),
            kinds=kinds,
            addresses=addresses,
            rng=rng,
        )
        for index in range(num_orders)
    ]
    if num_orders >= HARD_FROM:
        orders[-4:] = _hard(orders[-4:])
    orders.sort(key=lambda order: (order.placed, order.reference))
    return tuple(orders)


HARD_FROM = 8


def _order(  # noqa: PLR0913 - all keyword-only and private
    *,
    index: int,
    shops: Sequence[StorefrontSpec],
    shop: int,
    kinds: dict[str, Trade],
    addresses: Sequence[Address],
    rng: np.random.Generator,
) -> OrderSpec:
    trade = kinds[shops[shop].kind]
    shares = [share for _, _, share in trade.peaks]
    hour, spread, _ = trade.peaks[int(rng.choice(len(shares), p=[s / sum(shares) for s in shares]))]
    ready_h = min(max(float(rng.normal(hour, spread)), trade.open_hours[0]), trade.open_hours[1])
    ready = timedelta(minutes=5 * round(max(ready_h, 8.25) * 12))
    opens = ready + timedelta(minutes=5 * int(rng.integers(0, 3)))
    length = timedelta(
        minutes=5 * int(rng.integers(trade.window_min[0] // 5, trade.window_min[1] // 5 + 1))
    )
    notice = timedelta(minutes=int(rng.integers(trade.notice_min[0], trade.notice_min[1] + 1)))
    return OrderSpec(
        reference=f"{shops[shop].name.split()[0].upper()}-{index + 1:03d}",
        storefront=shop,
        placed=ready - notice,
        ready=ready,
        delivery=_recipient(shops[shop].address, addresses, rng),
        window=Span(begins=opens, ends=opens + length),
        description=trade.goods[int(rng.integers(len(trade.goods)))],
        weight_g=_between(trade.weight_g, rng),
        volume_cm3=1000 * _between(trade.litres, rng),
        skills=trade.skills,
    )


def _between(limits: tuple[int, int], rng: np.random.Generator) -> int:
    """Draw a number between limits, small ones more often."""
    low, high = limits
    return low + int((high - low) * float(rng.beta(1.6, 2.8)))


def _recipient(origin: Address, addresses: Sequence[Address], rng: np.random.Generator) -> Address:
    for _ in range(20):
        address = addresses[int(rng.integers(len(addresses)))]
        if _metres(origin, address) >= NEAREST_M:
            return address
    return max(addresses, key=lambda other: _metres(origin, other))


def _hard(orders: Sequence[OrderSpec]) -> list[OrderSpec]:
    largest, two_skills, too_heavy, too_late = orders
    at = timedelta
    return [
        replace(
            largest,
            description="shelf in parts",
            weight_g=150_000,
            volume_cm3=600_000,
            ready=at(hours=10),
            window=Span(begins=at(hours=10), ends=at(hours=12)),
            placed=at(hours=-6),
            skills=frozenset({Skill.CARGO}),
        ),
        replace(
            two_skills,
            description="chilled wine and oysters",
            weight_g=5_000,
            volume_cm3=18_000,
            ready=at(hours=17),
            placed=at(hours=14),
            window=Span(begins=at(hours=17), ends=at(hours=18, minutes=30)),
            skills=frozenset({Skill.COLD, Skill.AGE_CHECK}),
        ),
        replace(
            too_heavy,
            description="upright piano",
            weight_g=400_000,
            volume_cm3=1_500_000,
            ready=at(hours=11),
            placed=at(hours=-4),
            skills=frozenset({Skill.CARGO}),
            window=Span(begins=at(hours=11), ends=at(hours=13)),
        ),
        replace(
            too_late,
            description="night snack",
            weight_g=900,
            volume_cm3=6_000,
            ready=at(hours=22, minutes=15),
            placed=at(hours=19),
            skills=frozenset(),
            window=Span(begins=at(hours=22, minutes=30), ends=at(hours=23, minutes=15)),
        ),
    ]


def _metres(a: Address, b: Address) -> float:
    """Estimate the distance of two places of one city, flat and roughly."""
    lat = (a.location.lat - b.location.lat) * METRES_PER_DEGREE
    lon = (a.location.lon - b.location.lon) * METRES_PER_DEGREE * 0.5
    return float((lat * lat + lon * lon) ** 0.5)
